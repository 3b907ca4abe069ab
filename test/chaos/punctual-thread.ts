// Owns: plain requests that say how late their answers are, while others do something else.
// Runs on: a thread of its own, whose loop is not held up by what the command does. Must never: take a refusal for an answer.

import { parentPort, workerData } from 'node:worker_threads';
import { Asker } from '../support/asker.js';
import type { Peer } from '../support/wire-connection.js';
import type { Lateness, PunctualWork } from './punctual.js';
import { frame, PLAIN_FRAMING } from './requests.js';

const ANSWER_MS_MAX = 30_000;
const PAUSE_MS = 20;

const { peer, port, apiKey, clients, delayMs } = workerData as PunctualWork;
const framed = frame('/v1/chat/completions', '{"messages":[{"role":"user","content":"hello"}]}', {
  ...PLAIN_FRAMING,
  apiKey,
  delayHeader: `${delayMs}ms`,
});
const bytes = Buffer.from(framed.head + framed.body);
const lateMs: number[] = [];
let refused = 0;
let lost = 0;
let going = true;

async function run(peerOfAll: Peer, index: number): Promise<void> {
  const asker = new Asker(peerOfAll, port);
  // All at once they would wait for one another.
  await new Promise((resolve) => setTimeout(resolve, (index * (delayMs + PAUSE_MS)) / clients));
  while (going) {
    const askedAtMs = performance.now();
    const { reply, problem } = await asker.ask(bytes, ANSWER_MS_MAX, false);
    if (problem !== null) lost++;
    else if (reply.status === 200) lateMs.push(performance.now() - askedAtMs - delayMs);
    else refused++;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  asker.leave();
}

parentPort?.once('message', () => {
  going = false;
});
await Promise.all(Array.from({ length: clients }, (_, index) => run(peer, index)));
lateMs.sort((a, b) => a - b);
const quantile = (share: number): number =>
  lateMs[Math.min(lateMs.length - 1, Math.floor(share * lateMs.length))] ?? 0;
const lateness: Lateness = {
  answered: lateMs.length,
  refused,
  lost,
  p50Ms: quantile(0.5),
  p99Ms: quantile(0.99),
  maxMs: lateMs.at(-1) ?? 0,
};
parentPort?.postMessage(lateness);
