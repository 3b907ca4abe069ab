/**
 * The net under every callback of a request: what is thrown there is a defect of this server. It ends the one request, is
 * counted, and is logged once; never does it end the process, which holds thousands of others. Main thread.
 */
import type { SharedState } from '../shared-state.js';

/** A defect that every request meets must not fill the log: each place is told once in so long. */
const REPEAT_AFTER_MS = 60_000;
/** Places that are remembered. */
const PLACES_MAX = 64;

export interface FaultsOptions {
  readonly state: SharedState;
  /** Told about each defect, for the log. */
  readonly onFault: (error: Error) => void;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export class Faults {
  /** By message and place: when it was told last. */
  readonly #told = new Map<string, number>();

  constructor(private readonly options: FaultsOptions) {}

  /** Counts what was thrown, and tells it to the log unless it did so a short while ago. Never throws. */
  report(thrown: unknown): void {
    const { state, onFault, now } = this.options;
    state.countInternalError();
    const error = asError(thrown);
    const place = `${error.message}\n${error.stack?.split('\n')[1] ?? ''}`;
    const toldAtMs = this.#told.get(place);
    const nowMs = now();
    if (toldAtMs !== undefined && nowMs - toldAtMs < REPEAT_AFTER_MS) return;
    if (this.#told.size >= PLACES_MAX) this.#told.clear();
    this.#told.set(place, nowMs);
    onFault(error);
  }
}

/** Whatever was thrown, as an error: it may be anything, and may refuse to become a text. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  try {
    return new Error(String(thrown));
  } catch {
    return new Error('something was thrown that has no text');
  }
}
