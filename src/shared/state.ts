/**
 * The one map of the SharedArrayBuffer; with shared-slots and shared-snapshot the only code that uses Atomics.
 *
 * Who writes what: the slot words belong to whoever takes or frees a slot (today the main thread; the steps are safe
 * from any thread), the memory snapshot belongs to the worker that samples, everything else to the main thread.
 * Everyone may read. Nothing here waits, allocates per call or throws, but for a slot that is freed twice.
 *
 * Counters are 64-bit floats (exact up to 2^53): a 32-bit counter would wrap after half a day of full load. They have
 * one writer each, and an aligned 8-byte store is not torn on the platforms that we run on, so they need no atomics.
 */

import { Histogram } from './histogram.js';
import { MODEL_ENDPOINTS, type RejectionReason, type Status } from './labels.js';
import * as at from './layout.js';
import type { MemorySnapshot } from './memory-snapshot.js';
import { releaseSlot, tryAcquireSlot } from './slots.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';

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

  /** Takes a slot if one is free. */
  tryAcquireSlot(): boolean {
    return tryAcquireSlot(this.#words);
  }

  /** Frees a slot. Throws when none was taken. */
  releaseSlot(): void {
    releaseSlot(this.#words);
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

  countInternalError(): void {
    this.#add(at.INTERNAL_ERRORS, 1);
  }

  /** Defects of this server that were caught: each ended one request, or one task, and nothing else. */
  get internalErrors(): number {
    return this.#cells[at.INTERNAL_ERRORS] as number;
  }

  countRefusedConnection(): void {
    this.#add(at.REFUSED_CONNECTIONS, 1);
  }

  /** Connections that were closed right after they were accepted, since descriptors ran short. */
  get refusedConnections(): number {
    return this.#cells[at.REFUSED_CONNECTIONS] as number;
  }

  countLostLogLines(lines: number): void {
    this.#add(at.LOG_LINES_LOST, lines);
  }

  /** Lines of the log that could not be written. */
  get logLinesLost(): number {
    return this.#cells[at.LOG_LINES_LOST] as number;
  }

  /** `change` is how many bytes more (or, negative, fewer) lie in memory for clients; see MemoryBudget. */
  changeBufferedBytes(change: number): void {
    this.#add(at.BUFFERED_BYTES, change);
  }

  /** Bytes of requests and replies that lie in memory now. */
  get bufferedBytes(): number {
    return this.#cells[at.BUFFERED_BYTES] as number;
  }

  /** The most that `bufferedBytes` may be (MAX_BUFFERED_BYTES). */
  get bufferedBytesMax(): number {
    return this.#cells[at.BUFFERED_BYTES_MAX] as number;
  }

  set bufferedBytesMax(bytes: number) {
    this.#cells[at.BUFFERED_BYTES_MAX] = bytes;
  }

  /** The longest that the main thread's event loop was held up during the last second, in seconds. */
  get eventLoopLagSeconds(): number {
    return this.#cells[at.EVENT_LOOP_LAG_SECONDS] as number;
  }

  set eventLoopLagSeconds(seconds: number) {
    this.#cells[at.EVENT_LOOP_LAG_SECONDS] = seconds;
  }

  /** Replaces the memory snapshot. One writer at a time: the pool runs one sampling task at a time. */
  writeMemory(sample: MemorySnapshot): void {
    writeSnapshot(this.#words, this.#cells, sample);
  }

  /** Copies the memory snapshot into `into`, which keeps its old figures while a writer is at work. Returns `into`. */
  readMemory(into: MemorySnapshot): MemorySnapshot {
    return readSnapshot(this.#words, this.#cells, into);
  }
}
