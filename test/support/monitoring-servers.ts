// Owns: mocks in the states that alerts are about, which the usual helpers do not bring about.
// Runs on: the test process. Must never: leave a process stopped or alive.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { request } from 'undici';
import { chat } from './monitoring-load.js';
import { temporaryDirectory } from './readme.js';

/** So many requests at once, of this model; resolves with their statuses. */
export function ask(url: string, count: number, model: string, stream = false): Promise<number[]> {
  const body = chat(model, stream);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const reply = await request(`${url}/v1/chat/completions`, { method: 'POST', body });
      await reply.body.dump({ limit: 10_000_000 });
      return reply.statusCode;
    }),
  );
}

/** Has the process do nothing for a while, as on a machine that is overloaded or paused. */
export async function holdUp(pid: number, ms: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  try {
    await new Promise((resolve) => setTimeout(resolve, ms));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Ends it as the kernel does when memory runs out; resolves when its port is free. */
export async function killServer({ child }: { readonly child: ChildProcess }): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

/** A worker that renders metrics, and samples memory once. */
export function createIdleSampler(): URL {
  const entry = join(temporaryDirectory(), 'entry.mjs');
  const { href } = new URL('../../dist/workers/task-entry.js', import.meta.url);
  writeFileSync(
    entry,
    `import * as shipped from ${JSON.stringify(href)};
     export const { renderMetrics } = shipped;
     let sampled;
     export const sampleMemory = () => (sampled ??= shipped.sampleMemory());`,
  );
  return pathToFileURL(entry);
}
