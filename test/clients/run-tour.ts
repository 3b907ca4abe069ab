// Owns: one tour of a client in JavaScript, in a process of its own, with nothing of this machine's settings.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Tour } from './tours.js';

const run = promisify(execFile);

/** What hangs for so long has hung. */
const HUNG_MS = 120_000;

/** What the script at `path` printed. Rejects where it fails, with all that it said. */
export async function runTour(
  path: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Tour> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_PROXY: '*', LANGSMITH_TRACING: 'false' };
  const { stdout } = await run(process.execPath, [path, url, JSON.stringify(headers)], {
    env,
    timeout: HUNG_MS,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Tour;
}
