/**
 * A text that was made for one request and is said once: JSON, or whatever else a format asks for. Pure; a held one is the text
 * and two numbers.
 *
 * It is cut as tokenisers cut JSON: letters, up to three digits, what stands between them. So its pieces are about the tokens
 * that a model would need for it, and none is long.
 */
import { escapedBytes, escapeText } from '../content/escaped-text.js';
import type { PieceCursor } from '../content/planned-text.js';
import type { ArgumentsText } from './part.js';

/** V8 keeps a text in one byte a character, or in two where one will not do. */
const BYTES_PER_CHARACTER_MAX = 2;
/** Those of the text whose bytes were asked for last: all slices of a long reply come one after the other. */
let lastJson = '';
let lastBytes = Buffer.alloc(0);
/** Letters with the blank ahead of them, a number's next digits, or what is neither. */
const PIECE = / ?[A-Za-z]{1,16}|\d{1,3}|[^A-Za-z\d]{1,4}/uy;

export class JsonText implements ArgumentsText {
  readonly length: number;
  #bytes = 0;

  constructor(private readonly json: string) {
    let count = 0;
    for (let at = 0; at < json.length; at = pieceEnd(json, at)) count++;
    this.length = count;
  }

  get keptBytes(): number {
    return this.json.length * BYTES_PER_CHARACTER_MAX;
  }

  raw(count: number): string {
    return count >= this.length ? this.json : this.json.slice(0, this.#end(count));
  }

  bytes(count: number): number {
    if (count < this.length) return escapedBytes(this.json, 0, this.#end(count));
    if (this.#bytes === 0) this.#bytes = escapedBytes(this.json);
    return this.#bytes;
  }

  join(count: number): string {
    return escapeText(this.raw(count));
  }

  copy(target: Buffer, at: number, from: number, length: number): void {
    if (lastJson !== this.json) {
      lastJson = this.json;
      lastBytes = Buffer.from(escapeText(this.json));
    }
    lastBytes.copy(target, at, from, from + length);
  }

  /** None behind the last one. */
  pieces(): PieceCursor {
    let at = 0;
    return {
      next: () => {
        const from = at;
        at = pieceEnd(this.json, from);
        return escapeText(this.json.slice(from, at));
      },
    };
  }

  #end(count: number): number {
    let at = 0;
    for (let left = count; left > 0; left--) at = pieceEnd(this.json, at);
    return at;
  }
}

/** The first pieces of any text, escaped: as many as there are, and `most` at the most. */
export function firstPieces(text: string, most: number): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length && pieces.length < most; ) {
    const end = pieceEnd(text, at);
    pieces.push(escapeText(text.slice(at, end)));
    at = end;
  }
  return pieces;
}

function pieceEnd(text: string, from: number): number {
  PIECE.lastIndex = from;
  return PIECE.test(text) ? PIECE.lastIndex : text.length;
}
