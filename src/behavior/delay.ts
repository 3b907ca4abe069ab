/**
 * How long a request shall wait for its reply. Pure. Today every request waits the same; whatever comes next
 * (distributions, overrides by request) is planned here, before the wait begins.
 */

/** Gives the planned delay of one request in milliseconds, never negative. */
export type DelayPlan = () => number;

export function createFixedDelay(delayMs: number): DelayPlan {
  return () => delayMs;
}
