/**
 * Vectors that depend on nothing but what they stand for: every component is +1/√d or −1/√d, the signs drawn from a
 * generator that is seeded with a hash of the input. So a vector is of unit length, equal inputs have equal vectors, and
 * different ones are nearly at right angles. Pure; what is the same for all vectors of one length is prepared once.
 */

/** How many lengths of vectors are kept prepared, at up to 70 KB each. Clients choose them, so the number is bounded. */
const FORMATS_KEPT_MAX = 8;
/** As many as any published model gives. */
export const DIMENSIONS_MAX = 8_192;
const BITS_PER_BYTE = 8;
const BYTES_PER_COMPONENT = 4;

/** Signs come in words of so many bits. */
const WORD_SIGNS = 32;
/** Three floats are twelve bytes, and those sixteen characters of base64: such a group can be made by itself. */
const GROUP_COMPONENTS = 3;
const GROUP_CHARACTERS = 16;
/** The longest vector that base64 is made of: 8,192 components. Filled and read in one call. */
const FLOATS = Buffer.allocUnsafeSlow(DIMENSIONS_MAX * BYTES_PER_COMPONENT);
const FLOAT_BITS = new DataView(FLOATS.buffer);

/** The decimals that bring a 32-bit float back exactly. */
const FLOAT32_DIGITS = 9;

/** What all vectors of one length have in common. */
export interface VectorFormat {
  readonly dimensions: number;
  /** The positive component as the bits of a 32-bit float, of which the highest is the sign. */
  readonly bits: number;
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
  const bits = new Int32Array(Float32Array.of(value).buffer)[0] as number;
  const format = { dimensions, bits, component, octets };
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

/** 32 signs: the word numbered `index`, from 0, of the vector of an input (splitmix32, whose state grows evenly). */
function signsAt(hash: number, dimensions: number, index: number): number {
  const seed = Math.imul(hash ^ Math.imul(dimensions, 0x9e3779b1), 0x85ebca6b);
  const state = (seed + Math.imul(index + 1, 0x9e3779b9)) | 0;
  let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** How many of the lowest `count` (1 to 32) bits are set. */
function countBits(word: number, count: number): number {
  let bits = count === WORD_SIGNS ? word : word & ((1 << count) - 1);
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Of the vector as numbers with commas between them, in characters, told without making them. */
export function floatsLength({ dimensions, component }: VectorFormat, hash: number): number {
  const words = dimensions >>> 5;
  let negatives = 0;
  for (let index = 0; index < words; index++) {
    negatives += countBits(signsAt(hash, dimensions, index), WORD_SIGNS);
  }
  const left = dimensions % WORD_SIGNS;
  if (left > 0) negatives += countBits(signsAt(hash, dimensions, words), left);
  return dimensions * component.length + negatives - 1;
}

/** From character `from` to character `end` of the vector as numbers with commas between them. */
export function sliceFloats(
  { dimensions, component, octets }: VectorFormat,
  hash: number,
  from: number,
  end: number,
): string {
  let text = '';
  let textAt = 0;
  for (let first = 0; textAt + text.length < end; first += WORD_SIGNS) {
    const count = Math.min(WORD_SIGNS, dimensions - first);
    const word = signsAt(hash, dimensions, first / WORD_SIGNS);
    const length = count * component.length + countBits(word, count);
    if (text === '' && textAt + length <= from) textAt += length;
    else if (count < WORD_SIGNS) text += encodeSigned(word, count, component);
    else {
      text += octets[word & 255] as string;
      text += octets[(word >>> 8) & 255] as string;
      text += octets[(word >>> 16) & 255] as string;
      text += octets[word >>> 24] as string;
    }
  }
  return text.slice(from - textAt, end - textAt);
}

/** Of the vector in base64, in characters. */
export function base64Length({ dimensions }: VectorFormat): number {
  return 4 * Math.ceil((dimensions * BYTES_PER_COMPONENT) / 3);
}

/** From character `from` to character `end` of the base64 of the vector's 32-bit floats, least significant byte first. */
export function sliceBase64(
  { dimensions, bits }: VectorFormat,
  hash: number,
  from: number,
  end: number,
): string {
  const first = Math.floor(from / GROUP_CHARACTERS) * GROUP_COMPONENTS;
  const last = Math.min(dimensions, Math.ceil(end / GROUP_CHARACTERS) * GROUP_COMPONENTS);
  let word = signsAt(hash, dimensions, first >>> 5) >>> (first % WORD_SIGNS);
  for (let index = first; index < last; index++) {
    if (index % WORD_SIGNS === 0) word = signsAt(hash, dimensions, index >>> 5);
    FLOAT_BITS.setInt32((index - first) * BYTES_PER_COMPONENT, bits | (word << 31), true);
    word >>>= 1;
  }
  const skipped = (first / GROUP_COMPONENTS) * GROUP_CHARACTERS;
  const text = FLOATS.toString('base64', 0, (last - first) * BYTES_PER_COMPONENT);
  return text.slice(from - skipped, end - skipped);
}
