/**
 * The parts of an answer as one text: what of them all is counted, cut off or paced, whatever each of them is. Pure.
 */

import type { PieceCursor, PlannedText } from '../content/planned-text.js';
import type { Part } from './part.js';

export class PartsText implements PlannedText {
  readonly length: number;

  constructor(private readonly parts: readonly Part[]) {
    this.length = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  }

  get keptBytes(): number {
    return this.parts.reduce((sum, { text }) => sum + text.keptBytes, 0);
  }

  bytes(count: number): number {
    return this.#first(count).reduce((sum, { text, tokens }) => sum + text.bytes(tokens), 0);
  }

  join(count: number): string {
    return this.#first(count)
      .map(({ text, tokens }) => text.join(tokens))
      .join('');
  }

  copy(target: Buffer, at: number, from: number, length: number): void {
    Buffer.from(this.join(this.length)).copy(target, at, from, from + length);
  }

  /** None behind the last one. */
  pieces(): PieceCursor {
    return new PartCursor(this.parts);
  }

  /** The parts of the first `count` pieces. */
  #first(count: number): readonly Part[] {
    return count >= this.length ? this.parts : cutParts(this.parts, count);
  }
}

/** What is left of `parts` when so many tokens may be said: parts of which nothing is left go. */
export function cutParts(parts: readonly Part[], tokens: number): readonly Part[] {
  const kept: Part[] = [];
  let left = tokens;
  for (const part of parts) {
    if (left <= 0) break;
    kept.push(part.tokens <= left ? part : { ...part, tokens: left });
    left -= part.tokens;
  }
  return kept;
}

/** A part, as far as it is walked. */
interface Walked {
  readonly text: Pick<PlannedText, 'pieces'>;
  readonly tokens: number;
}

/** Walks all pieces of all parts, and tells which part each is of. */
export class PartCursor<One extends Walked = Part> implements PieceCursor {
  #index = -1;
  #cursor: PieceCursor | null = null;
  /** Pieces of the part that are yet to come. */
  #left = 0;
  /** Whether the last piece was the first one of its part. */
  isFirst = false;

  constructor(private readonly parts: readonly One[]) {}

  /** The part that the last piece was of. */
  get part(): One {
    return this.parts[this.#index] as One;
  }

  /** Which one of the parts that is, from 0. */
  get index(): number {
    return this.#index;
  }

  /** The place of the last piece in its part, from 0. */
  get place(): number {
    return this.part.tokens - this.#left - 1;
  }

  /** Whether the last piece was the last one of its part. */
  get isLast(): boolean {
    return this.#left === 0;
  }

  next(): string {
    this.isFirst = this.#left === 0;
    while (this.#left === 0) {
      this.#index++;
      this.#left = this.part.tokens;
      this.#cursor = this.part.text.pieces();
    }
    this.#left--;
    return (this.#cursor as PieceCursor).next();
  }
}
