/**
 * How many requests wait for a slot, in all threads together, and which thread has the one that waits longest. Hot path; a part of
 * SharedState. Each thread keeps its own line (main/admission/waiting-line.ts): here is only what the lines have to know of each
 * other. The number of places is exact, and requests are served in the order of their tickets, whichever thread has them.
 */

import { addOwn, tryAddOwn } from './thread-counts.js';
import * as at from './words.js';

export class SharedQueue {
  readonly #own: number;

  constructor(
    private readonly words: Int32Array,
    private readonly thread: number,
  ) {
    this.#own = at.wordsOf(thread);
  }

  /** Requests that wait in all threads. */
  get length(): number {
    return Atomics.load(this.words, at.QUEUED);
  }

  /** Requests that wait in this thread. */
  get ownLength(): number {
    return this.words[this.#own + at.OWN_QUEUED] as number;
  }

  /** Counts a request that waits from now on, unless so many do already. Whether it may. */
  tryJoin(placesMax: number): boolean {
    return tryAddOwn(this.words, this.#own, at.QUEUED, at.OWN_QUEUED, placesMax);
  }

  /** A request of this thread waits no more. */
  leave(): void {
    addOwn(this.words, this.#own, at.QUEUED, at.OWN_QUEUED, -1);
  }

  /** The place of a request in the order of all. */
  takeTicket(): number {
    return Atomics.add(this.words, at.TICKET, 1);
  }

  /** Says which request of this thread waits longest; nothing where none does. */
  showFirst(ticket: number): void {
    Atomics.store(this.words, this.#own + at.OWN_TICKET, ticket);
  }

  /** The thread whose request waits longest; this one where nobody waits. */
  threadOfFirst(): number {
    const { words } = this;
    let found = this.thread;
    let first = 0;
    let isAny = false;
    for (let thread = 0; thread < (words[at.THREADS] as number); thread++) {
      const own = at.wordsOf(thread);
      if (Atomics.load(words, own + at.OWN_QUEUED) === 0) continue;
      const ticket = Atomics.load(words, own + at.OWN_TICKET);
      // Tickets begin anew after 2^32: what is less is told by the difference.
      if (isAny && ((ticket - first) | 0) >= 0) continue;
      [found, first, isAny] = [thread, ticket, true];
    }
    return found;
  }

  /** Has a thread look whether it may give slots; another one than this. */
  call(thread: number): void {
    const word = at.wordsOf(thread) + at.OWN_CALL;
    if (Atomics.exchange(this.words, word, 1) === 0) Atomics.notify(this.words, word);
  }

  /** Has `answer` called in a turn of its own whenever another thread calls this one. */
  onCall(answer: () => void): void {
    const word = this.#own + at.OWN_CALL;
    const wait = (): void => {
      const { async, value } = Atomics.waitAsync(this.words, word, 0);
      if (async) void value.then(look);
      else look();
    };
    const look = (): void => {
      Atomics.store(this.words, word, 0);
      answer();
      wait();
    };
    wait();
  }
}
