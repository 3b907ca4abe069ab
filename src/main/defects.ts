/**
 * The net under what runs by itself on the main thread: what it throws is counted and logged, and nobody else notices.
 * Main thread. Never throws.
 */
import type { SharedState } from '../shared-state.js';
import { asError } from '../thrown.js';

export class Defects {
  /** `onFailure` is told about each, for the log. Must not throw. */
  constructor(
    private readonly state: SharedState,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /** Counts and logs what was thrown. */
  report(thrown: unknown): void {
    this.state.countInternalError();
    this.onFailure(asError(thrown));
  }

  /** Lets a promise go that nobody waits for. */
  catch(promise: Promise<unknown>): void {
    promise.catch((thrown: unknown) => this.report(thrown));
  }
}
