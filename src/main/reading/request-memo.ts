/**
 * Remembers what the last requests said, by their bytes: a load test sends the same again and again, and what has been read and
 * planned once need not be again. The one memo that requests have, whatever API they speak. Main thread, hot path.
 *
 * A body has one place, by a few of its bytes. It is copied there when such a one comes for the second time in a row, and what
 * it came to is kept the time after: bodies that all differ leave no garbage. What is found is the same to the last byte.
 * Bounded in places and in bytes.
 */
import { Buffer } from 'node:buffer';
import type { Behavior, Overrides } from '../../behavior/profile/profile.js';
import type { PromptTexts } from '../../protocols/contract/protocol.js';
import type { ApiRoute } from './api-routes.js';
import type { PlannedRequest } from './planned-request.js';

/** A power of two. */
const PLACES = 64;
/** Of all copies. What else is kept of a request is a few times its body, and a reply of some KB. */
const COPIED_BYTES_MAX = 524_288;

/** Bodies differ at their ends, or anywhere. */
const END_BYTES = 24;
const SAMPLES = 40;

/** What a request came to. */
export interface Remembered {
  /** As it is now; with another plan, or another count, for the next one. */
  planned: PlannedRequest;
  readonly behavior: Behavior;
  /** Whether the plan is the same each time. */
  readonly isCertain: boolean;
  /** What a tokeniser counts; null where nothing is counted. */
  readonly prompt: PromptTexts | null;
}

const NO_BYTES = Buffer.alloc(0);

class Place {
  /** Of the body that came last. */
  hash = 0;
  route: ApiRoute | null = null;
  asked: Overrides | null = null;
  /** Holds the copy of a body; its memory is used again. */
  bytes = NO_BYTES;
  length = 0;
  remembered: Remembered | null = null;

  holds(route: ApiRoute, asked: Overrides | null, body: Buffer): boolean {
    return (
      this.length === body.length &&
      this.route === route &&
      this.asked === asked &&
      body.compare(this.bytes, 0, this.length) === 0
    );
  }
}

export class RequestMemo {
  #places = freshPlaces();
  #copiedBytes = 0;
  /** Where what was looked for last may be kept; null where that is not worth it. */
  #found: Place | null = null;

  /** What the same request came to. `asked` are its overrides: the same object for the same headers. */
  find(route: ApiRoute, asked: Overrides | null, body: Buffer): Remembered | null {
    const hash = sampleHash(body);
    const place = this.#places[hash & (PLACES - 1)] as Place;
    this.#found = null;
    if (place.hash !== hash) {
      place.hash = hash;
    } else if (place.holds(route, asked, body)) {
      this.#found = place;
      return place.remembered;
    } else {
      this.#copy(place, route, asked, body);
    }
    return null;
  }

  /** Whether what was looked for last has come before, and is worth being kept. */
  get comesAgain(): boolean {
    return this.#found !== null;
  }

  /** Keeps what came of what was looked for last. */
  keep(remembered: Remembered): void {
    if (this.#found !== null) this.#found.remembered = remembered;
  }

  #copy(place: Place, route: ApiRoute, asked: Overrides | null, body: Buffer): void {
    if (place.bytes.length < body.length) {
      this.#copiedBytes += body.length - place.bytes.length;
      if (this.#copiedBytes > COPIED_BYTES_MAX) {
        this.clear();
        return;
      }
      place.bytes = Buffer.allocUnsafeSlow(body.length);
    }
    place.bytes.set(body);
    place.length = body.length;
    place.route = route;
    place.asked = asked;
    place.remembered = null;
  }

  /** Forgets everything. */
  clear(): void {
    this.#copiedBytes = 0;
    this.#found = null;
    this.#places = freshPlaces();
  }
}

function freshPlaces(): readonly Place[] {
  return Array.from({ length: PLACES }, () => new Place());
}

/** Of some bytes of the body, and its length. */
function sampleHash(body: Buffer): number {
  const { length } = body;
  let hash = length;
  const endStart = Math.max(0, length - END_BYTES);
  const step = Math.ceil(endStart / SAMPLES) | 1;
  for (let at = 0; at < endStart; at += step) hash = Math.imul(hash ^ (body[at] as number), 0x01000193);
  for (let at = endStart; at < length; at++) hash = Math.imul(hash ^ (body[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}
