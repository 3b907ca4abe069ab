/**
 * The one map of the SharedArrayBuffer; with slots and memory-snapshot the only code that uses Atomics.
 *
 * Who writes what: the slot words belong to whoever takes or frees a slot (today the main thread; the steps are safe
 * from any thread), the memory snapshot belongs to the worker that samples, everything else to the main thread.
 * Everyone may read. Nothing here waits, allocates per call or throws, but for a slot that is freed twice.
 *
 * What is one number is a property that the table of figures names: `state.disconnects++`, `state.connections--`.
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
import { releaseSlot, tryAcquireSlot } from './slots.js';

const {
  replies: REPLIES,
  rejections: REJECTIONS,
  injectedFaults: INJECTED_FAULTS,
  tokens: TOKENS,
} = at.FIRST_CELL;

/** Where the blocks of the models begin: behind all other cells. */
const MODELS_BYTE = at.WORDS * 4 + at.CELLS * 8;
/** And behind those what is counted for VLLM_METRICS. */
const VLLM_BYTE = MODELS_BYTE + MODEL_CELLS * 8;

export class SharedState extends FigureCells {
  readonly #words: Int32Array;
  /** What is counted by row of the models file. */
  readonly models: ModelBlocks;
  /** The same under vLLM's names; nothing but with VLLM_METRICS. */
  readonly vllm: VllmBlocks;

  private constructor(readonly buffer: SharedArrayBuffer) {
    super(new Float64Array(buffer, at.WORDS * 4, at.CELLS));
    this.#words = new Int32Array(buffer, 0, at.WORDS);
    this.models = new ModelBlocks(new Float64Array(buffer, MODELS_BYTE, MODEL_CELLS));
    this.vllm = new VllmBlocks(new Float64Array(buffer, VLLM_BYTE, VLLM_CELLS));
  }

  /** A fresh state with `slotsMax` free slots. */
  static create(slotsMax: number): SharedState {
    const state = new SharedState(new SharedArrayBuffer(VLLM_BYTE + VLLM_CELLS * 8));
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

  /** Slots that are in use above it stay so until they are freed; none is given until there are fewer in use. */
  set slotsMax(slotsMax: number) {
    Atomics.store(this.#words, at.SLOTS_MAX, slotsMax);
  }

  /** The most slots that were ever in use at once. */
  get peak(): number {
    return Atomics.load(this.#words, at.PEAK);
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
    writeSnapshot(this.#words, this.cells, sample);
  }

  /** Copies the memory snapshot into `into`, which keeps its old figures while a writer is at work. Returns `into`. */
  readMemory(into: MemorySnapshot): MemorySnapshot {
    return readSnapshot(this.#words, this.cells, into);
  }
}

const OTHER_STATUS = STATUSES.length - 1;

/** The list is short, and 200 its head: finding a status there costs less than hashing it. */
function replyCell(endpoint: number, status: number | Status): number {
  const place = STATUSES.indexOf(status as Status);
  return REPLIES + endpoint * STATUSES.length + (place === -1 ? OTHER_STATUS : place);
}
