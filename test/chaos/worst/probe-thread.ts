// Owns: the other client, who asks for /ready again and again on a connection that it keeps, and knows its longest wait.
// Runs on: a thread of its own, so that it is not late itself while the command reads 85 MB.
//
// A wait counts with what the server's main thread worked meanwhile (a busy machine makes waits longer, not holds), but
// that figure lags by up to a tick; so with the lesser of the wait and of the work and a tick: never with too little.

import { parentPort, workerData } from 'node:worker_threads';
import { Asker } from '../../support/asker.js';
import type { Peer } from '../../support/wire-connection.js';
import { mainThreadMs, TICK_MS } from './thread-cpu.js';

const READY = Buffer.from('GET /ready HTTP/1.1\r\nhost: chaos\r\n\r\n');
const ANSWER_MS_MAX = 120_000;

const { peer, port, pid } = workerData as {
  readonly peer: Peer;
  readonly port: number;
  readonly pid: number;
};
const asker = new Asker(peer, port);
let longestMs = 0;
let going = true;
parentPort?.on('message', (what: 'begin' | 'end') => {
  if (what === 'begin') longestMs = 0;
  else going = false;
});

try {
  for (let asked = 0; going; asked++) {
    const workedMs = mainThreadMs(pid);
    const askedAtMs = performance.now();
    const { problem } = await asker.ask(READY, ANSWER_MS_MAX, false);
    const waitMs = performance.now() - askedAtMs;
    if (problem !== null) break;
    longestMs = Math.max(longestMs, Math.min(waitMs, mainThreadMs(pid) - workedMs + TICK_MS));
    // The first ones warm up; messages are taken between two.
    if (asked === 20) parentPort?.postMessage('ready');
    await new Promise((resolve) => setImmediate(resolve));
  }
} catch {
  longestMs = Number.NaN;
}
asker.leave();
parentPort?.postMessage(longestMs);
parentPort?.close();
