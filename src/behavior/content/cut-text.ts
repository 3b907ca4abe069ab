/**
 * The text of an answer that a stop text ended: another text and the place where it ends in that. Pure; a held one is a few
 * numbers, whatever was looked for and however long the text is.
 *
 * It is cut into pieces anew, for those of the ring need not be its own: white space on both sides of the place where the ring
 * begins anew is one piece here.
 */
import { escapeText } from './escaped-text.js';
import { PIECE_UNITS_MAX, pieceEnd } from './piece-scanner.js';
import type { PieceCursor, PlannedText } from './planned-text.js';

/** A text that goes on behind the place of the cut. */
interface Uncut {
  readonly keptBytes: number;
  unroll(from: number, units: number): string;
  copy(target: Buffer, at: number, from: number, length: number): void;
}

interface End {
  /** Of the text as it is, in UTF-16 units. */
  readonly units: number;
  /** Of the escaped text in UTF-8. */
  readonly bytes: number;
  /** Pieces. */
  readonly tokens: number;
  /** Whether the last unit is half a character, whose other half is cut off: then it is escaped, unlike in the text. */
  readonly splits: boolean;
}

export class CutText implements PlannedText {
  constructor(
    private readonly uncut: Uncut,
    private readonly end: End,
  ) {}

  get length(): number {
    return this.end.tokens;
  }

  get keptBytes(): number {
    return this.uncut.keptBytes;
  }

  bytes(count: number): number {
    return count >= this.end.tokens ? this.end.bytes : Buffer.byteLength(this.join(count));
  }

  join(count: number): string {
    const { units, tokens } = this.end;
    if (count >= tokens) return escapeText(this.uncut.unroll(0, units));
    const pieces = this.pieces();
    let joined = '';
    for (let left = count; left > 0; left--) joined += pieces.next();
    return joined;
  }

  copy(target: Buffer, at: number, from: number, length: number): void {
    const { units, bytes, splits } = this.end;
    const last = splits ? escapeText(this.uncut.unroll(units - 1, 1)) : '';
    const end = Math.min(from + length, bytes);
    const lastAt = bytes - last.length;
    const plain = Math.max(0, Math.min(end, lastAt) - from);
    if (plain > 0) this.uncut.copy(target, at, from, plain);
    if (end > lastAt)
      target.write(last.slice(Math.max(0, from - lastAt), end - lastAt), at + plain, 'latin1');
  }

  /** None behind the last one. */
  pieces(): PieceCursor {
    let at = 0;
    return {
      next: () => {
        const ahead = this.uncut.unroll(at, Math.min(PIECE_UNITS_MAX, this.end.units - at));
        const piece = ahead.slice(0, pieceEnd(ahead, 0));
        at += piece.length;
        return escapeText(piece);
      },
    };
  }
}
