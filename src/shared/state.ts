/**
 * The one map of the SharedArrayBuffer; with slots, shared-queue, shared-control, thread-counts and memory-snapshot the only code that uses Atomics.
 *
 * Who writes what: the words of all threads belong to whoever takes or gives back, by Atomics; the memory snapshot to the worker
 * that samples; and of everything else each thread that serves has its own words and its own block of cells. Everyone may read;
 * what all threads have counted together is read through StateTotals. Nothing here waits, allocates per call or throws, but for a
 * slot that is freed twice.
 *
 * What is one number is a property that the table of figures names: `state.disconnects++`.
 * Counters are 64-bit floats (exact up to 2^53): a 32-bit counter would wrap after half a day of full load. They have
 * one writer each, and an aligned 8-byte store is not torn on the platforms that we run on, so they need no atomics.
 */

import { FigureCells } from './figure-cells.js';
import { MODEL_CELLS, ModelBlocks } from './figures/model-cells.js';
import { VLLM_CELLS, VllmBlocks } from './figures/vllm-cells.js';
import {
  FAULT_KINDS,
  type FaultKind,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  type RejectionReason,
  STATUSES,
  type Status,
} from './labels.js';
import * as at from './layout.js';
import { type MemorySnapshot, readSnapshot, writeSnapshot } from './memory-snapshot.js';
import { SharedControl } from './threads/shared-control.js';
import { SharedQueue } from './threads/shared-queue.js';
import { releaseSlot, tryAcquireSlot } from './threads/slots.js';
import { addOwn, giveBack } from './threads/thread-counts.js';
import * as words from './threads/words.js';

const {
  replies: REPLIES,
  rejections: REJECTIONS,
  injectedFaults: INJECTED_FAULTS,
  tokens: TOKENS,
  bufferedBytes: BUFFERED_BYTES,
} = at.FIRST_CELL;

/** A thread's block: its cells, behind those the blocks of the models, and behind those what is counted for VLLM_METRICS. */
const MODELS_CELL = at.CELLS;
const VLLM_CELL = MODELS_CELL + MODEL_CELLS;
/** Whole cache lines, so that no two threads write into the same one. */
const BLOCK_CELLS = Math.ceil((VLLM_CELL + VLLM_CELLS) / 8) * 8;
const CELL_BYTES = 8;

const blockAt = (threads: number, thread: number): number =>
  words.wordsOf(threads) * 4 + thread * BLOCK_CELLS * CELL_BYTES;

export class SharedState extends FigureCells {
  readonly #words: Int32Array;
  /** The first of this thread's own words. */
  readonly #own: number;
  readonly #memory: Float64Array;
  /** Of all threads. */
  readonly #blocks: readonly Float64Array[];
  /** What the lines of the threads that serve know of each other. */
  readonly queue: SharedQueue;
  /** By what they keep step. */
  readonly control: SharedControl;
  /** What is counted by row of the models file. */
  readonly models: ModelBlocks;
  /** The same under vLLM's names; nothing but with VLLM_METRICS. */
  readonly vllm: VllmBlocks;

  /** `cells` is the block that is counted into, and read. */
  private constructor(
    readonly buffer: SharedArrayBuffer,
    /** Which of the threads that serve this is; the main thread is 0. */
    readonly thread: number,
    cells: Float64Array,
  ) {
    super(cells.subarray(0, at.CELLS));
    this.#words = new Int32Array(buffer, 0, words.wordsOf(threadsOf(buffer)));
    this.#own = words.wordsOf(thread);
    this.#memory = blockOf(buffer, 0);
    this.#blocks = Array.from({ length: this.threads }, (_, one) => blockOf(buffer, one));
    this.queue = new SharedQueue(this.#words, thread);
    this.control = new SharedControl(this.#words);
    this.models = new ModelBlocks(cells.subarray(MODELS_CELL, VLLM_CELL));
    this.vllm = new VllmBlocks(cells.subarray(VLLM_CELL, VLLM_CELL + VLLM_CELLS));
  }

  /** A fresh state with `slotsMax` free slots, as the main thread sees it. `threads` is how many serve, this one included. */
  static create(slotsMax: number, threads = 1): SharedState {
    const buffer = new SharedArrayBuffer(blockAt(threads, threads));
    new Int32Array(buffer)[words.THREADS] = threads;
    const state = SharedState.attach(buffer);
    Atomics.store(state.#words, words.SLOTS_MAX, slotsMax);
    return state;
  }

  /** The same state, seen from another thread: what it counts goes into the block of `thread`, of which it is the one writer. */
  static attach(buffer: SharedArrayBuffer, thread = 0): SharedState {
    return new SharedState(buffer, thread, blockOf(buffer, thread));
  }

  /** As `attach`, to read from; `cells` are as many as a block has. For StateTotals. */
  static over(buffer: SharedArrayBuffer, cells: Float64Array): SharedState {
    return new SharedState(buffer, 0, cells);
  }

  /** How many threads serve. */
  get threads(): number {
    return this.#words[words.THREADS] as number;
  }

  /** Takes a slot if one is free. */
  tryAcquireSlot(): boolean {
    return tryAcquireSlot(this.#words, this.#own);
  }

  /** Frees a slot. Throws when this thread holds none. */
  releaseSlot(): void {
    releaseSlot(this.#words, this.#own);
  }

  /** Read plainly, as `connections` and `slotsMax` are: see slots.ts. */
  get active(): number {
    return this.#words[words.ACTIVE] as number;
  }

  /** Slots that this thread holds. */
  get ownActive(): number {
    return this.#words[this.#own + words.OWN_ACTIVE] as number;
  }

  /** Open connections of all threads. */
  get connections(): number {
    return this.#words[words.CONNECTIONS] as number;
  }

  /** Counts connections of this thread that were opened, or, below 0, have ended. */
  countConnection(change: number): void {
    addOwn(this.#words, this.#own, words.CONNECTIONS, words.OWN_CONNECTIONS, change);
  }

  /** Connections that this thread has. */
  get ownConnections(): number {
    return this.#words[this.#own + words.OWN_CONNECTIONS] as number;
  }

  /** Requests that wait for a slot in all threads. */
  get queueLength(): number {
    return this.queue.length;
  }

  /** What all threads together hold: exact but for what comes in the same microsecond. */
  get bufferedBytesOfAll(): number {
    let bytes = 0;
    for (const block of this.#blocks) bytes += block[BUFFERED_BYTES] as number;
    return bytes;
  }

  /** Brings what is read here up to date: of StateTotals. What was read of it before shows it, too. */
  refresh(): void {}

  /** This thread has died, and is counted for by another one: gives back what it held, and how many slots those were. */
  giveBack(): number {
    this.forgetGauges();
    this.models.forgetActive();
    return giveBack(this.#words, this.#own);
  }

  get slotsMax(): number {
    return this.#words[words.SLOTS_MAX] as number;
  }

  /** Slots that are in use above it stay so until they are freed; none is given until there are fewer in use. */
  set slotsMax(slotsMax: number) {
    Atomics.store(this.#words, words.SLOTS_MAX, slotsMax);
  }

  /** The most slots that were ever in use at once. */
  get peak(): number {
    return Atomics.load(this.#words, words.PEAK);
  }

  #add(cell: number, amount: number): void {
    this.cells[cell] = (this.cells[cell] as number) + amount;
  }

  /** Counts a reply of one endpoint (an index into ENDPOINTS). */
  countReply(endpoint: number, status: number | Status): void {
    this.#add(replyCell(endpoint, status), 1);
  }

  repliesOf(endpoint: number, status: Status): number {
    return this.cells[replyCell(endpoint, status)] as number;
  }

  countRejection(reason: RejectionReason): void {
    this.#add(REJECTIONS + REJECTION_REASONS.indexOf(reason), 1);
  }

  rejectionsFor(reason: RejectionReason): number {
    return this.cells[REJECTIONS + REJECTION_REASONS.indexOf(reason)] as number;
  }

  /** Counts what went wrong on purpose at an endpoint (an index into MODEL_ENDPOINTS). */
  countFault(kind: FaultKind, endpoint: number): void {
    this.#add(INJECTED_FAULTS + FAULT_KINDS.indexOf(kind) * MODEL_ENDPOINTS.length + endpoint, 1);
  }

  countTokens(prompt: number, completion: number): void {
    this.#add(TOKENS, prompt);
    this.#add(TOKENS + 1, completion);
  }

  /** Tokens of answered requests: 0 for prompts, 1 for completions. */
  tokensOf(kind: 0 | 1): number {
    return this.cells[TOKENS + kind] as number;
  }

  /** Replaces the memory snapshot. One writer at a time: the pool runs one sampling task at a time. */
  writeMemory(sample: MemorySnapshot): void {
    writeSnapshot(this.#words, this.#memory, sample);
  }

  /** Copies the memory snapshot into `into`, which keeps its old figures while a writer is at work. Returns `into`. */
  readMemory(into: MemorySnapshot): MemorySnapshot {
    return readSnapshot(this.#words, this.#memory, into);
  }
}

function threadsOf(buffer: SharedArrayBuffer): number {
  return new Int32Array(buffer, 0, words.THREADS + 1)[words.THREADS] as number;
}

/** All cells of one thread. */
export function blockOf(buffer: SharedArrayBuffer, thread: number): Float64Array {
  return new Float64Array(buffer, blockAt(threadsOf(buffer), thread), BLOCK_CELLS);
}

const OTHER_STATUS = STATUSES.length - 1;

/** The list is short, and 200 its head: finding a status there costs less than hashing it. */
function replyCell(endpoint: number, status: number | Status): number {
  const place = STATUSES.indexOf(status as Status);
  return REPLIES + endpoint * STATUSES.length + (place === -1 ? OTHER_STATUS : place);
}
