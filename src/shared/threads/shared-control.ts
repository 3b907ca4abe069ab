/**
 * Words by which the main thread and the others that serve keep step: what was told, what was recorded, whether the first request has
 * come. A part of SharedState; any thread.
 */
import * as at from './words.js';

export class SharedControl {
  constructor(private readonly words: Int32Array) {}

  /** Another number than before says that something was told since. Hot path where several threads serve. */
  get generation(): number {
    return Atomics.load(this.words, at.GENERATION);
  }

  /** Something was told: it lies in the port of every thread by now. */
  advance(): void {
    Atomics.add(this.words, at.GENERATION, 1);
  }

  /** Counts a request that is recorded, from 1. */
  nextRecord(): number {
    return (Atomics.add(this.words, at.RECORDS, 1) + 1) >>> 0;
  }

  /** Records begin anew. */
  forgetRecords(): void {
    Atomics.store(this.words, at.RECORDS, 0);
  }

  /** Waits until what the first request brings about has been told, for `maxMs` at the most. Not in the main thread. */
  waitForStart(maxMs: number): void {
    Atomics.wait(this.words, at.STARTED, 0, maxMs);
  }

  /** It has been told. */
  announceStart(): void {
    Atomics.store(this.words, at.STARTED, 1);
    Atomics.notify(this.words, at.STARTED);
  }
}
