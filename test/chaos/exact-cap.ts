// Owns: the question whether the cap is exact: of N and some more requests at once N are answered, the others refused.
// Must never: count a check in which a slot came free before all had asked.

import { Asker } from '../support/asker.js';
import { bodyOf, frame, MOUNTS, PLAIN_FRAMING } from './requests.js';
import type { Target } from './target.js';

const MORE = 60;
const SMALL_BYTES = 1_000;
const ANSWER_MS_MAX = 60_000;
/** All must have asked within it; a busy machine gets the longer ones. */
const DELAYS_MS = [2_000, 5_000, 10_000];

export interface CapCheck {
  readonly answered: number;
  readonly refused: number;
  readonly exact: boolean;
}

export async function checkCap(target: Target, cap: number): Promise<CapCheck> {
  for (const delayMs of DELAYS_MS) {
    const check = await askAtOnce(target, cap, delayMs);
    if (check !== null) return check;
  }
  throw new Error(`${cap + MORE} requests could not be sent within ${DELAYS_MS.at(-1)} ms`);
}

/** Null when a slot may have come free before the last had asked. */
async function askAtOnce(target: Target, cap: number, delayMs: number): Promise<CapCheck | null> {
  let firstAnswerMs = Number.POSITIVE_INFINITY;
  let lastAnswerMs = 0;
  let lastRefusalMs = 0;
  let answered = 0;
  let refused = 0;
  const clients = Array.from({ length: cap + MORE }, async (_, index) => {
    const mount = MOUNTS[index % MOUNTS.length] as (typeof MOUNTS)[number];
    const port = index % 3 === 0 ? target.http10Port : target.port;
    const body = bodyOf(mount, index % 2 === 0 && mount.streams, SMALL_BYTES);
    // A stream's first token is not there before the last: its slot is taken until then either way.
    const framing = { ...PLAIN_FRAMING, apiKey: target.apiKey, delayHeader: `${delayMs}ms` };
    const framed = frame(mount.path, body, framing);
    const asker = new Asker(target.peer, port);
    const { reply, problem } = await asker.ask(framed.head + framed.body, ANSWER_MS_MAX, false);
    const atMs = performance.now();
    asker.leave();
    if (problem !== null) return;
    if (reply.status === 200) {
      answered++;
      firstAnswerMs = Math.min(firstAnswerMs, atMs);
      lastAnswerMs = atMs;
    } else if (reply.status === 503 || reply.status === 529) {
      refused++;
      lastRefusalMs = Math.max(lastRefusalMs, atMs);
    }
  });
  await Promise.all(clients);
  // Whoever was answered asked so long before: with all answers closer together than that, all had asked before the first of them.
  const wasLate = lastAnswerMs - firstAnswerMs >= delayMs;
  if (lastRefusalMs > firstAnswerMs || (answered > cap && wasLate)) return null;
  return { answered, refused, exact: answered === cap && refused === MORE };
}
