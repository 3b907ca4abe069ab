/**
 * Looks at all headers of a head: at those that ask for something, and at those that look like ours and are none. A request that
 * misspells what it wants is told, instead of being answered as if it had asked for nothing. Main thread, hot path.
 *
 * To see a name that nobody knows, all names must be looked at. Of a head with few headers that is even faster than to look for each
 * known one; of one with many it takes several times as long. There it is done for so many requests a second, which no test by hand
 * exceeds; and for all of them for some time once one was found, so that a load test that has it wrong is told of every request.
 */
import { HEADER_PREFIX, OVERRIDES } from '../../behavior/profile/overrides.js';
import type { RequestHead } from '../transport/transport.js';

/** Each takes some 2 microseconds where a head has 18 headers (2026-11-27): together a four-hundredth of the loop's time. */
const HEADS_MAX = 1_000;
const WINDOW_MS = 1_000;
/** For how long all heads are looked at when one had an unknown header. */
const ALERT_MS = 10_000;
/** A header costs 122 ns to look at, and 93 to look for (2026-11-27); a dozen are looked for. */
const FEW = 8;

/** `x-mock-queue-ms` is in our answers: whoever sends on what it got may send it back. */
const KNOWN: ReadonlySet<string> = new Set([...OVERRIDES.map(({ header }) => header), 'x-mock-queue-ms']);

export class UnknownHeaders {
  /** Whether all headers of the last head were looked at; the rest is known only then. */
  hasLooked = false;
  /** The first unknown header of ours in it, in lower case; the empty string where there is none. */
  found = '';
  /** What it asks for, a line each: the number of the header in `wanted`, a blank, its value. */
  asked = '';
  #untilMs = Number.NEGATIVE_INFINITY;
  /** Heads with many headers that may still be looked at until then. */
  #left = 0;
  /** Headers of the head that was looked at last: those of a load test are alike. */
  #count = Number.POSITIVE_INFINITY;
  /** One for all requests: a closure for each would be garbage. */
  readonly #visit: (name: string, value: string) => void;

  /** `wanted` are the headers that ask for something, in lower case, by their numbers. */
  constructor(wanted: ReadonlyMap<string, number>) {
    this.#visit = (name, value) => {
      this.#count++;
      // All of them begin so.
      if (name.charCodeAt(0) !== X || name.charCodeAt(1) !== DASH) return;
      const index = wanted.get(name);
      if (index !== undefined) this.asked += value === '' ? '' : `${index} ${value}\n`;
      else if (this.found === '' && name.startsWith(HEADER_PREFIX) && !KNOWN.has(name)) this.found = name;
    };
  }

  /** Looks at a head, or leaves it: `hasLooked` says which. `nowMs` is monotonic. */
  look(head: RequestHead, nowMs: number): void {
    if (nowMs >= this.#untilMs) {
      this.#untilMs = nowMs + WINDOW_MS;
      this.#left = HEADS_MAX;
    }
    this.hasLooked = this.#count <= FEW || this.#left > 0;
    if (!this.hasLooked) return;
    if (this.#count > FEW) this.#left--;
    this.#count = 0;
    this.found = this.asked = '';
    head.forEachHeader(this.#visit);
    if (this.found === '') return;
    this.#untilMs = nowMs + ALERT_MS;
    this.#left = Number.POSITIVE_INFINITY;
  }
}

const X = 'x'.charCodeAt(0);
const DASH = '-'.charCodeAt(0);
