/**
 * Vectors that depend on nothing but what they stand for: every component is +1/√d or −1/√d, the signs drawn from a
 * generator that is seeded with a hash of the input. So a vector is of unit length, equal inputs have equal vectors, and
 * different ones are nearly at right angles. Pure; what is the same for all vectors of one length is prepared once.
 */

/** How many lengths of vectors are kept prepared, at 26 KB each. Clients choose them, so the number is bounded. */
const FORMATS_KEPT_MAX = 8;
const BITS_PER_BYTE = 8;
const BYTES_PER_COMPONENT = 4;

/** The decimals that bring a 32-bit float back exactly. */
const FLOAT32_DIGITS = 9;

/** What all vectors of one length have in common. */
export interface VectorFormat {
  readonly dimensions: number;
  readonly value: number;
  /** The positive component as JSON, with a trailing comma. */
  readonly component: string;
  /** By a byte of signs: eight components, each with its trailing comma. */
  readonly octets: readonly string[];
}

const formats = new Map<number, VectorFormat>();

/** `dimensions` is at least 1. */
export function vectorFormat(dimensions: number): VectorFormat {
  const known = formats.get(dimensions);
  if (known !== undefined) return known;
  const value = Math.fround(1 / Math.sqrt(dimensions));
  const component = `${Number(value.toPrecision(FLOAT32_DIGITS))},`;
  const octets = Array.from({ length: 256 }, (_, byte) => encodeSigned(byte, BITS_PER_BYTE, component));
  const format = { dimensions, value, component, octets };
  if (formats.size < FORMATS_KEPT_MAX) formats.set(dimensions, format);
  return format;
}

/** `count` components whose signs are the lowest bits. */
function encodeSigned(bits: number, count: number, component: string): string {
  let text = '';
  for (let bit = 0; bit < count; bit++) text += (bits >>> bit) & 1 ? `-${component}` : component;
  return text;
}

/** The 32-bit hash of an input (FNV-1a, over the code units of a text or over tokens). */
export function hashInput(input: string | readonly number[]): number {
  // A text and tokens with the same numbers are different inputs.
  let hash = typeof input === 'string' ? 0x811c9dc5 : 0x1000193;
  for (let index = 0; index < input.length; index++) {
    const unit = typeof input === 'string' ? input.charCodeAt(index) : (input[index] as number);
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return hash | 0;
}

/** 32 signs at a time (splitmix32). */
class SignSource {
  #state: number;

  constructor(hash: number, dimensions: number) {
    this.#state = Math.imul(hash ^ Math.imul(dimensions, 0x9e3779b1), 0x85ebca6b) | 0;
  }

  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  }
}

/** The vector as a JSON array of numbers. */
export function encodeFloats({ dimensions, component, octets }: VectorFormat, hash: number): string {
  const signs = new SignSource(hash, dimensions);
  let text = '[';
  let left = dimensions;
  for (; left >= 32; left -= 32) {
    const word = signs.next();
    text += octets[word & 255] as string;
    text += octets[(word >>> 8) & 255] as string;
    text += octets[(word >>> 16) & 255] as string;
    text += octets[word >>> 24] as string;
  }
  if (left > 0) text += encodeSigned(signs.next(), left, component);
  return `${text.slice(0, -1)}]`;
}

/** The same vector as the base64 of its 32-bit floats, least significant byte first. */
export function encodeBase64({ dimensions, value }: VectorFormat, hash: number): string {
  const signs = new SignSource(hash, dimensions);
  const bytes = Buffer.allocUnsafe(dimensions * BYTES_PER_COMPONENT);
  let word = 0;
  for (let index = 0; index < dimensions; index++) {
    if (index % 32 === 0) word = signs.next();
    bytes.writeFloatLE((word >>> (index % 32)) & 1 ? -value : value, index * BYTES_PER_COMPONENT);
  }
  return bytes.toString('base64');
}
