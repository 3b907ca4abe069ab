/**
 * Files that settings name are read without waiting for anybody, and never whole before their size is known.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readModelRows } from '../../../../dist/config/read/files.js';
import { readConfig } from '../../../../dist/config/read/reader.js';
import { isFileReadable } from '../../../../dist/config/read/text-file.js';
import { withFolder } from '../../../support/folder.js';

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
/** Holes: it takes no room on the disk, and would take all memory if it were read. */
const HUGE_BYTES = 10 * 1024 ** 3;

function problemsOf(env: Record<string, string>): readonly string[] {
  // As if the file had changed into something else since it was looked at.
  const result = readConfig({ env, argv: [], cpu, fileReadable: () => true });
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

test('what is no file, or too large a one, is refused with a sentence, for models and answers alike', () => {
  withFolder((folder) => {
    const pipe = join(folder, 'pipe');
    assert.equal(spawnSync('/usr/bin/mkfifo', [pipe]).status, 0);
    const huge = join(folder, 'huge');
    writeFileSync(huge, '');
    truncateSync(huge, HUGE_BYTES);
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    for (const [path, problem] of [
      [pipe, 'expected a file, got a pipe'],
      ['/dev/zero', 'expected a file, got a device'],
      ['/dev/null', 'expected a file, got a device'],
      [inside, 'expected a file, got a directory'],
      [huge, `expected at most 1048576 bytes, got ${HUGE_BYTES}`],
      [join(folder, 'none'), 'there is no such file (ENOENT)'],
    ] as const) {
      assert.deepEqual(readModelRows(path), { ok: false, problems: [`${shown(path)}: ${problem}`] });
      assert.deepEqual(problemsOf({ MODELS_FILE: path, RESPONSE_CONTENT: 'file', RESPONSE_FILE: path }), [
        `MODELS_FILE: ${shown(path)}: ${problem}`,
        `RESPONSE_FILE: ${shown(path)}: ${problem}`,
      ]);
    }
  });
});

test('a file that a distribution names and that cannot be read is told with where its path leads, and why', () => {
  const here = process.cwd();
  for (const [text, position, problem] of [
    ['empirical(none.csv)', 11, `none.csv, which is ${here}/none.csv here: there is no such file (ENOENT)`],
    [
      'trace(a/../none.csv,tokens)',
      7,
      `a/../none.csv, which is ${here}/none.csv here: there is no such file (ENOENT)`,
    ],
    ['empirical(/none.csv)', 11, '/none.csv: there is no such file (ENOENT)'],
    [
      'empirical(package.json/a.csv)',
      11,
      `package.json/a.csv, which is ${here}/package.json/a.csv here: a part of the path is no folder (ENOTDIR)`,
    ],
    ['trace(dist)', 7, `dist, which is ${here}/dist here: expected a file, got a directory`],
  ] as const) {
    assert.deepEqual(problemsOf({ OUTPUT_TOKENS: text }), [
      `OUTPUT_TOKENS: ${problem} (at character ${position} of "${text}")`,
    ]);
  }
});

/** Of a path that is told, 60 characters. */
function shown(path: string): string {
  return path.length > 60 ? `${path.slice(0, 60)}…` : path;
}

test('a certificate or key that is too large is refused, and not read', () => {
  withFolder((folder) => {
    const huge = join(folder, 'huge');
    writeFileSync(huge, '');
    truncateSync(huge, HUGE_BYTES);
    const problem = `${shown(huge)}: expected at most 1048576 bytes, got ${HUGE_BYTES}`;
    assert.deepEqual(problemsOf({ TLS_CERT_FILE: huge, TLS_KEY_FILE: huge }), [
      `TLS_CERT_FILE: ${problem}`,
      `TLS_KEY_FILE: ${problem}`,
    ]);
  });
});

test('a file is readable where it is one, also behind a link; pipes, devices and directories are not', () => {
  withFolder((folder) => {
    const file = join(folder, 'file');
    const link = join(folder, 'link');
    const pipe = join(folder, 'pipe');
    writeFileSync(file, '');
    symlinkSync(file, link);
    assert.equal(spawnSync('/usr/bin/mkfifo', [pipe]).status, 0);
    assert.deepEqual([file, link, pipe, '/dev/zero', folder, join(folder, 'none')].map(isFileReadable), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

test('a file whose size the kernel does not say is read as far as a file may be long', () => {
  // Of no bytes, says the kernel.
  const read = readModelRows('/proc/self/status');
  assert.equal(read.ok, false);
  assert.match(read.ok ? '' : read.problems.join(), /^\/proc\/self\/status:\d+:\d+: /);
});
