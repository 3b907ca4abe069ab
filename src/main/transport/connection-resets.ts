/**
 * Ends connections of uWebSockets.js by RST: its own close is a FIN, and it tells nobody the descriptor of a connection. Main
 * thread.
 *
 * A socket that lingers for no time (SO_LINGER) is reset when it is closed. So all sockets of the process are made to, those
 * connections are closed, and all others are made as they were; in between nothing else runs on this thread, and no other one has
 * sockets. That takes some microseconds a connection (5 to 22 ms with 2,000 of them, 2026-11-27), so what is to be reset is
 * gathered, and a sweep waits until sweeps take no more than a tenth of the loop. Where koffi is missing the connections are closed by FIN.
 */
import { readdirSync } from 'node:fs';
import { type Libc, loadLibc, SOL_SOCKET } from './libc.js';

const SO_LINGER = 13;
/** struct linger: whether, and for how many seconds. */
const LINGER_BYTES = 8;
const BY_RESET = Int32Array.of(1, 0);
const AS_USUAL = Int32Array.of(0, 0);
/** Of a sweep's time that must pass before the next one. */
const REST_FACTOR = 9;
/** Standard input, output and error are no connections. */
const FIRST_DESCRIPTOR = 3;

let waiting: (() => void)[] = [];
let nextSweepAtMs = 0;
/** undefined before it was asked for, null where there is none. */
let libc: Libc | null | undefined;

/** Has `close` called soon, in such a way that what it closes is reset. `close` bears that its connection has gone meanwhile. */
export function resetSoon(close: () => void): void {
  waiting.push(close);
  if (waiting.length > 1) return;
  const restMs = nextSweepAtMs - performance.now();
  if (restMs <= 0) setImmediate(sweep);
  else setTimeout(sweep, Math.ceil(restMs));
}

function sweep(): void {
  const startedAtMs = performance.now();
  const closing = waiting;
  waiting = [];
  const linger = findLinger();
  linger?.(BY_RESET);
  for (const close of closing) close();
  linger?.(AS_USUAL);
  const endedAtMs = performance.now();
  nextSweepAtMs = endedAtMs + (endedAtMs - startedAtMs) * REST_FACTOR;
}

/** Gives back how to set it for every socket there is. */
function findLinger(): ((value: Int32Array) => void) | null {
  libc ??= tryLibc();
  if (libc === null) return null;
  const { setsockopt } = libc;
  const descriptors = openDescriptors();
  return (value) => {
    // What is no socket, or was closed meanwhile, does not mind.
    for (const fd of descriptors) setsockopt(fd, SOL_SOCKET, SO_LINGER, value, LINGER_BYTES);
  };
}

function openDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd')
      .map(Number)
      .filter((fd) => fd >= FIRST_DESCRIPTOR);
  } catch {
    // Without a descriptor to spare none is found, and the connections are closed as usual.
    return [];
  }
}

function tryLibc(): Libc | null {
  try {
    return loadLibc();
  } catch {
    return null;
  }
}
