/**
 * The faults that the next requests shall have, by what they must look like: a list of orders, each for so many requests. Main
 * thread, hot path: while nothing is ordered, `isEmpty` is all that is asked.
 */
import { NamePattern } from '../../behavior/models/name-pattern.js';
import type { FaultMatch, FaultOrder } from '../../shared/answers/control-answers.js';
import { numberAt, setNumber, takeOneLeft } from '../../shared/threads/number-words.js';

/** Orders that wait at once. */
export const ORDERS_MAX = 100;
export const COUNT_MAX = 1_000_000;

/** An order as threads tell each other of it. */
export interface PlacedOrder {
  readonly match: FaultMatch;
  readonly fault: string;
  /** Where the number of requests stands that it is still for. */
  readonly place: number;
}

interface Waiting extends PlacedOrder {
  readonly pattern: NamePattern | null;
}

/** Whether one of these orders is for that request. */
function isFor({ match, pattern }: Waiting, endpoint: string, model: string, callerName: string | null) {
  if (match.endpoint !== null && match.endpoint !== endpoint) return false;
  if (match.key !== null && match.key !== callerName) return false;
  return pattern === null || pattern.fits(model);
}

export class NextFaults {
  #orders: Waiting[] = [];
  #placed = 0;

  /** `left` are ORDERS_MAX numbers: of all threads that serve, so that an order is for so many requests in all of them. */
  constructor(
    private readonly left: Int32Array = new Int32Array(ORDERS_MAX),
    /** Told when something else is ordered than before. */
    private readonly onChange: (placed: readonly PlacedOrder[]) => void = () => {},
  ) {}

  get isEmpty(): boolean {
    return this.#orders.length === 0;
  }

  /** In the order in which they are taken. */
  get orders(): readonly FaultOrder[] {
    return this.#waiting().map(({ match, fault, place }) => ({
      match,
      fault,
      left: this.left[place] as number,
    }));
  }

  /** The same, for another thread. */
  get placed(): readonly PlacedOrder[] {
    return this.#waiting().map(({ match, fault, place }) => ({ match, fault, place }));
  }

  /** What another thread has ordered, in place of what was told before. */
  load(orders: readonly PlacedOrder[]): void {
    this.#orders = orders.map((order) => ({ ...order, pattern: patternOf(order.match) }));
  }

  /** Without those that other threads have used up. */
  #waiting(): readonly Waiting[] {
    this.#orders = this.#orders.filter(({ place }) => numberAt(this.left, place) > 0);
    return this.#orders;
  }

  /** Orders a fault for the next `count` requests that match; false where too many orders wait already. */
  add(fault: string, count: number, match: FaultMatch): boolean {
    if (this.#waiting().length >= ORDERS_MAX) return false;
    // The place that was free for the longest.
    while (numberAt(this.left, this.#placed % ORDERS_MAX) > 0) this.#placed++;
    const place = this.#placed % ORDERS_MAX;
    this.#placed++;
    setNumber(this.left, place, count);
    this.#orders.push({ match, fault, place, pattern: patternOf(match) });
    this.onChange(this.placed);
    return true;
  }

  /**
   * The fault of a request that has come: that of the oldest order that it matches, which is for one less then.
   *
   * @param endpoint a value of the label `endpoint`
   * @param callerName the end of its API key, null where it gave none
   */
  take(endpoint: string, model: string, callerName: string | null): string | null {
    for (const order of this.#waiting()) {
      if (isFor(order, endpoint, model, callerName) && this.#takeOne(order.place)) return order.fault;
    }
    return null;
  }

  /** Whether there was one: another thread may have had the last. */
  #takeOne(place: number): boolean {
    const left = takeOneLeft(this.left, place);
    if (left === 1) this.#orders = this.#orders.filter((order) => order.place !== place);
    return left > 0;
  }

  /** Nothing is ordered any more. */
  clear(): void {
    for (const { place } of this.#orders) setNumber(this.left, place, 0);
    this.#orders = [];
    this.onChange([]);
  }
}

function patternOf({ model }: FaultMatch): NamePattern | null {
  return model === null ? null : new NamePattern(model);
}
