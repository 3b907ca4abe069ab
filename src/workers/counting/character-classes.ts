/**
 * What kind of character each byte of a text belongs to, as far as a tokeniser asks. Worker threads only, pure.
 *
 * The kinds are told by regular expressions, a block of 256 characters at a time and only of blocks that come up: the tables of
 * all of Unicode would take a megabyte.
 */

/** Kinds of characters, one bit each. Letters are split by their case; `UNCASED` are those that have none. */
export const UPPER = 1;
export const LOWER = 2;
export const UNCASED = 4;
export const MARK = 8;
export const NUMBER = 16;
export const SPACE = 32;
export const LINE_BREAK = 64;
export const OTHER = 128;

export const LETTER = UPPER | LOWER | UNCASED;

const KINDS: readonly (readonly [RegExp, number])[] = [
  [/[\p{Lu}\p{Lt}]/u, UPPER],
  [/\p{Ll}/u, LOWER],
  [/[\p{Lm}\p{Lo}]/u, UNCASED],
  [/\p{M}/u, MARK],
  [/\p{N}/u, NUMBER],
  [/[\r\n]/u, LINE_BREAK],
  // As Rust understands \s, which OpenAI's own tokeniser is written in: a byte order mark is none, a next line is one.
  [/\p{White_Space}/u, SPACE],
];

const BLOCK = 256;
const CODE_POINTS = 0x110000;

const blocks: (Uint8Array | undefined)[] = new Array(CODE_POINTS / BLOCK);

function blockOf(codePoint: number): Uint8Array {
  const number = Math.floor(codePoint / BLOCK);
  blocks[number] ??= Uint8Array.from({ length: BLOCK }, (_, at) => kindOf(number * BLOCK + at));
  return blocks[number] as Uint8Array;
}

function kindOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  return KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER;
}

const ASCII = blockOf(0);

/** Writes the kind of every byte from `start` to `end` into `kinds`, from 0 on; all bytes of a character have its kind. `text` is UTF-8. */
export function classify(text: Uint8Array, start: number, end: number, kinds: Uint8Array): void {
  for (let at = start; at < end; ) {
    const lead = text[at] as number;
    if (lead < 0x80) {
      kinds[at - start] = ASCII[lead] as number;
      at++;
      continue;
    }
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let codePoint = lead & (0x7f >> length);
    for (let next = 1; next < length; next++)
      codePoint = (codePoint << 6) | ((text[at + next] as number) & 0x3f);
    const kind = (blocks[codePoint >> 8] ?? blockOf(codePoint))[codePoint & (BLOCK - 1)] as number;
    kinds.fill(kind, at - start, at - start + length);
    at += length;
  }
}
