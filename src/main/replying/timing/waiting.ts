/**
 * What can lie on the delay wheel: the links of the wheel's lists are fields of the waiting thing itself, so that waiting
 * costs no allocation. Main thread, hot path.
 */

export const NOT_WAITING = -1;

/** Something that waits. The wheel owns its fields; everyone else leaves them alone. */
export abstract class Waiting {
  /** On the clock that the wheel was given, in milliseconds. */
  dueAtMs = 0;
  wheelNext: Waiting | null = null;
  wheelPrevious: Waiting | null = null;
  /** Index of the slot that the thing lies in, or NOT_WAITING. */
  wheelSlot = NOT_WAITING;

  /** Called once, never before `dueAtMs`, unless cancelled. */
  abstract onDue(): void;
  /** `onDue` has thrown. Must not throw. */
  abstract onFault(error: unknown): void;
}
