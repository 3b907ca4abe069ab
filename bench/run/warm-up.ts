// Owns: bringing a server to where its code is compiled and its threads have started. Must never: time anything, or give one server
// another kind of load than the rest.

import type { LoadGenerator, LoadPlan } from '../load/load.js';
import { NOT_LOOKED_AT } from '../load/load.js';
import { BODY, STREAM_BODY, WARM_UP_BODY } from '../servers/work.js';
import type { ServerRun } from './server-run.js';
import { assertClean } from './step-result.js';

const CONNECTIONS = 64;
const TURN_MS = 1_000;
/** A server that brings so much more than in the turn before is not warm yet. */
const FASTER_BY = 1.1;
const TURNS_MAX = 6;
const LATE_MS_MAX = 10_000;

/**
 * Full load with requests that nobody waits for, second by second, until a second brings hardly more than the one before; and of what
 * waits, where waiting is what will be timed, one each. Rejects when an answer is wrong.
 */
export async function warmUp(run: ServerRun, load: LoadGenerator): Promise<void> {
  const { delayMs, tokens, tokenGapMs } = run.work;
  // Some answer nothing at once while they are told to wait.
  const waits = delayMs > 0 || tokens > 0;
  if (!waits || run.server.can.atOnce) await untilSteady(run, load);
  else if (tokens === 0) await oneEach(run, load, BODY, delayMs);
  // What paces a stream runs in none of the answers that come at once.
  if (tokens > 0) await oneEach(run, load, STREAM_BODY, tokens * tokenGapMs * 2);
}

async function untilSteady(run: ServerRun, load: LoadGenerator): Promise<void> {
  let before = 0;
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const { answered } = await asked(run, load, {
      body: WARM_UP_BODY,
      requests: { kind: 'for', durationMs: TURN_MS, newConnections: false },
      timeoutMs: LATE_MS_MAX,
    });
    if (answered <= before * FASTER_BY) return;
    before = answered;
  }
}

async function oneEach(run: ServerRun, load: LoadGenerator, body: string, heldMs: number): Promise<void> {
  await asked(run, load, { body, requests: { kind: 'one-each' }, timeoutMs: heldMs + LATE_MS_MAX });
}

async function asked(
  run: ServerRun,
  load: LoadGenerator,
  what: Pick<LoadPlan, 'body' | 'requests' | 'timeoutMs'>,
): ReturnType<LoadGenerator['run']> {
  const { port } = run.work;
  const plan = { port, path: run.server.path, connections: CONNECTIONS, answer: NOT_LOOKED_AT, ...what };
  const result = await load.run(plan, run.signal);
  assertClean(result, { lostAllowed: false, refusedAllowed: false });
  return result;
}
