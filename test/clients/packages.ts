// Owns: the packages of npm that only these tests need: installed by their lock, once, below node_modules/.cache, with the scripts
// beside them, so that these find them, and behind them those of the project itself.

import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filesBelow, readProjectFile } from '../support/source-tree.js';
import { cacheFolder } from './environment.js';

const run = promisify(execFile);

const SOURCE = 'test/clients/javascript';
const INSTALL_MS = 600_000;

export type Packages =
  | { readonly ok: true; readonly folder: string }
  | { readonly ok: false; readonly reason: string };

/** The folder of the packages and the scripts, as they are now. */
export async function preparePackages(): Promise<Packages> {
  const lock = readProjectFile(`${SOURCE}/package-lock.json`);
  const folder = cacheFolder('npm-', lock);
  if (!existsSync(folder)) {
    const making = `${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(`${SOURCE}/${name}`, join(making, name));
    const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
    try {
      await run('npm', ['ci', ...quietly], { cwd: making, timeout: INSTALL_MS });
      renameSync(making, folder);
    } catch (error) {
      const { stderr = '', message } = error as { stderr?: string; message: string };
      if (/EINTEGRITY/.test(stderr)) throw error;
      return { ok: false, reason: `the packages of npm cannot be installed: ${(stderr || message).trim()}` };
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  for (const path of filesBelow(SOURCE).filter((name) => name.endsWith('.mjs'))) {
    copyFileSync(path, join(folder, path.slice(SOURCE.length + 1)));
  }
  return { ok: true, folder };
}
