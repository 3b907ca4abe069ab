// Owns: the command run to its end as a process, where what it prints is no log. Runs on: the test process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { CLI } from './child-process.js';

/** What it prints is JSON over several lines, which is no log. */
export async function runPlainCli(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [CLI, ...argv], { env: { PATH: process.env.PATH, ...env } });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code: code as number, stdout, stderr };
}
