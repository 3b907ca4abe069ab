// Owns: something that waits on a delay wheel and remembers its wake-ups.
// Runs on: the test process.

import { NOT_WAITING, type Waiting } from '../../dist/main/delay-wheel.js';

export class Sleeper implements Waiting {
  dueAtMs = 0;
  wheelNext: Waiting | null = null;
  wheelPrevious: Waiting | null = null;
  wheelSlot = NOT_WAITING;

  /** `woken` is told of every wake-up. */
  constructor(
    readonly name: number,
    private readonly woken: (sleeper: Sleeper) => void,
  ) {}

  onDue(): void {
    this.woken(this);
  }
}
