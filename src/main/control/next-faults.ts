/**
 * The faults that the next requests shall have, by what they must look like: a list of orders, each for so many requests. Main
 * thread, hot path: while nothing is ordered, `isEmpty` is all that is asked.
 */
import { NamePattern } from '../../behavior/models/name-pattern.js';
import type { FaultMatch, FaultOrder } from '../../shared/answers/control-answers.js';

/** Orders that wait at once. */
export const ORDERS_MAX = 100;
export const COUNT_MAX = 1_000_000;

interface Waiting extends FaultOrder {
  left: number;
  readonly pattern: NamePattern | null;
}

export class NextFaults {
  #orders: Waiting[] = [];

  get isEmpty(): boolean {
    return this.#orders.length === 0;
  }

  /** In the order in which they are taken. */
  get orders(): readonly FaultOrder[] {
    return this.#orders.map(({ match, fault, left }) => ({ match, fault, left }));
  }

  /** Orders a fault for the next `count` requests that match; false where too many orders wait already. */
  add(fault: string, count: number, match: FaultMatch): boolean {
    if (this.#orders.length >= ORDERS_MAX) return false;
    const pattern = match.model === null ? null : new NamePattern(match.model);
    this.#orders.push({ match, fault, left: count, pattern });
    return true;
  }

  /**
   * The fault of a request that has come: that of the oldest order that it matches, which is for one less then.
   *
   * @param endpoint a value of the label `endpoint`
   * @param callerName the end of its API key, null where it gave none
   */
  take(endpoint: string, model: string, callerName: string | null): string | null {
    const at = this.#orders.findIndex(({ match, pattern }) => {
      if (match.endpoint !== null && match.endpoint !== endpoint) return false;
      if (match.key !== null && match.key !== callerName) return false;
      return pattern === null || pattern.fits(model);
    });
    const order = this.#orders[at];
    if (order === undefined) return null;
    order.left--;
    if (order.left === 0) this.#orders.splice(at, 1);
    return order.fault;
  }

  /** Nothing is ordered any more. */
  clear(): void {
    this.#orders = [];
  }
}
