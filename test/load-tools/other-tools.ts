// Owns: the load tools that are programs of their own, and those that are not run, each with its reason.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../clients/environment.js';
import { missingTool } from '../support/readme.js';
import { NOT_RUN } from './not-run.js';
import { output, type Prepared, type Tool } from './tool.js';
import { REQUESTS, STREAMS } from './workload.js';

const run = promisify(execFile);

const OHA_VERSION = '1.16.0';
/** Half an hour, on a machine that has other things to do. */
const BUILD_MS = 1_800_000;
const BODY = '{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"hello"}]}';

/** Built from crates.io by its own lock; it knows requests and their first byte, and no tokens. */
const OHA: Tool = {
  id: 'oha',
  name: 'oha',
  prepare: async (): Promise<Prepared> => {
    const folder = resolve(cacheFolder('oha-', OHA_VERSION));
    const command = join(folder, 'bin', 'oha');
    if (!existsSync(command)) {
      const missing = missingTool(['cargo']);
      if (missing !== false) return { ok: false, reason: missing };
      mkdirSync(folder, { recursive: true });
      const flags = ['install', 'oha', '--version', OHA_VERSION, '--locked', '--quiet', '--root', folder];
      try {
        await run('cargo', flags, { timeout: BUILD_MS });
      } catch (error) {
        return { ok: false, reason: `oha cannot be built: ${(error as Error).message.trim().slice(-300)}` };
      }
    }
    const load = async (url: string, at: string) => {
      const flags = [
        ...['-n', `${REQUESTS}`, '-c', `${STREAMS}`, '--no-tui', '--output-format', 'json', '-m', 'POST'],
        ...['-T', 'application/json', '-d', BODY, `${url}/v1/chat/completions`],
      ];
      const report = JSON.parse(await output(command, flags, at));
      return {
        wholeMs: 1_000 * report.latencyPercentiles.p50,
        requestsPerSecond: report.summary.requestsPerSec,
      };
    };
    return { ok: true, tool: { version: OHA_VERSION, load } };
  },
};

function unavailable({ id, name, reason }: (typeof NOT_RUN)[number]): Tool {
  return { id, name, prepare: async () => ({ ok: false, reason: reason.english }) };
}

export const OTHER_TOOLS: readonly Tool[] = [OHA, ...NOT_RUN.map(unavailable)];
