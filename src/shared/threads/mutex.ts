/**
 * A lock that several threads take for some microseconds, for what cannot be done in one atomic step. After Drepper's "Futexes are
 * tricky", mutex 2: without contention it costs two atomic steps and no system call.
 *
 * Whoever holds it gives it back: a thread that serves cannot be ended from outside (serving/entry.ts), and what is thrown goes through
 * `finally`.
 */

/** States of its word. */
const FREE = 0;
const TAKEN = 1;
const WAITED_FOR = 2;

/** Looks before a thread goes to sleep: as long as others hold it. */
const LOOKS = 200;

export class Mutex {
  /** `words[at]` is 0 at first. */
  constructor(
    private readonly words: Int32Array,
    private readonly at: number,
  ) {}

  /** Does it while no other thread does anything under the same lock. Must not be called within itself. */
  run<Given>(work: () => Given): Given {
    this.#take();
    try {
      return work();
    } finally {
      if (Atomics.exchange(this.words, this.at, FREE) === WAITED_FOR) Atomics.notify(this.words, this.at, 1);
    }
  }

  #take(): void {
    const { words, at } = this;
    for (let look = 0; look < LOOKS; look++) {
      if (Atomics.compareExchange(words, at, FREE, TAKEN) === FREE) return;
    }
    while (Atomics.exchange(words, at, WAITED_FOR) !== FREE) Atomics.wait(words, at, WAITED_FOR);
  }
}
