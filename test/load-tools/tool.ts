// Owns: what a load tool is to the suite: how it is prepared, the command that loads the mock, and what it reported.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Figures } from './workload.js';

const run = promisify(execFile);

/** What hangs for so long has hung: on a busy machine a tool imports its libraries for minutes. */
const HUNG_MS = 900_000;
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

export interface ReadyTool {
  readonly version: string;
  /** Loads the server at `url` with the workload, with files in `folder` alone; what the tool itself reported. */
  readonly load: (url: string, folder: string) => Promise<Figures>;
}

export type Prepared =
  | { readonly ok: true; readonly tool: ReadyTool }
  | { readonly ok: false; readonly reason: string };

export interface Tool {
  /** The name of its file in test/load-tools/seen/. */
  readonly id: string;
  readonly name: string;
  readonly prepare: () => Promise<Prepared>;
}

/** What a command printed, with nothing of this machine's settings but the path. Rejects where it fails. */
export async function output(
  command: string,
  flags: readonly string[],
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  // So that nobody asks a hub for a model's vocabulary, or calls home.
  const offline = { HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1', DO_NOT_TRACK: '1', NO_PROXY: '*' };
  const env = { PATH: process.env.PATH, HOME: folder, PYTHONDONTWRITEBYTECODE: '1', ...offline, ...more };
  const limits = { timeout: HUNG_MS, maxBuffer: OUTPUT_BYTES_MAX };
  try {
    return (await run(command, flags, { cwd: folder, env, ...limits })).stdout;
  } catch (error) {
    const { killed, message } = error as { killed?: boolean; message: string };
    throw killed === true ? new Error(`ended after ${HUNG_MS} ms: ${message}`) : error;
  }
}
