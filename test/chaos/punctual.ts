// Owns: the thread of plain requests beside a crowd: its start, its end and what it found.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Peer } from '../support/wire-connection.js';
import type { Target } from './target.js';

export interface PunctualWork {
  readonly peer: Peer;
  readonly port: number;
  readonly apiKey: string | null;
  readonly clients: number;
  readonly delayMs: number;
}

/** Beyond the delay that was asked for, as the client sees it: from before the write to the last byte. */
export interface Lateness {
  readonly answered: number;
  readonly refused: number;
  /** Not whole within half a minute. */
  readonly lost: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Starts so many clients, and gives back what stops them. */
export function startPunctual(target: Target, clients: number, delayMs: number): () => Promise<Lateness> {
  const { peer, port, apiKey } = target;
  const workerData: PunctualWork = { peer, port, apiKey, clients, delayMs };
  const worker = new Worker(new URL('./punctual-thread.js', import.meta.url), { workerData });
  return async () => {
    worker.postMessage('stop');
    const [lateness] = (await once(worker, 'message')) as [Lateness];
    return lateness;
  };
}

export function inWords({ answered, refused, lost, p50Ms, p99Ms, maxMs }: Lateness): string {
  const late = [p50Ms, p99Ms, maxMs].map((ms) => ms.toFixed(1)).join('/');
  return `${answered} answered, late by ${late} ms (p50/p99/max), ${refused} refused, ${lost} lost`;
}
