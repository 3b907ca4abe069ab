/**
 * Finds headers that look like ours and are none: a request that misspells what it wants is told, instead of being answered as if
 * it had asked for nothing. Main thread, hot path.
 *
 * To see a name that nobody knows, all names must be looked at, which takes several times as long as looking for those that are
 * known. So it is done for so many requests a second, which no test by hand exceeds; and for all of them for some time once one
 * was found, so that a load test that has it wrong is told of every request.
 */
import { HEADER_PREFIX, OVERRIDES } from '../../behavior/profile/overrides.js';
import type { RequestHead } from '../transport/transport.js';

/** Each takes some 2 microseconds where a head has 18 headers (2026-11-27): together a four-hundredth of the loop's time. */
const HEADS_MAX = 1_000;
const WINDOW_MS = 1_000;
/** For how long all heads are looked at when one had an unknown header. */
const ALERT_MS = 10_000;

/** `x-mock-queue-ms` is in our answers: whoever sends on what it got may send it back. */
const KNOWN: ReadonlySet<string> = new Set([...OVERRIDES.map(({ header }) => header), 'x-mock-queue-ms']);

export class UnknownHeaders {
  #untilMs = Number.NEGATIVE_INFINITY;
  /** Heads that may still be looked at until then. */
  #left = 0;
  #found = '';
  /** One for all requests: a closure for each would be garbage. */
  readonly #visit = (name: string): void => {
    if (name.startsWith(HEADER_PREFIX) && this.#found === '' && !KNOWN.has(name)) this.#found = name;
  };

  /** The first unknown header of ours, in lower case; the empty string where there is none, or where it was not looked at. */
  find(head: RequestHead, nowMs: number): string {
    if (nowMs >= this.#untilMs) {
      this.#untilMs = nowMs + WINDOW_MS;
      this.#left = HEADS_MAX;
    }
    if (this.#left === 0) return '';
    this.#left--;
    head.forEachHeader(this.#visit);
    const found = this.#found;
    if (found === '') return '';
    this.#found = '';
    this.#untilMs = nowMs + ALERT_MS;
    this.#left = Number.POSITIVE_INFINITY;
    return found;
  }
}
