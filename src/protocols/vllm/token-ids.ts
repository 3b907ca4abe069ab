/**
 * Ids of tokens that are none of any vocabulary's: each is the bytes of its piece of the text, so that ids can be made a text
 * again without anything being kept. Pure.
 *
 * A text of n tokens is cut into n pieces of about the same length in UTF-8: where tokens are estimated those are pieces of four bytes,
 * whose ids have 32 bits; where they are counted exactly a piece has six bytes at the most, and what is longer cannot be told.
 */
const PIECE_BYTES_MAX = 6;
const BYTE = 256;

export class TokenIds {
  readonly #bytes: Buffer;
  readonly #pieceBytes: number;

  /** `count`: how many tokens the text has, and whatever is around it. */
  constructor(
    text: string,
    readonly count: number,
  ) {
    this.#bytes = Buffer.from(text);
    const pieceBytes = count === 0 ? 0 : Math.ceil(this.#bytes.length / count);
    this.#pieceBytes = Math.min(PIECE_BYTES_MAX, Math.max(1, pieceBytes));
  }

  #piece(index: number): Buffer {
    const start = index * this.#pieceBytes;
    return this.#bytes.subarray(start, start + this.#pieceBytes);
  }

  /** 0 where the text is at its end. */
  id(index: number): number {
    return this.#piece(index).reduceRight((id, byte) => id * BYTE + byte, 0);
  }

  /** The piece itself; one that begins or ends within a character shows that by a mark. */
  text(index: number): string {
    return this.#piece(index).toString();
  }
}

/** The bytes of these ids as a text. */
export function textOfIds(ids: readonly number[]): string {
  const bytes: number[] = [];
  for (const id of ids) {
    for (let rest = id; rest > 0; rest = Math.floor(rest / BYTE)) bytes.push(rest % BYTE);
  }
  return Buffer.from(bytes).toString();
}
