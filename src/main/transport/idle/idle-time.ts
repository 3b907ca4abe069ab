/**
 * How long uWebSockets.js keeps a connection that is idle, and what replies say of it. Main thread, once at start-up; `keptTail`
 * is on the hot path, and a look at a variable.
 *
 * uWebSockets.js has ten seconds for all that a client may keep it waiting for (HTTP_IDLE_TIMEOUT_S), and no call that says
 * otherwise. But uSockets counts them by a timer of four seconds: ten are three of its ticks, so between 8 and 12 seconds pass.
 * That timer is one of libuv's, which Node.js gives to whoever asks: with another period three ticks are another time. There is
 * one timer for the loop, so the time is one for the process, and the last server that was started in it says which.
 *
 * Must never be asked while connections are open: it is another server's time that would change.
 */
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** Period of uSockets' timer in milliseconds (LIBUS_TIMEOUT_GRANULARITY). */
const SWEEP_MS = 4_000;
/** Of three ticks the first may come at once. */
const SWEEPS_MIN = 2;
/** What uSockets does by itself. */
const IDLE_MS = SWEEP_MS * SWEEPS_MIN;
const MS_PER_SECOND = 1_000;
/** From libuv's uv.h: types of handles, in the order in which they are listed there. */
const UV_TIMER = 13;

interface Sweep {
  /** The period in milliseconds from now on. */
  setPeriod(ms: number): void;
}

let idleMs = IDLE_MS;
/** Found once: by its period, which is another afterwards. */
let sweep: Sweep | null = null;
let tail = tailFor(IDLE_MS);

function tailFor(ms: number): string {
  return `\r\nkeep-alive: timeout=${Math.floor(ms / MS_PER_SECOND)}`;
}

/** What stands behind the head of a reply that keeps the connection: how long it may be used again, at the least. */
export function keptTail(): string {
  return tail;
}

/**
 * Keeps idle connections for `ms` at the least, and half as long again at the most. The timer is there once uWebSockets.js
 * is loaded. Gives back null when it is so, else why not: what it was before holds then.
 */
export function setIdleTime(ms: number): string | null {
  if (ms === idleMs) return null;
  try {
    sweep ??= findSweep();
    sweep.setPeriod(Math.ceil(ms / SWEEPS_MIN));
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] as string) : String(error);
  }
  idleMs = ms;
  tail = tailFor(ms);
  return null;
}

/** The loop of the thread that calls: but for the main one Node.js tells it by the isolate (node.h, GetCurrentEventLoop). */
function loopOf(node: ReturnType<typeof import('koffi')['load']>): unknown {
  if (isMainThread) return node.func('void *uv_default_loop()')();
  const isolate = node.func('void *_ZN2v87Isolate10GetCurrentEv()')() as unknown;
  return node.func('void *_ZN4node19GetCurrentEventLoopEPN2v87IsolateE(void *isolate)')(isolate);
}

/** Throws where koffi cannot be loaded, or not exactly one timer is found. */
function findSweep(): Sweep {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const node = koffi.load(null);
  const loop = loopOf(node);
  const typeOf = node.func('int uv_handle_get_type(void *handle)');
  const periodOf = node.func('uint64_t uv_timer_get_repeat(void *timer)');
  const setRepeat = node.func('void uv_timer_set_repeat(void *timer, uint64_t ms)');
  const again = node.func('int uv_timer_again(void *timer)');
  const visitor = koffi.pointer(koffi.proto('void (void *handle, void *argument)'));
  const walk = node.func('uv_walk', 'void', ['void *', visitor, 'void *']);
  const found: unknown[] = [];
  const visit = (handle: unknown): void => {
    if (typeOf(handle) === UV_TIMER && Number(periodOf(handle)) === SWEEP_MS) found.push(handle);
  };
  walk(loop, visit, null);
  if (found.length !== 1) throw new Error(`${found.length} timers of uSockets were found, not one`);
  return {
    setPeriod(ms) {
      setRepeat(found[0], ms);
      if (again(found[0]) !== 0) throw new Error('the timer of uSockets could not be set');
    },
  };
}
