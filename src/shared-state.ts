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
  MEMORY_SOURCES,
  type MemorySource,
  MODEL_ENDPOINTS,
  type RejectionReason,
  type Status,
} from './labels.js';
import type { MemorySnapshot } from './memory-snapshot.js';
import { Histogram } from './shared-histogram.js';
import * as at from './shared-layout.js';

export class SharedState {
  readonly #words: Int32Array;
  readonly #cells: Float64Array;
  /** Seconds by which replies were later than planned. */
  readonly lateness: Histogram;
  /** Seconds by which the tokens of streams were written later than planned. */
  readonly tokenLateness: Histogram;
  /** Seconds from a stream's headers to its first token. */
  readonly firstToken: Histogram;
  /** Seconds from a request's headers to its reply, by index of the model endpoint. */
  readonly durations: readonly Histogram[];

  private constructor(readonly buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer, 0, at.WORDS);
    this.#cells = new Float64Array(buffer, at.WORDS * 4, at.CELLS);
    this.lateness = new Histogram(this.#cells, at.LATENESS, at.LATENESS_BOUNDS_SECONDS);
    this.tokenLateness = new Histogram(this.#cells, at.TOKEN_LATENESS, at.LATENESS_BOUNDS_SECONDS);
    this.firstToken = new Histogram(this.#cells, at.FIRST_TOKEN, at.FIRST_TOKEN_BOUNDS_SECONDS);
    this.durations = MODEL_ENDPOINTS.map(
      (_, i) => new Histogram(this.#cells, at.DURATIONS + i * at.DURATION_CELLS, at.DURATION_BOUNDS_SECONDS),
    );
  }

  /** A fresh state with `slotsMax` free slots. */
  static create(slotsMax: number): SharedState {
    const state = new SharedState(new SharedArrayBuffer(at.WORDS * 4 + at.CELLS * 8));
    Atomics.store(state.#words, at.SLOTS_MAX, slotsMax);
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
    const max = Atomics.load(words, at.SLOTS_MAX);
    let seen = Atomics.load(words, at.ACTIVE);
    while (seen < max) {
      const found = Atomics.compareExchange(words, at.ACTIVE, seen, seen + 1);
      if (found === seen) {
        if (seen >= Atomics.load(words, at.PEAK)) this.#raisePeak(seen + 1);
        return true;
      }
      seen = found;
    }
    return false;
  }

  #raisePeak(active: number): void {
    let peak = Atomics.load(this.#words, at.PEAK);
    while (active > peak) {
      const found = Atomics.compareExchange(this.#words, at.PEAK, peak, active);
      if (found === peak) return;
      peak = found;
    }
  }

  /** Frees a slot. Throws when none was taken: that is a programmer's error, and a wrong count must never go on. */
  releaseSlot(): void {
    if (Atomics.sub(this.#words, at.ACTIVE, 1) <= 0) throw new Error('slot released twice');
  }

  get active(): number {
    return Atomics.load(this.#words, at.ACTIVE);
  }

  get slotsMax(): number {
    return Atomics.load(this.#words, at.SLOTS_MAX);
  }

  /** The most slots that were ever in use at once. */
  get peak(): number {
    return Atomics.load(this.#words, at.PEAK);
  }

  #add(cell: number, amount: number): void {
    this.#cells[cell] = (this.#cells[cell] as number) + amount;
  }

  countReply(endpoint: number, status: Status): void {
    this.#add(at.requestCell(endpoint, status), 1);
  }

  repliesOf(endpoint: number, status: Status): number {
    return this.#cells[at.requestCell(endpoint, status)] as number;
  }

  countRejection(reason: RejectionReason): void {
    this.#add(at.rejectionCell(reason), 1);
  }

  rejectionsFor(reason: RejectionReason): number {
    return this.#cells[at.rejectionCell(reason)] as number;
  }

  countDisconnect(): void {
    this.#add(at.DISCONNECTS, 1);
  }

  get disconnects(): number {
    return this.#cells[at.DISCONNECTS] as number;
  }

  countStreamEvents(events: number): void {
    this.#add(at.STREAM_EVENTS, events);
  }

  /** Server-sent events that were written. */
  get streamEvents(): number {
    return this.#cells[at.STREAM_EVENTS] as number;
  }

  /** `change` is +1 for a stream that began, -1 for one that ended. */
  changeStreams(change: number): void {
    this.#add(at.ACTIVE_STREAMS, change);
  }

  /** Streams that have begun and not yet ended. */
  get activeStreams(): number {
    return this.#cells[at.ACTIVE_STREAMS] as number;
  }

  countStalledStream(): void {
    this.#add(at.STALLED_STREAMS, 1);
  }

  /** Streams that were cut off because their client did not read. */
  get stalledStreams(): number {
    return this.#cells[at.STALLED_STREAMS] as number;
  }

  countTokens(prompt: number, completion: number): void {
    this.#add(at.TOKENS, prompt);
    this.#add(at.TOKENS + 1, completion);
  }

  /** Tokens of answered requests, by index into TOKEN_KINDS. */
  tokensOf(kind: number): number {
    return this.#cells[at.TOKENS + kind] as number;
  }

  countUsageEstimate(): void {
    this.#add(at.USAGE_ESTIMATES, 1);
  }

  /** Answers whose usage was an estimate although it should have been counted. */
  get usageEstimates(): number {
    return this.#cells[at.USAGE_ESTIMATES] as number;
  }

  /** `change` is +1 for a connection that opened, -1 for one that closed. */
  changeConnections(change: number): void {
    this.#add(at.CONNECTIONS, change);
  }

  get connections(): number {
    return this.#cells[at.CONNECTIONS] as number;
  }

  /** `change` is +1 for somebody who opened the live page, -1 for one who left it. */
  changeViewers(change: number): void {
    this.#add(at.VIEWERS, change);
  }

  /** How many look at the live page now. */
  get viewers(): number {
    return this.#cells[at.VIEWERS] as number;
  }

  countWorkerRestart(): void {
    this.#add(at.WORKER_RESTARTS, 1);
  }

  get workerRestarts(): number {
    return this.#cells[at.WORKER_RESTARTS] as number;
  }

  /** The longest that the main thread's event loop was held up during the last second, in seconds. */
  get eventLoopLagSeconds(): number {
    return this.#cells[at.EVENT_LOOP_LAG_SECONDS] as number;
  }

  set eventLoopLagSeconds(seconds: number) {
    this.#cells[at.EVENT_LOOP_LAG_SECONDS] = seconds;
  }

  /**
   * Replaces the memory snapshot. One writer at a time (the pool runs one sampling task at a time). The version is odd
   * while the cells change, so that a reader can tell a torn snapshot from a whole one (a sequence lock).
   */
  writeMemory(sample: MemorySnapshot): void {
    const version = Atomics.load(this.#words, at.MEMORY_VERSION) | 1;
    Atomics.store(this.#words, at.MEMORY_VERSION, version);
    this.#cells[at.MEMORY] = sample.totalBytes;
    this.#cells[at.MEMORY + 1] = sample.usedBytes;
    this.#cells[at.MEMORY + 2] = sample.availableBytes;
    this.#cells[at.MEMORY + 3] = MEMORY_SOURCES.indexOf(sample.source);
    this.#cells[at.MEMORY + 4] = sample.sampledAtMs;
    Atomics.store(this.#words, at.MEMORY_VERSION, version + 1);
  }

  /**
   * Copies the memory snapshot into `into`, which keeps its old figures when a writer is at work (or died at work:
   * a thread that was killed between the two stores leaves the version odd until the next sample). Returns `into`.
   */
  readMemory(into: MemorySnapshot): MemorySnapshot {
    const version = Atomics.load(this.#words, at.MEMORY_VERSION);
    if (version & 1) return into;
    const [total, used, available, source, sampledAt] = this.#cells.slice(
      at.MEMORY,
      at.MEMORY + at.MEMORY_CELLS,
    );
    if (Atomics.load(this.#words, at.MEMORY_VERSION) !== version) return into;
    into.totalBytes = total as number;
    into.usedBytes = used as number;
    into.availableBytes = available as number;
    into.source = MEMORY_SOURCES[source as number] as MemorySource;
    into.sampledAtMs = sampledAt as number;
    return into;
  }
}
