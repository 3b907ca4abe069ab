/**
 * The text of an answer: a ring of pieces, and the place where the answer begins in it. An answer may be longer than its text,
 * which then begins anew. Pure.
 *
 * Nothing here holds an answer: how long it is comes from arithmetic, its bytes are copied out of the ring when they are sent.
 */
import { CutText } from './cut-text.js';
import { copyCyclic } from './cyclic-copy.js';
import { escapedBytes, escapeText } from './escaped-text.js';
import { countPieces, isBlank } from './piece-scanner.js';
import type { PieceCursor, PlannedText } from './planned-text.js';
import { findFirst } from './stop-search.js';
import { PreparedRing, RawRing, roundUnits, sliceRound, type TextRing, unrollRing } from './text-ring.js';

/** What an answer opens with whose first piece is nothing but white space: no piece may be empty. */
const NOTHING = ' ';
/** Answers of one length follow one another; a longer one is not kept. */
const JOINED_BYTES_MAX = 16_384;

/** The first of several stop texts that a text meets. */
interface Cut {
  readonly text: PlannedText;
  /** Pieces that are left: none if the text began with the stop text. */
  readonly tokens: number;
  readonly stopText: string;
}

/** Where an answer begins in its ring: a piece of it, and what of that piece is the first that is said. */
interface Start {
  readonly piece: number;
  readonly unit: number;
  readonly byte: number;
  /** Said ahead of that: nothing, or one blank. */
  readonly lead: string;
}

export class AnswerText implements PlannedText {
  /** What the last `join` of a text that many answers have gave. */
  #joined = '';
  #joinedCount = -1;
  /** The first piece of such a text, once it was wanted. */
  #first: string | null = null;

  private constructor(
    private readonly ring: TextRing,
    private readonly start: Start,
    private readonly isShared: boolean,
  ) {}

  /** A text of the settings, which many answers have. */
  static prepare(text: string): AnswerText {
    return AnswerText.#whole(new PreparedRing(text), true);
  }

  /** A text of one request, which is kept as it is: it should hold no longer one in memory. */
  static keep(text: string): AnswerText {
    return AnswerText.#whole(new RawRing(text), false);
  }

  static #whole(ring: TextRing, isShared: boolean): AnswerText {
    const { blank } = ring;
    return new AnswerText(ring, { piece: 0, unit: blank, byte: blank, lead: '' }, isShared);
  }

  /** Pieces in one round, at least 1. */
  get length(): number {
    return this.ring.length;
  }

  get keptBytes(): number {
    return this.ring.keptBytes;
  }

  /** The same ring, begun at another piece, without the white space ahead of it. Any number is a place in the ring. */
  from(start: number): AnswerText {
    const { ring } = this;
    const piece = start % ring.length;
    const from = ring.startUnits(piece);
    const text = sliceRound(ring, from, ring.startUnits(piece + 1));
    let blanks = 0;
    while (isBlank(text.charCodeAt(blanks))) blanks++;
    const byte = ring.startBytes(piece) + escapedBytes(text, 0, blanks);
    const lead = blanks === text.length ? NOTHING : '';
    return new AnswerText(ring, { piece, unit: from + blanks, byte, lead }, false);
  }

  bytes(count: number): number {
    if (count === 0) return 0;
    const { ring, start } = this;
    const end = start.piece + count;
    const rounds = end < ring.length ? 0 : Math.floor(end / ring.length);
    return (
      start.lead.length + rounds * ring.roundBytes + ring.startBytes(end - rounds * ring.length) - start.byte
    );
  }

  /** As `bytes`, of the text as it is, in UTF-16 units. */
  #units(count: number): number {
    if (count === 0) return 0;
    const { ring, start } = this;
    const end = start.piece + count;
    const rounds = Math.floor(end / ring.length);
    return start.lead.length + rounds * roundUnits(ring) + ring.startUnits(end % ring.length) - start.unit;
  }

  join(count: number): string {
    if (count === this.#joinedCount) return this.#joined;
    const joined = escapeText(this.unroll(0, this.#units(count)));
    if (this.isShared && joined.length <= JOINED_BYTES_MAX) {
      this.#joined = joined;
      this.#joinedCount = count;
    }
    return joined;
  }

  copy(target: Buffer, at: number, from: number, length: number): void {
    const { ring, start } = this;
    const lead = start.lead.length;
    const led = Math.min(length, Math.max(0, lead - from));
    if (led > 0) target.write(start.lead, at, 'latin1');
    const place = (start.byte + from + led - lead) % ring.roundBytes;
    copyCyclic(ring.bytes(), place, target, at + led, length - led);
  }

  pieces(): PieceCursor {
    const first = this.#first ?? this.#firstPiece();
    if (this.isShared) this.#first = first;
    return this.ring.walk(first, this.start.piece + 1);
  }

  #firstPiece(): string {
    const { ring, start } = this;
    return start.lead || escapeText(sliceRound(ring, start.unit, ring.startUnits(start.piece + 1)));
  }

  /** The text as it is, from its UTF-16 unit `from` on, `units` of it. */
  unroll(from: number, units: number): string {
    const { ring, start } = this;
    const led = start.lead.slice(from, from + units);
    const place = start.unit + from + led.length - start.lead.length;
    return led + unrollRing(ring, place % roundUnits(ring), units - led.length);
  }

  /**
   * The text before the first of `stop` within the first `count` pieces; null where none occurs. What is said twice is
   * looked at twice and no more: a text that occurs at all begins in the first two rounds.
   */
  cutBefore(stop: readonly string[], count: number): Cut | null {
    const longest = stop.reduce((most, text) => Math.max(most, text.length), 0);
    const units = Math.min(this.#units(count), 2 * roundUnits(this.ring) + longest);
    const text = this.unroll(0, units);
    const found = findFirst(stop, text);
    if (found === null) return null;
    const said = text.slice(0, found.place);
    const tokens = countPieces(said);
    const end = {
      units: found.place,
      bytes: escapedBytes(said),
      tokens,
      splits: splitsCharacter(text, found.place),
    };
    return { text: new CutText(this, end), tokens, stopText: stop[found.index] as string };
  }
}

/** Whether `place` is between the two halves of one character: a stop text may be the second half alone. */
function splitsCharacter(text: string, place: number): boolean {
  return place > 0 && (text.codePointAt(place - 1) as number) > 0xffff;
}
