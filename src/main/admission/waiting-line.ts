/**
 * The queue of requests for which there is no slot: first come, first served. In each thread that serves; the number of places, and the
 * order of who waits, are those of all threads together (shared/shared-queue.ts).
 *
 * The links of the list are fields of whoever waits, so that to join, to leave and to be served costs O(1) and no memory.
 * Slots are handed out in the next turn of the loop, a batch a turn: never within the call that frees one, which belongs to
 * another request. Until then whoever comes joins behind, so nobody is overtaken. Bounded by `placesMax`.
 */
import type { ApiError } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';
import type { SharedQueue } from '../../shared/threads/shared-queue.js';

/** Slots given in one turn: requests that are answered at once take about a millisecond then. */
const BATCH_MAX = 128;

/** Something that waits for a slot. The line owns its links; everyone else leaves them alone. */
export interface Waiter {
  lineNext: Waiter | null;
  linePrevious: Waiter | null;
  /** Its place in the order of all threads; the line's as well. */
  lineTicket: number;
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
  readonly #queue: SharedQueue;
  readonly #isShared: boolean;
  #turn: NodeJS.Immediate | undefined;

  /** May be changed while requests wait: those beyond a lower number of places stay. 0 places: nobody waits. */
  constructor(
    private readonly state: SharedState,
    public placesMax: number,
    public timeoutMs: number,
  ) {
    this.#queue = state.queue;
    this.#isShared = state.threads > 1;
    if (this.#isShared) this.#queue.onCall(() => this.wake());
  }

  /** Of all threads. */
  get length(): number {
    return this.#queue.length;
  }

  get hasRoom(): boolean {
    return this.#queue.length < this.placesMax;
  }

  /** Takes a place for a request, which must `join` right after; false where all are taken. */
  takePlace(): boolean {
    return this.#queue.tryJoin(this.placesMax);
  }

  /** Puts `waiter`, which has a place and is in no line, behind all others. */
  join(waiter: Waiter): void {
    if (this.#isShared) waiter.lineTicket = this.#queue.takeTicket();
    waiter.linePrevious = this.#last;
    const isFirst = this.#last === null;
    if (this.#last === null) this.#begin(waiter);
    else this.#last.lineNext = waiter;
    this.#last = waiter;
    // A batch may have ended with slots that are free, or another thread have freed one before it saw who waits here.
    if (isFirst && this.state.active < this.state.slotsMax) this.wake();
  }

  /** Takes `waiter` out, wherever it stands. It must be in this line. */
  leave(waiter: Waiter): void {
    const { lineNext: next, linePrevious: previous } = waiter;
    if (previous === null) this.#begin(next);
    else previous.lineNext = next;
    if (next === null) this.#last = previous;
    else next.linePrevious = previous;
    // No link may stay behind: it would keep a finished request alive.
    waiter.lineNext = null;
    waiter.linePrevious = null;
    this.#queue.leave();
  }

  #begin(waiter: Waiter | null): void {
    this.#first = waiter;
    if (waiter !== null && this.#isShared) this.#queue.showFirst(waiter.lineTicket);
  }

  /** A slot may be free: whoever is first gets it in the next turn, of the thread that has it. */
  wake(): void {
    if (this.#queue.length === 0) return;
    if (this.#isShared) {
      const thread = this.#queue.threadOfFirst();
      if (thread !== this.state.thread) {
        this.#queue.call(thread);
        return;
      }
    }
    this.#turn ??= setImmediate(this.#onTurn);
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
      // Of several threads another one may be next.
      if (waiter === null || (this.#isShared && this.#queue.threadOfFirst() !== this.state.thread)) {
        return this.#isShared && this.state.active < this.state.slotsMax;
      }
      if (!this.state.tryAcquireSlot()) return false;
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
