/**
 * What the event loop of this thread tells of itself. Main thread, hot path: what PollClock is made of.
 *
 * libuv polls without waiting first, and sleeps only where that finds nothing (linux.c, uv__io_poll; Node.js has
 * UV_METRICS_IDLE_TIME on). So a sleep that grew says that nothing lay unread when it began. Both figures cost less than 100 ns
 * each (2026-11-27).
 */
import { openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface EventLoop {
  /** How often it has polled the sockets, the poll that goes on now included. */
  polls(): number;
  /** How long it has slept in polls, in milliseconds. */
  idleMs(): number;
  /** How long the thread has waited for a core, awake already, in milliseconds; 0 where the system does not tell. */
  heldOffMs(): number;
  /** Whether its timers come in time; those of a clock that a test moves need not. */
  readonly keepsTime: boolean;
}

/** For a clock that a test moves: it sleeps while that goes on, and whatever is read was read in a poll of its own. */
export function steppedLoop(now: () => number): EventLoop {
  let polls = 0;
  return { polls: () => polls++, idleMs: now, heldOffMs: () => 0, keepsTime: false };
}

/** Linux with CONFIG_SCHED_INFO: time on a core, time waiting for one, both in ns, and how often it was given one. */
const SCHEDSTAT = '/proc/thread-self/schedstat';
const BYTES_MAX = 96;
const SPACE = 0x20;
const DIGIT_0 = 0x30;
const NS_PER_MS = 1e6;

/** The loop of the thread that calls, for as long as the process lives. */
export function ownEventLoop(): EventLoop {
  const { nodeTiming } = performance;
  const descriptor = tryOpen();
  const text = Buffer.alloc(BYTES_MAX);
  return {
    polls: () => nodeTiming.uvMetricsInfo.loopCount,
    idleMs: () => nodeTiming.idleTime,
    heldOffMs: () => (descriptor === null ? 0 : readHeldOffMs(descriptor, text)),
    keepsTime: true,
  };
}

/** One for the whole process: it is never closed. */
let opened: number | null | undefined;

function tryOpen(): number | null {
  if (opened !== undefined) return opened;
  try {
    opened = openSync(SCHEDSTAT, 'r');
  } catch {
    // Another system, or a kernel without it: then a busy machine is not seen.
    opened = null;
  }
  return opened;
}

/** 1.2 µs: the kernel writes the file while it is read, and nothing waits. */
function readHeldOffMs(descriptor: number, text: Buffer): number {
  const length = readSync(descriptor, text, 0, BYTES_MAX, 0);
  let ns = 0;
  for (let at = text.indexOf(SPACE) + 1; at < length && text[at] !== SPACE; at++)
    ns = 10 * ns + (text[at] as number) - DIGIT_0;
  return ns / NS_PER_MS;
}
