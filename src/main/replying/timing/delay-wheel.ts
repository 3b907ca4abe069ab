/**
 * A hashed timing wheel: wakes things when they are due. Main thread.
 *
 * Purpose: thousands of delays at once, each inserted and cancelled in O(1) without an allocation; the links lie in the
 * waiting things themselves. Accuracy: never early, and late by what Node's timers and the event loop are late (a
 * millisecond or two when idle). Not for: repeated work, or anything that must happen although nothing else does.
 *
 * Time is cut into ticks of one millisecond. A thing that is due at 12.3 ms lies in the slot of tick 13. One Node timer
 * is armed for the next occupied tick, and none when nothing waits: it wakes all that is due by the time it comes. What
 * falls due in one burst is woken in batches, a batch a loop turn, so that accepts, requests and aborts still get in
 * between.
 */

import { NOT_WAITING, type Waiting } from './waiting.js';

/** Ticks in one turn of the wheel: a power of two, above the default delay of 10 s so that it is walked past once. */
const SLOTS = 16_384;
const MASK = SLOTS - 1;
/** Timers take 31 bits; the wheel wakes in vain then, and goes on waiting. */
const TIMER_MS_MAX = 2 ** 31 - 1;
/** The list of what is due and not yet woken is kept behind the slots. */
const DUE = SLOTS;
/** Woken in one loop turn: about a millisecond of replies. */
const BATCH_MAX = 128;

/** Arms and clears one timer; Node's own unless a test moves the time. */
export interface Timers {
  setTimeout(call: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Looked up as they are called: a test may put others in their place. */
export const NODE_TIMERS: Timers = {
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

export class DelayWheel {
  /** First thing of each slot. Slots are rings: the first thing's predecessor is the last. */
  readonly #slots: (Waiting | null)[] = new Array(SLOTS + 1).fill(null);
  /** One bit a slot, so that the next occupied one is found without looking at 16,384 of them. */
  readonly #occupied = new Int32Array(SLOTS / 32);
  readonly #now: () => number;
  readonly #timers: Timers;
  /** All ticks up to this one have been walked. */
  #walkedTick = 0;
  #size = 0;
  #timer: unknown;
  #armedTick = Number.POSITIVE_INFINITY;
  #wakingBatch: NodeJS.Immediate | undefined;

  /** `now` is a monotonic clock in milliseconds with fractions; `onWoken` is called when a batch was woken. */
  constructor(
    now: () => number,
    timers: Timers = NODE_TIMERS,
    private readonly onWoken: () => void = () => {},
  ) {
    this.#now = now;
    this.#timers = timers;
  }

  /** How many things wait. */
  get size(): number {
    return this.#size;
  }

  /** Lets `thing` wait until `dueAtMs`. It must not be waiting already. */
  insert(thing: Waiting, dueAtMs: number): void {
    if (thing.wheelSlot !== NOT_WAITING) throw new Error('what is put on the wheel is on it already');
    thing.dueAtMs = dueAtMs;
    if (this.#size === 0) this.#walkedTick = Math.floor(this.#now());
    this.#size++;
    const tick = Math.max(Math.ceil(dueAtMs), this.#walkedTick + 1);
    this.#append(tick & MASK, thing);
    if (tick < this.#armedTick && this.#wakingBatch === undefined) this.#arm(tick);
  }

  /** Takes `thing` off the wheel; does nothing when it does not wait. */
  cancel(thing: Waiting): void {
    if (thing.wheelSlot === NOT_WAITING) return;
    this.#unlink(thing);
    this.#size--;
    if (this.#size === 0) this.#disarm();
  }

  #append(slot: number, thing: Waiting): void {
    const first = this.#slots[slot] as Waiting | null;
    thing.wheelSlot = slot;
    if (first === null) {
      thing.wheelNext = thing;
      thing.wheelPrevious = thing;
      this.#slots[slot] = thing;
      if (slot !== DUE)
        this.#occupied[slot >> 5] = (this.#occupied[slot >> 5] as number) | (1 << (slot & 31));
      return;
    }
    const last = first.wheelPrevious as Waiting;
    last.wheelNext = thing;
    thing.wheelPrevious = last;
    thing.wheelNext = first;
    first.wheelPrevious = thing;
  }

  #unlink(thing: Waiting): void {
    const slot = thing.wheelSlot;
    const next = thing.wheelNext as Waiting;
    if (next === thing) {
      this.#slots[slot] = null;
      if (slot !== DUE)
        this.#occupied[slot >> 5] = (this.#occupied[slot >> 5] as number) & ~(1 << (slot & 31));
    } else {
      const previous = thing.wheelPrevious as Waiting;
      previous.wheelNext = next;
      next.wheelPrevious = previous;
      if (this.#slots[slot] === thing) this.#slots[slot] = next;
    }
    // No link may stay behind: it would keep a finished request alive.
    thing.wheelNext = null;
    thing.wheelPrevious = null;
    thing.wheelSlot = NOT_WAITING;
  }

  #arm(tick: number): void {
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
    this.#armedTick = tick;
    const aheadMs = Math.max(1, Math.ceil(tick - this.#now()));
    this.#timer = this.#timers.setTimeout(this.#onTimer, Math.min(aheadMs, TIMER_MS_MAX));
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armedTick = Number.POSITIVE_INFINITY;
    if (this.#wakingBatch !== undefined) clearImmediate(this.#wakingBatch);
    this.#wakingBatch = undefined;
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.#armedTick = Number.POSITIVE_INFINITY;
    this.#wake();
  };

  readonly #onNextTurn = (): void => {
    this.#wakingBatch = undefined;
    this.#wake();
  };

  /** Collects what is due, wakes a batch of it, and sees to it that the rest will be woken. */
  #wake(): void {
    this.#collect(this.#now());
    for (let woken = 0; woken < BATCH_MAX; woken++) {
      const thing = this.#slots[DUE] as Waiting | null;
      if (thing === null) break;
      this.#unlink(thing);
      this.#size--;
      try {
        thing.onDue();
      } catch (error) {
        thing.onFault(error);
      }
    }
    this.onWoken();
    if (this.#slots[DUE] !== null) {
      this.#wakingBatch ??= setImmediate(this.#onNextTurn);
    } else if (this.#size > 0) {
      const tick = this.#nextOccupiedTick();
      if (tick < this.#armedTick) this.#arm(tick);
    } else {
      this.#disarm();
    }
  }

  /**
   * Moves everything that is due to the list of due things, in the order of the ticks. Of the tick that has begun, too:
   * with much to do the loop turns about once a tick, and what fell due since the tick began must not wait a turn more.
   */
  #collect(nowMs: number): void {
    const tick = Math.floor(nowMs);
    // After a long sleep one whole turn covers every slot; looking at one twice would find nothing new.
    for (let t = Math.max(this.#walkedTick + 1, tick - SLOTS + 1); t <= tick; t++) this.#collectTick(t, tick);
    this.#collectTick(tick + 1, nowMs);
    this.#walkedTick = Math.max(this.#walkedTick, tick);
  }

  /** The slot of a tick also holds things that are due later, in that tick or whole turns after it: those stay. */
  #collectTick(tick: number, dueByMs: number): void {
    const slot = tick & MASK;
    if (((this.#occupied[slot >> 5] as number) & (1 << (slot & 31))) === 0) return;
    let left = 1;
    for (let t = (this.#slots[slot] as Waiting).wheelNext; t !== this.#slots[slot]; t = t?.wheelNext ?? null)
      left++;
    let thing = this.#slots[slot] as Waiting;
    for (; left > 0; left--) {
      const next = thing.wheelNext as Waiting;
      if (thing.dueAtMs <= dueByMs) {
        this.#unlink(thing);
        this.#append(DUE, thing);
      }
      thing = next;
    }
  }

  /** The first occupied tick after the ones that were walked. There must be one. */
  #nextOccupiedTick(): number {
    const start = this.#walkedTick + 1;
    for (let ahead = 0; ahead < SLOTS; ) {
      const slot = (start + ahead) & MASK;
      const word = (this.#occupied[slot >> 5] as number) >>> (slot & 31);
      if (word !== 0) return start + ahead + (31 - Math.clz32(word & -word));
      ahead += 32 - (slot & 31);
    }
    throw new Error('the wheel counts waiting things but holds none');
  }
}
