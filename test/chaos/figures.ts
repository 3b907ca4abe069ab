// Owns: what the server says about itself (/metrics, /health) and what the kernel says about it (/proc).
// Must never: take a figure that is not there for zero.

import { readFileSync } from 'node:fs';
import { Asker } from '../support/asker.js';
import type { Target } from './target.js';

const PAGE_MS_MAX = 20_000;
const POLL_MS = 50;
const BYTES_PER_MIB = 1_048_576;

async function readPage({ peer, port }: Target, path: string): Promise<string | null> {
  const asker = new Asker(peer, port);
  const { reply, problem } = await asker.ask(`GET ${path} HTTP/1.1\r\nhost: chaos\r\n\r\n`, PAGE_MS_MAX);
  asker.leave();
  return problem === null && (reply.status === 200 || path === '/health') ? reply.body.toString() : null;
}

/** Series by their name with labels; null where the server gave no metrics. */
export async function readMetrics(target: Target): Promise<ReadonlyMap<string, number> | null> {
  const text = await readPage(target, '/metrics');
  if (text === null) return null;
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

export interface Threads {
  /** That serve sockets now. */
  readonly serving: number;
  /** That died and were started again. */
  readonly restarts: number;
}

/** Null where the server gave no metrics. Without SOCKET_THREADS none is told of: one serves. */
export async function readThreads(target: Target): Promise<Threads | null> {
  const metrics = await readMetrics(target);
  if (metrics === null) return null;
  const told = [...metrics.keys()].filter((name) => name.startsWith('llm_mock_thread_connections{'));
  const restarts = metrics.get('llm_mock_socket_thread_restarts_total') ?? 0;
  return { serving: Math.max(1, told.length), restarts };
}

export interface Memory {
  /** Of the server's process; null where another host, or a container, has it. */
  readonly residentBytes: number | null;
  /** What /health calls used: of the container, or of the machine where nothing limits it. Null when it was silent. */
  readonly usedBytes: number | null;
}

export async function readMemory(target: Target): Promise<Memory> {
  const text = await readPage(target, '/health');
  const usedMb = text === null ? null : (JSON.parse(text).memory.used_mb as number);
  return {
    residentBytes: readResidentBytes(target),
    usedBytes: usedMb === null ? null : usedMb * BYTES_PER_MIB,
  };
}

/** The figure of a run: the process's own where it can be seen, else the container's. */
export function bytesOf({ residentBytes, usedBytes }: Memory): number | null {
  return residentBytes ?? usedBytes;
}

function readResidentBytes({ pid }: Target): number | null {
  if (pid === null) return null;
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  } catch {
    // The process is gone.
    return null;
  }
}

/** Waits until no request holds a slot; gives back how many still do after `limitMs`, and null without an answer. */
export async function waitForFreeSlots(target: Target, limitMs: number): Promise<number | null> {
  const startedAt = performance.now();
  for (;;) {
    const active = (await readMetrics(target))?.get('llm_mock_active_requests') ?? null;
    if (active === 0 || target.exit() !== null || performance.now() - startedAt > limitMs) return active;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

export function inMib(bytes: number | null): string {
  return bytes === null ? '?' : String(Math.round(bytes / BYTES_PER_MIB));
}
