/**
 * Looks at the headers of a head that begin as ours may: at those that ask for something, and at those that look like ours and are
 * none. A request that misspells what it wants is told, instead of being answered as if it had asked for nothing. Main thread, hot
 * path.
 *
 * To see a name that nobody knows, all names must be looked at. Where a head has so many headers that this costs too much, it is
 * done for so many requests a second, which no test by hand exceeds; and for all of them for some time once one was found, so that
 * a load test that has it wrong is told of every request.
 */
import { HEADER_PREFIX, OVERRIDES } from '../../../behavior/profile/overrides.js';
import type { RequestHead } from '../../transport/transport.js';

/** Each takes some 2 microseconds where a head has 18 headers (2026-11-27): together a four-hundredth of the loop's time. */
const HEADS_MAX = 1_000;
const WINDOW_MS = 1_000;
/** For how long all heads are looked at when one had an unknown header. */
const ALERT_MS = 10_000;

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

  /** `wanted` are the headers that ask for something, in lower case, by their numbers. */
  constructor(private readonly wanted: ReadonlyMap<string, number>) {}

  /** Looks at a head, or leaves it: `hasLooked` says which. `nowMs` is monotonic. */
  look(head: RequestHead, nowMs: number): void {
    const extensions = head.extensions ?? this.#survey(head, nowMs);
    this.hasLooked = extensions !== null;
    this.found = this.asked = '';
    if (extensions === null || extensions.length === 0) return;
    this.#read(extensions);
    if (this.found === '') return;
    this.#untilMs = nowMs + ALERT_MS;
    this.#left = Number.POSITIVE_INFINITY;
  }

  #survey(head: RequestHead, nowMs: number): readonly string[] | null {
    if (nowMs >= this.#untilMs) {
      this.#untilMs = nowMs + WINDOW_MS;
      this.#left = HEADS_MAX;
    }
    if (this.#left === 0) return null;
    this.#left--;
    return head.survey();
  }

  #read(extensions: readonly string[]): void {
    for (let at = 0; at < extensions.length; at += 2) {
      const name = extensions[at] as string;
      const index = this.wanted.get(name);
      if (index !== undefined)
        this.asked += extensions[at + 1] === '' ? '' : `${index} ${extensions[at + 1]}\n`;
      else if (this.found === '' && name.startsWith(HEADER_PREFIX) && !KNOWN.has(name)) this.found = name;
    }
  }
}
