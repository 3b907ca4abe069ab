// Owns: one script of a client: started against a server, with nothing of this machine's settings, and what it printed. Runs on: a
// process of its own.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What hangs for so long has hung. */
const HUNG_MS = 300_000;

/** What a call came to, or the classes of the error that it raised. */
export interface Outcome {
  readonly text?: string;
  readonly promptTokens?: number | null;
  readonly completionTokens?: number | null;
  readonly raised?: readonly string[];
  readonly said?: string;
}

/** The last line that the script printed. Rejects where it fails, with all that it said. */
export async function runScript<Report>(
  python: string,
  script: string,
  url: string,
  ...more: readonly string[]
): Promise<Report> {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    PYTHONDONTWRITEBYTECODE: '1',
    // So that nobody calls home.
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    OPENAI_AGENTS_DISABLE_TRACING: '1',
    LANGSMITH_TRACING: 'false',
    NO_PROXY: '*',
  };
  const path = join('test', 'clients', 'python', script);
  const { stdout } = await run(python, [path, url, ...more], { env, timeout: HUNG_MS });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
}
