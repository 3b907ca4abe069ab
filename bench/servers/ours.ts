// Owns: how the product is started for the bench: as shipped, with nothing set but the work and where to listen.
// Must never: set anything that makes it faster.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../project-folder.js';
import type { BenchServer } from './server.js';
import { BODY_BYTES_MAX, PATH, type Work } from './work.js';

/** `npm start` in a folder that holds the product, without npm and its shell: Node.js, its flags and the program. */
export function startCommand(folder: string): readonly string[] {
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly scripts: { readonly start: string } }).scripts.start
    .replace(/^exec /, '')
    .split(' ');
}

export const OURS: BenchServer = {
  name: 'ours',
  title: 'llm-mock-server',
  packageName: null,
  native: null,
  path: PATH,
  command: startCommand(PROJECT_FOLDER),
  coresMin: 1,
  environment(work, cores) {
    return {
      HOST: '127.0.0.1',
      PORT: String(work.port),
      // Older revisions, which are compared with this one, take 0 for off. Newer ones listen on a port that nobody uses.
      HTTP10_PORT: '0',
      LOG_LEVEL: 'error',
      MAX_CONCURRENT: String(work.cap),
      MAX_BODY_BYTES: String(BODY_BYTES_MAX),
      // As the services of docker-compose.yml, of which each has a thread for each of its cores.
      SOCKET_THREADS: String(cores),
      ...scheduleOf(work),
    };
  },
  can: {
    read: true,
    cap: true,
    delay: true,
    stream: true,
    metrics: true,
    faults: true,
    usage: true,
    tools: true,
    atOnce: true,
  },
  sameBytes: true,
  eventsBesideTokens: 3,
  usageIsAnEvent: true,
  work: 'same',
};

/** The same with one thread that serves, where there are cores for more: what the further threads cost and bring. */
export const OURS_ONE_THREAD: BenchServer = {
  ...OURS,
  name: 'ours-one-thread',
  title: `${OURS.title}, one thread`,
  coresMin: 2,
  environment: (work) => OURS.environment(work, 1),
};

/** A response delay and token latencies exclude each other, and either holds for whole answers and streams alike. */
function scheduleOf({ tokens, delayMs, tokenGapMs }: Work): Record<string, string> {
  if (tokens === 0) return { RESPONSE_DELAY_SECONDS: String(delayMs / 1_000) };
  return {
    TIME_TO_FIRST_TOKEN: `${tokenGapMs}ms`,
    INTER_TOKEN_LATENCY: `${tokenGapMs}ms`,
    OUTPUT_TOKENS: String(tokens),
  };
}
