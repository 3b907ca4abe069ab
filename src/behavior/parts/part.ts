/**
 * One part of an answer that does not consist of one text alone: thoughts, what is said, a call of a tool. Types only.
 */
import type { PlannedText } from '../content/planned-text.js';

export interface SpokenPart {
  readonly kind: 'reasoning' | 'text';
  readonly text: PlannedText;
  /** Pieces of the text that are said. */
  readonly tokens: number;
  /** Of thoughts: whether nobody may read them; absent for no. */
  readonly isRedacted?: boolean;
}

export interface CallPart {
  readonly kind: 'call';
  /** The arguments: JSON, which a limit of tokens may have cut off. */
  readonly text: ArgumentsText;
  readonly tokens: number;
  /** Of the tool. */
  readonly name: string;
}

/** A text that may also be written as it is, where an API wants JSON within JSON. */
export interface ArgumentsText extends PlannedText {
  /** The first `count` pieces, not escaped. */
  raw(count: number): string;
}

/** In the order of an answer: reasoning at most once, then a text at most once, then calls. */
export type Part = SpokenPart | CallPart;
