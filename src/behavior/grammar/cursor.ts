/**
 * A place in a text that is being parsed, and the first mistake in it. Pure. Knows characters, not distributions.
 */

import type { Mistake } from './mistake.js';

const BLANKS = /[ \t]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const WORD = /[a-z][a-z0-9]*/iy;
/** A word of which the parts may be joined by hyphens. */
const NAME = /[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*/iy;
const LETTERS = /[a-z]+/iy;
/** A path or a name: whatever separates nothing in this grammar, and is no quote or control character. */
const PLAIN = /[^,()"'\p{Cc}]+/uy;
/** What a message quotes as found: a word or a number with what sticks to it, else one character. */
const FOUND = /[a-z0-9.]+|./isuy;
const FOUND_CHARACTERS_MAX = 20;

function matchAt(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? '';
}

export class Cursor {
  readonly text: string;
  position = 0;
  /** The first that was found; whoever finds it gives undefined back, and so does everybody above. */
  mistake: Mistake | undefined;

  constructor(text: string) {
    this.text = text;
  }

  skipBlanks(): void {
    this.position += matchAt(BLANKS, this.text, this.position).length;
  }

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The number that starts here, as it is written; empty if none does. */
  takeNumber(): string {
    return this.#take(NUMBER);
  }

  takeWord(): string {
    return this.#take(WORD);
  }

  takeName(): string {
    return this.#take(NAME);
  }

  takeLetters(): string {
    return this.#take(LETTERS);
  }

  /** Without blanks at its end; those within are its own. */
  takePlain(): string {
    return this.#take(PLAIN).trimEnd();
  }

  #take(pattern: RegExp): string {
    const taken = matchAt(pattern, this.text, this.position);
    this.position += taken.length;
    return taken;
  }

  /** Takes one character, with blanks around it. */
  takeIf(character: string): boolean {
    this.skipBlanks();
    if (this.text[this.position] !== character) return false;
    this.position++;
    this.skipBlanks();
    return true;
  }

  /** As `takeIf`, and a mistake when another character is there, worded otherwise where more would do. */
  expect(character: string, expected = `'${character}'`): boolean {
    if (this.takeIf(character)) return true;
    this.failHere(expected);
    return false;
  }

  /** A mistake here, worded "expected this, got what is here". */
  failHere(expected: string, hint = ''): undefined {
    return this.fail(this.position, `expected ${expected}, got ${this.#found()}${hint}`);
  }

  fail(position: number, message: string): undefined {
    this.mistake ??= { ok: false, position, message };
    return undefined;
  }

  #found(): string {
    if (this.atEnd()) return this.text.trim() === '' ? 'nothing' : 'the end';
    const found = matchAt(FOUND, this.text, this.position);
    const cut = found.length > FOUND_CHARACTERS_MAX ? `${found.slice(0, FOUND_CHARACTERS_MAX)}…` : found;
    // A control character, a lone surrogate or a mark without a width would be lost, or harmful, in a log.
    return /^[\p{L}\p{N}\p{P}\p{S} …]+$/u.test(cut) ? `'${cut}'` : `U+${codePointText(cut)}`;
  }
}

function codePointText(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
