// Owns: autocannon as a load generator, in a process of its own (autocannon-process.ts), for machines without wrk.
// Must never: run in the bench's own process. Its work would delay the samples of the servers' memory.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runProcess } from '../run/run-process.js';
import type { LoadGenerator, LoadPlan, LoadResult } from './load.js';

const count = z.number().int().nonnegative();
const latencies = z
  .strictObject({ minMs: z.number(), p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number() })
  .nullable();

const output = z.strictObject({
  sent: count,
  answered: count,
  refused: count,
  wrong: count,
  connectErrors: count,
  readErrors: count,
  timeouts: count,
  elapsedMs: z.number().positive(),
  answeredLatency: latencies,
  refusedLatency: latencies,
  cpuShare: z.number(),
});

/** `pinned` is put ahead of its command, for example `taskset -c 1`. */
export function createAutocannon(pinned: readonly string[]): LoadGenerator {
  const manifest = new URL('../../node_modules/autocannon/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return {
    name: 'autocannon',
    version,
    // With its option for that (`reconnectRate: 1`) version 9 drops each answer before it is counted.
    canRenewConnections: false,
    pinned,
    run: (plan, signal) => runAutocannon(pinned, plan, signal),
  };
}

async function runAutocannon(
  pinned: readonly string[],
  plan: LoadPlan,
  signal: AbortSignal,
): Promise<LoadResult> {
  const program = fileURLToPath(new URL('./autocannon-process.js', import.meta.url));
  const finished = await runProcess([...pinned, 'node', program, JSON.stringify(plan)], { signal });
  if (finished.code !== 0) {
    const ending = finished.signal ?? `code ${finished.code}`;
    throw new Error(`autocannon ended with ${ending}: ${finished.stderr.trim().slice(-500)}`);
  }
  return output.parse(JSON.parse(finished.stdout));
}
