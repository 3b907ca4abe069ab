/**
 * A text as a ring of pieces: behind its last piece its first one comes again. Pure.
 *
 * Where a ring begins anew, two words must not become one, so a blank may belong to a round; `units` and bytes count it, and
 * places in a round count from there. Texts of the settings are cut at start-up. A text that came with a request is kept as it
 * is, for a request that waits must stay small; its bytes are made when it is sent, and those of the last one alone are kept.
 */
import { escapedBytes, escapeText } from './escaped-text.js';
import { countPieces, isBlank, pieceEnd } from './piece-scanner.js';
import type { PieceCursor } from './planned-text.js';

/** What an empty text comes to: no piece may be empty, and no text without pieces. */
const NOTHING = ' ';
/** V8 keeps a text in one byte a character, or in two where one will not do. */
const BYTES_PER_CHARACTER_MAX = 2;

export interface TextRing {
  /** Bytes that it keeps in memory of what a client sent: none of a text of the settings. */
  readonly keptBytes: number;
  /** Without the blank. */
  readonly raw: string;
  /** 1 where a blank goes ahead of a round, 0 where there is white space already. */
  readonly blank: number;
  /** Pieces in one round, at least 1. */
  readonly length: number;
  /** Bytes of one round, escaped, in UTF-8. */
  readonly roundBytes: number;
  /** Where a piece begins (0 to `length`), in UTF-16 units of the round. */
  startUnits(piece: number): number;
  /** The same in bytes of the escaped round. */
  startBytes(piece: number): number;
  /** One round, escaped, in UTF-8; not to be written to, and valid until the next call on any ring. */
  bytes(): Buffer;
  /** Gives `first`, then the escaped pieces from `piece` on, round after round. */
  walk(first: string, piece: number): PieceCursor;
}

/** The pieces of `text`, which together are the text again. */
export function splitIntoPieces(text: string): readonly string[] {
  const raw = text || NOTHING;
  const pieces: string[] = [];
  for (let at = 0; at < raw.length; ) {
    const end = pieceEnd(raw, at);
    pieces.push(raw.slice(at, end));
    at = end;
  }
  return pieces;
}

/** What is in a round from unit `from` to unit `end`. */
export function sliceRound({ raw, blank }: TextRing, from: number, end: number): string {
  const text = raw.slice(Math.max(0, from - blank), Math.max(0, end - blank));
  return from < blank && from < end ? ` ${text}` : text;
}

export function roundUnits({ raw, blank }: TextRing): number {
  return blank + raw.length;
}

/** `units` of the ring, round after round, from unit `from` of a round on. */
export function unrollRing(ring: TextRing, from: number, units: number): string {
  const round = roundUnits(ring);
  const first = sliceRound(ring, from, Math.min(round, from + units));
  const left = units - first.length;
  if (left === 0) return first;
  const whole = sliceRound(ring, 0, round);
  return first + whole.repeat(Math.floor(left / round)) + whole.slice(0, left % round);
}

function blankAhead(raw: string): number {
  return isBlank(raw.charCodeAt(0)) ? 0 : 1;
}

/** Of the settings: all is made ahead. */
export class PreparedRing implements TextRing {
  readonly keptBytes = 0;
  readonly raw: string;
  readonly blank: number;
  readonly #pieces: readonly string[];
  readonly #bytes: Buffer;
  readonly #startUnits: Uint32Array;
  readonly #startBytes: Uint32Array;

  constructor(text: string) {
    this.raw = text || NOTHING;
    this.blank = blankAhead(this.raw);
    const round = sliceRound(this, 0, roundUnits(this));
    const pieces = splitIntoPieces(this.raw).slice();
    if (this.blank > 0) pieces[0] = ` ${pieces[0]}`;
    this.#startUnits = sums(pieces.map((piece) => piece.length));
    this.#pieces = pieces.map(escapeText);
    this.#startBytes = sums(this.#pieces.map((piece) => Buffer.byteLength(piece)));
    this.#bytes = Buffer.from(escapeText(round));
  }

  get length(): number {
    return this.#pieces.length;
  }

  get roundBytes(): number {
    return this.#bytes.length;
  }

  startUnits(piece: number): number {
    return this.#startUnits[piece] as number;
  }

  startBytes(piece: number): number {
    return this.#startBytes[piece] as number;
  }

  bytes(): Buffer {
    return this.#bytes;
  }

  walk(first: string, piece: number): PieceCursor {
    return new PreparedCursor(first, this.#pieces, piece);
  }
}

class PreparedCursor implements PieceCursor {
  constructor(
    private first: string | null,
    private readonly pieces: readonly string[],
    private at: number,
  ) {}

  next(): string {
    const { first, pieces } = this;
    if (first !== null) {
      this.first = null;
      return first;
    }
    if (this.at >= pieces.length) this.at = 0;
    return pieces[this.at++] as string;
  }
}

/** From 0, the sum of all ahead of each, and of all. */
function sums(values: readonly number[]): Uint32Array {
  const starts = new Uint32Array(values.length + 1);
  for (let index = 0; index < values.length; index++) {
    starts[index + 1] = (starts[index] as number) + (values[index] as number);
  }
  return starts;
}

/** The round whose bytes were asked for last: a memory of one, for all slices of an answer and for answers that are alike. */
let lastRaw = '';
let lastBytes = Buffer.alloc(0);

/** Of a request: a held one keeps the text and three numbers. */
export class RawRing implements TextRing {
  readonly raw: string;
  readonly blank: number;
  readonly length: number;
  #roundBytes = 0;

  constructor(text: string) {
    this.raw = text || NOTHING;
    this.blank = blankAhead(this.raw);
    this.length = countPieces(this.raw);
  }

  get keptBytes(): number {
    return this.raw.length * BYTES_PER_CHARACTER_MAX;
  }

  get roundBytes(): number {
    if (this.#roundBytes === 0) this.#roundBytes = this.blank + escapedBytes(this.raw);
    return this.#roundBytes;
  }

  startUnits(piece: number): number {
    if (piece === 0) return 0;
    if (piece === this.length) return roundUnits(this);
    let at = 0;
    for (let left = piece; left > 0; left--) at = pieceEnd(this.raw, at);
    return this.blank + at;
  }

  startBytes(piece: number): number {
    if (piece === 0) return 0;
    if (piece === this.length) return this.roundBytes;
    return this.blank + escapedBytes(this.raw, 0, this.startUnits(piece) - this.blank);
  }

  bytes(): Buffer {
    if (lastRaw !== this.raw) {
      lastRaw = this.raw;
      lastBytes = Buffer.from(escapeText(sliceRound(this, 0, roundUnits(this))));
    }
    return lastBytes;
  }

  walk(first: string, piece: number): PieceCursor {
    return new RawCursor(first, this, Math.max(0, this.startUnits(piece) - this.blank));
  }
}

class RawCursor implements PieceCursor {
  constructor(
    private first: string | null,
    private readonly ring: RawRing,
    /** In the raw text. */
    private at: number,
  ) {}

  next(): string {
    const { first, ring } = this;
    if (first !== null) {
      this.first = null;
      return first;
    }
    const { raw, blank } = ring;
    const from = this.at >= raw.length ? 0 : this.at;
    this.at = pieceEnd(raw, from);
    return escapeText(from === 0 ? sliceRound(ring, 0, blank + this.at) : raw.slice(from, this.at));
  }
}
