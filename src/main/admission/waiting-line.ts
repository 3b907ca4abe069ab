/**
 * The queue of requests for which there is no slot: first come, first served. Main thread.
 *
 * The links of the list are fields of whoever waits, so that to join, to leave and to be served costs O(1) and no memory.
 * Slots are handed out in the next turn of the loop, a batch a turn: never within the call that frees one, which belongs to
 * another request. Until then whoever comes joins behind, so nobody is overtaken. Bounded by `placesMax`.
 */
import type { ApiError } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';

/** Slots given in one turn: requests that are answered at once take about a millisecond then. */
const BATCH_MAX = 128;

/** Something that waits for a slot. The line owns its two links; everyone else leaves them alone. */
export interface Waiter {
  lineNext: Waiter | null;
  linePrevious: Waiter | null;
  /** It is in the line no more, and holds a slot, which it must free once. */
  onSlot(): void;
  /** It is in the line no more, and gets no slot. */
  onTurnedAway(error: ApiError): void;
  /** One of the above has thrown. Must not throw. */
  onFault(error: unknown): void;
}

export class WaitingLine {
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #length = 0;
  #turn: NodeJS.Immediate | undefined;

  /** May be changed while requests wait: those beyond a lower number of places stay. 0 places: nobody waits. */
  constructor(
    private readonly state: SharedState,
    public placesMax: number,
    public timeoutMs: number,
  ) {}

  get length(): number {
    return this.#length;
  }

  get hasRoom(): boolean {
    return this.#length < this.placesMax;
  }

  /** Puts `waiter`, which is in no line, behind all others. */
  join(waiter: Waiter): void {
    waiter.linePrevious = this.#last;
    if (this.#last === null) this.#first = waiter;
    else this.#last.lineNext = waiter;
    this.#last = waiter;
    this.state.queueLength = ++this.#length;
    // A batch may have ended with slots that are free.
    if (this.#length === 1) this.wake();
  }

  /** Takes `waiter` out, wherever it stands. It must be in this line. */
  leave(waiter: Waiter): void {
    const { lineNext: next, linePrevious: previous } = waiter;
    if (previous === null) this.#first = next;
    else previous.lineNext = next;
    if (next === null) this.#last = previous;
    else next.linePrevious = previous;
    // No link may stay behind: it would keep a finished request alive.
    waiter.lineNext = null;
    waiter.linePrevious = null;
    this.state.queueLength = --this.#length;
  }

  /** A slot may be free: whoever is first gets it in the next turn. */
  wake(): void {
    if (this.#length > 0) this.#turn ??= setImmediate(this.#onTurn);
  }

  readonly #onTurn = (): void => {
    const isMore = this.#giveSlots();
    this.#turn = undefined;
    if (isMore) this.wake();
  };

  /** Gives a batch of slots, as far as there are any; whether there may be more to give. */
  #giveSlots(): boolean {
    for (let given = 0; given < BATCH_MAX; given++) {
      const waiter = this.#first;
      if (waiter === null || !this.state.tryAcquireSlot()) return false;
      this.leave(waiter);
      try {
        waiter.onSlot();
      } catch (error) {
        waiter.onFault(error);
      }
    }
    return true;
  }

  /** Nobody waits any more: all are told why. */
  turnAllAway(error: ApiError): void {
    for (let waiter = this.#first; waiter !== null; waiter = this.#first) {
      this.leave(waiter);
      try {
        waiter.onTurnedAway(error);
      } catch (fault) {
        waiter.onFault(fault);
      }
    }
  }
}
