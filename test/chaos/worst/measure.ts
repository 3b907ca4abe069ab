// Owns: what one request costs: the processor time of the server's main thread for it, and the longest time for which it
// keeps another client waiting, each the least of some runs. The two are measured apart: the one who waits costs time too.
// Must never: measure two requests at once.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { Asker } from '../../support/asker.js';
import type { WireReply } from '../../support/wire-reply.js';
import { waitForFreeSlots } from '../figures.js';
import { frame, PLAIN_FRAMING } from '../requests.js';
import { openTarget, type Target } from '../target.js';
import type { WorstCase } from './cases.js';
import { mainThreadMs } from './thread-cpu.js';

const RUNS = 3;
/** What costs more than this is not run again: the difference would not matter. */
const DEAR_MS = 2_000;
const ANSWER_MS_MAX = 180_000;
const FREE_MS_MAX = 90_000;
/** After an answer the server may have something left to do, such as to collect garbage. */
const AFTER_MS = 30;

export interface Measured {
  readonly of: WorstCase;
  readonly bodyBytes: number;
  /** Null where the server ended or never answered. */
  readonly status: number | null;
  readonly replyBytes: number;
  readonly cpuMs: number;
  readonly holdMs: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A server with these settings that answers at once, started as `npm start` does it. */
function startServer(settings: Readonly<Record<string, string>>): Promise<Target> {
  const options = { ports: '', host: '', 'api-key': '', tls: false };
  return openTarget(options, { RESPONSE_DELAY_SECONDS: '0', LOG_LEVEL: 'info', ...settings });
}

/** Null where no whole answer came. */
async function ask(target: Target, request: Buffer): Promise<WireReply | null> {
  const asker = new Asker(target.peer, target.port);
  const { reply, problem } = await asker.ask(request, ANSWER_MS_MAX, false);
  asker.leave();
  return problem === null ? reply : null;
}

/** The request once, with the processor time that it took. */
async function costOf(target: Target, request: Buffer): Promise<{ reply: WireReply | null; cpuMs: number }> {
  const pid = target.pid as number;
  const beforeMs = mainThreadMs(pid);
  const reply = await ask(target, request);
  await wait(AFTER_MS);
  return { reply, cpuMs: target.exit() === null ? mainThreadMs(pid) - beforeMs : Number.NaN };
}

/** The request once, with the longest wait of another client meanwhile. */
async function holdOf(target: Target, request: Buffer): Promise<number> {
  const { peer, port, pid } = target;
  const worker = new Worker(new URL('./probe-thread.js', import.meta.url), {
    workerData: { peer, port, pid },
  });
  await once(worker, 'message');
  worker.postMessage('begin');
  await ask(target, request);
  await wait(AFTER_MS);
  const ended = once(worker, 'message');
  worker.postMessage('end');
  const [longestMs] = (await ended) as [number];
  return target.exit() === null ? longestMs : Number.NaN;
}

async function measure(target: Target, of: WorstCase): Promise<Measured> {
  const framed = frame(of.path, '', { ...PLAIN_FRAMING });
  const body = of.isPacked === true ? gzipSync(of.body()) : Buffer.from(of.body());
  const packing = of.isPacked === true ? '\r\ncontent-encoding: gzip' : '';
  const request = Buffer.concat([
    Buffer.from(framed.head.replace(/length: 0/, `length: ${body.length}${packing}`)),
    body,
  ]);
  let cpuMs = Number.POSITIVE_INFINITY;
  let holdMs = Number.POSITIVE_INFINITY;
  let last: WireReply | null = null;
  for (let run = 0; run < RUNS && (run === 0 || cpuMs < DEAR_MS); run++) {
    const cost = await costOf(target, request);
    last = cost.reply;
    if (last === null || target.exit() !== null) return gone(of, body.length);
    cpuMs = Math.min(cpuMs, cost.cpuMs);
    await waitForFreeSlots(target, FREE_MS_MAX);
    holdMs = Math.min(holdMs, await holdOf(target, request));
    if (target.exit() !== null) return gone(of, body.length);
    await waitForFreeSlots(target, FREE_MS_MAX);
  }
  const { status, bodyBytes } = last as WireReply;
  return { of, bodyBytes: body.length, status, replyBytes: bodyBytes, cpuMs, holdMs };
}

function gone(of: WorstCase, bodyBytes: number): Measured {
  return { of, bodyBytes, status: null, replyBytes: 0, cpuMs: Number.NaN, holdMs: Number.NaN };
}

/** Measures one after the other, on a server for each set of settings; `told` hears of each when it is done. */
export async function measureAll(
  cases: readonly WorstCase[],
  told: (measured: Measured) => void,
): Promise<readonly Measured[]> {
  const all: Measured[] = [];
  let target: Target | null = null;
  let settings = '';
  for (const of of cases) {
    const wanted = JSON.stringify(of.settings);
    if (target === null || wanted !== settings || target.exit() !== null) {
      await target?.stop();
      target = await startServer(of.settings);
      settings = wanted;
    }
    const measured = await measure(target, of);
    all.push(measured);
    told(measured);
  }
  await target?.stop();
  return all;
}
