// Owns: something that waits on a delay wheel and remembers its wake-ups.
// Runs on: the test process.

import { Waiting } from '../../dist/main/replying/timing/waiting.js';

export class Sleeper extends Waiting {
  /** `woken` is told of every wake-up. */
  constructor(
    readonly name: number,
    private readonly woken: (sleeper: Sleeper) => void,
  ) {
    super();
  }

  onDue(): void {
    this.woken(this);
  }

  /** A test that fails in a wake-up must fail. */
  onFault(error: unknown): void {
    throw error;
  }
}
