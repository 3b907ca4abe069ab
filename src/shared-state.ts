/**
 * The one map of the SharedArrayBuffer, and the only code that uses Atomics.
 *
 * Who writes what: the slot words belong to whoever takes or frees a slot (today the main thread; the steps are safe
 * from any thread), the memory snapshot belongs to the worker that samples, everything else to the main thread.
 * Everyone may read. Nothing here waits, allocates per call or throws, but for a slot that is freed twice.
 *
 * Counters are 64-bit floats (exact up to 2^53): a 32-bit counter would wrap after half a day of full load. They have
 * one writer each, and an aligned 8-byte store is not torn on the platforms that we run on, so they need no atomics.
 */
import {
  ENDPOINTS,
  MEMORY_SOURCES,
  type MemorySource,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  type RejectionReason,
  STATUSES,
  type Status,
} from './labels.js';
import { Histogram } from './shared-histogram.js';

/** Int32 words at the start of the buffer: what is changed by Atomics. */
const ACTIVE = 0;
const SLOTS_MAX = 1;
const PEAK = 2;
const MEMORY_VERSION = 3;
const WORDS = 16;

/** Upper bounds in seconds. A request lasts what it was told to (10 s by default); a late reply is late by milliseconds. */
export const DURATION_BOUNDS_SECONDS = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 10.1, 15, 20, 30, 60, 120, 300, 600,
] as const;
export const LATENESS_BOUNDS_SECONDS = [
  0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** Float64 cells behind the words, in this order. */
const REQUESTS = 0;
const REJECTED = REQUESTS + ENDPOINTS.length * STATUSES.length;
const DISCONNECTS = REJECTED + REJECTION_REASONS.length;
const CONNECTIONS = DISCONNECTS + 1;
const WORKER_RESTARTS = CONNECTIONS + 1;
const EVENT_LOOP_LAG_SECONDS = WORKER_RESTARTS + 1;
const MEMORY = EVENT_LOOP_LAG_SECONDS + 1;
const MEMORY_CELLS = 5;
const LATENESS = MEMORY + MEMORY_CELLS;
const DURATIONS = LATENESS + Histogram.cellsFor(LATENESS_BOUNDS_SECONDS);
const DURATION_CELLS = Histogram.cellsFor(DURATION_BOUNDS_SECONDS);
const CELLS = DURATIONS + DURATION_CELLS * MODEL_ENDPOINTS.length;

const STATUS_INDEX: ReadonlyMap<Status, number> = new Map(STATUSES.map((status, index) => [status, index]));
const REASON_INDEX: ReadonlyMap<RejectionReason, number> = new Map(REJECTION_REASONS.map((r, i) => [r, i]));

/** Figures in bytes, and when they were taken (milliseconds since the epoch, 0 before the first sample). */
export interface MemorySnapshot {
  totalBytes: number;
  usedBytes: number;
  availableBytes: number;
  source: MemorySource;
  sampledAtMs: number;
}

export class SharedState {
  readonly #words: Int32Array;
  readonly #cells: Float64Array;
  /** Seconds by which replies were later than planned. */
  readonly lateness: Histogram;
  /** Seconds from a request's headers to its reply, by index of the model endpoint. */
  readonly durations: readonly Histogram[];

  private constructor(readonly buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer, 0, WORDS);
    this.#cells = new Float64Array(buffer, WORDS * 4, CELLS);
    this.lateness = new Histogram(this.#cells, LATENESS, LATENESS_BOUNDS_SECONDS);
    this.durations = MODEL_ENDPOINTS.map(
      (_, i) => new Histogram(this.#cells, DURATIONS + i * DURATION_CELLS, DURATION_BOUNDS_SECONDS),
    );
  }

  /** A fresh state with `slotsMax` free slots. */
  static create(slotsMax: number): SharedState {
    const state = new SharedState(new SharedArrayBuffer(WORDS * 4 + CELLS * 8));
    Atomics.store(state.#words, SLOTS_MAX, slotsMax);
    return state;
  }

  /** The same state, seen from another thread. */
  static attach(buffer: SharedArrayBuffer): SharedState {
    return new SharedState(buffer);
  }

  /**
   * Takes a slot if one is free. Compare-and-exchange, not add-then-undo: while one thread's failed add waits to be
   * undone, another would see a full house and turn away a request for which there is room.
   */
  tryAcquireSlot(): boolean {
    const words = this.#words;
    const max = Atomics.load(words, SLOTS_MAX);
    let seen = Atomics.load(words, ACTIVE);
    while (seen < max) {
      const found = Atomics.compareExchange(words, ACTIVE, seen, seen + 1);
      if (found === seen) {
        if (seen >= Atomics.load(words, PEAK)) this.#raisePeak(seen + 1);
        return true;
      }
      seen = found;
    }
    return false;
  }

  #raisePeak(active: number): void {
    let peak = Atomics.load(this.#words, PEAK);
    while (active > peak) {
      const found = Atomics.compareExchange(this.#words, PEAK, peak, active);
      if (found === peak) return;
      peak = found;
    }
  }

  /** Frees a slot. Throws when none was taken: that is a programmer's error, and a wrong count must never go on. */
  releaseSlot(): void {
    if (Atomics.sub(this.#words, ACTIVE, 1) <= 0) throw new Error('slot released twice');
  }

  get active(): number {
    return Atomics.load(this.#words, ACTIVE);
  }

  get slotsMax(): number {
    return Atomics.load(this.#words, SLOTS_MAX);
  }

  /** The most slots that were ever in use at once. */
  get peak(): number {
    return Atomics.load(this.#words, PEAK);
  }

  countReply(endpoint: number, status: Status): void {
    const cell = REQUESTS + endpoint * STATUSES.length + (STATUS_INDEX.get(status) as number);
    this.#cells[cell] = (this.#cells[cell] as number) + 1;
  }

  repliesOf(endpoint: number, status: Status): number {
    return this.#cells[
      REQUESTS + endpoint * STATUSES.length + (STATUS_INDEX.get(status) as number)
    ] as number;
  }

  countRejection(reason: RejectionReason): void {
    const cell = REJECTED + (REASON_INDEX.get(reason) as number);
    this.#cells[cell] = (this.#cells[cell] as number) + 1;
  }

  rejectionsFor(reason: RejectionReason): number {
    return this.#cells[REJECTED + (REASON_INDEX.get(reason) as number)] as number;
  }

  countDisconnect(): void {
    this.#cells[DISCONNECTS] = (this.#cells[DISCONNECTS] as number) + 1;
  }

  get disconnects(): number {
    return this.#cells[DISCONNECTS] as number;
  }

  /** `change` is +1 for a connection that opened, -1 for one that closed. */
  changeConnections(change: number): void {
    this.#cells[CONNECTIONS] = (this.#cells[CONNECTIONS] as number) + change;
  }

  get connections(): number {
    return this.#cells[CONNECTIONS] as number;
  }

  countWorkerRestart(): void {
    this.#cells[WORKER_RESTARTS] = (this.#cells[WORKER_RESTARTS] as number) + 1;
  }

  get workerRestarts(): number {
    return this.#cells[WORKER_RESTARTS] as number;
  }

  /** The longest that the main thread's event loop was held up during the last second, in seconds. */
  get eventLoopLagSeconds(): number {
    return this.#cells[EVENT_LOOP_LAG_SECONDS] as number;
  }

  set eventLoopLagSeconds(seconds: number) {
    this.#cells[EVENT_LOOP_LAG_SECONDS] = seconds;
  }

  /**
   * Replaces the memory snapshot. One writer at a time (the pool runs one sampling task at a time). The version is odd
   * while the cells change, so that a reader can tell a torn snapshot from a whole one (a sequence lock).
   */
  writeMemory(sample: MemorySnapshot): void {
    const version = Atomics.load(this.#words, MEMORY_VERSION) | 1;
    Atomics.store(this.#words, MEMORY_VERSION, version);
    this.#cells[MEMORY] = sample.totalBytes;
    this.#cells[MEMORY + 1] = sample.usedBytes;
    this.#cells[MEMORY + 2] = sample.availableBytes;
    this.#cells[MEMORY + 3] = MEMORY_SOURCES.indexOf(sample.source);
    this.#cells[MEMORY + 4] = sample.sampledAtMs;
    Atomics.store(this.#words, MEMORY_VERSION, version + 1);
  }

  /**
   * Copies the memory snapshot into `into`, which keeps its old figures when a writer is at work (or died at work:
   * a thread that was killed between the two stores leaves the version odd until the next sample). Returns `into`.
   */
  readMemory(into: MemorySnapshot): MemorySnapshot {
    const version = Atomics.load(this.#words, MEMORY_VERSION);
    if (version & 1) return into;
    const [total, used, available, source, sampledAt] = this.#cells.slice(MEMORY, MEMORY + MEMORY_CELLS);
    if (Atomics.load(this.#words, MEMORY_VERSION) !== version) return into;
    into.totalBytes = total as number;
    into.usedBytes = used as number;
    into.availableBytes = available as number;
    into.source = MEMORY_SOURCES[source as number] as MemorySource;
    into.sampledAtMs = sampledAt as number;
    return into;
  }
}

/** What a reader holds before the first sample was taken. */
export function emptyMemorySnapshot(): MemorySnapshot {
  return { totalBytes: 0, usedBytes: 0, availableBytes: 0, source: 'none', sampledAtMs: 0 };
}
