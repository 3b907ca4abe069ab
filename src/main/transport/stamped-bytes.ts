/**
 * Bytes of a reply of which nothing differs from one request to the next but the request's id and the second: made once, and
 * stamped in place for each. Main thread, hot path.
 *
 * Where the id and the second stand is found by making the reply for two ids and two seconds: whatever else a reply says, an
 * API need not know of this. A reply in which anything else differs is not kept.
 */
import { Buffer } from 'node:buffer';
import { RequestId } from '../../protocols/contract/request-id.js';

/** What the reply is under this id and at this second, by Unix time; null where it cannot be kept. */
export type Encode = (id: RequestId, seconds: number) => string | Buffer | null;

interface Mark {
  readonly id: RequestId;
  readonly seconds: number;
}

const END_DIGITS = 2;
/** Two marks that have no digit in common at any place, nor any that comes again within them. */
const ONE = markOf('0f1e2d3c4b5a69788796a5b4c3d2e1f0', 1_234_567_890);
const OTHER = markOf('1a2f3e4d5c6b7a899807b6c5d4e3f201', 2_345_678_901);

function markOf(hex: string, seconds: number): Mark {
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const start = { uuid: uuid.slice(0, -END_DIGITS), hex: hex.slice(0, -END_DIGITS) };
  return { id: new RequestId(start, hex.slice(-END_DIGITS)), seconds };
}

export class StampedBytes {
  /** Whose they are now. */
  #start = ONE.id.start;
  #seconds = ONE.seconds;

  private constructor(
    private readonly bytes: Buffer,
    private readonly uuidPlaces: readonly number[],
    private readonly hexPlaces: readonly number[],
    /** Of the last two digits of each id. */
    private readonly endPlaces: readonly number[],
    private readonly secondsPlaces: readonly number[],
  ) {}

  /** null where the replies of two requests differ in more than the id and the second. */
  static of(encode: Encode): StampedBytes | null {
    const one = bytesOf(encode(ONE.id, ONE.seconds));
    const other = bytesOf(encode(OTHER.id, OTHER.seconds));
    if (one === null || other === null || one.length !== other.length) return null;
    const placesOf = (textOf: (mark: Mark) => string): number[] =>
      placesWhere(one, textOf(ONE), other, textOf(OTHER));
    const uuids = placesOf(({ id }) => id.uuid);
    const hexes = placesOf(({ id }) => id.hex);
    const ends = [
      ...uuids.map((place) => place + ONE.id.start.uuid.length),
      ...hexes.map((place) => place + ONE.id.start.hex.length),
    ];
    const seconds = placesOf((mark) => String(mark.seconds));
    const made = new StampedBytes(one, uuids, hexes, ends, seconds);
    return made.stamp(OTHER.id, OTHER.seconds).equals(other) ? made : null;
  }

  /** The reply to this request; valid until the next one is stamped. `seconds` has ten digits. */
  stamp({ start, end }: RequestId, seconds: number): Buffer {
    const { bytes, endPlaces } = this;
    if (start !== this.#start) {
      this.#start = start;
      for (const place of this.uuidPlaces) bytes.write(start.uuid, place, 'latin1');
      for (const place of this.hexPlaces) bytes.write(start.hex, place, 'latin1');
    }
    if (seconds !== this.#seconds) {
      this.#seconds = seconds;
      for (const place of this.secondsPlaces) bytes.write(String(seconds), place, 'latin1');
    }
    const high = end.charCodeAt(0);
    const low = end.charCodeAt(1);
    for (let index = 0; index < endPlaces.length; index++) {
      const place = endPlaces[index] as number;
      bytes[place] = high;
      bytes[place + 1] = low;
    }
    return bytes;
  }
}

/** In memory of its own: what an API gives may be valid until its next reply alone. */
function bytesOf(text: string | Buffer | null): Buffer | null {
  if (text === null) return null;
  const bytes = Buffer.from(text as string);
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

/** Where one says the first text and the other one the second. */
function placesWhere(one: Buffer, oneText: string, other: Buffer, otherText: string): number[] {
  const places: number[] = [];
  const end = oneText.length;
  for (let at = one.indexOf(oneText); at !== -1; at = one.indexOf(oneText, at + 1)) {
    if (other.toString('latin1', at, at + end) === otherText) places.push(at);
  }
  return places;
}
