/**
 * What is wrong with a text, as data, and how it is shown to people. Pure.
 */

export interface Mistake {
  readonly ok: false;
  /** Where it is, in UTF-16 units from 0; the length of the text when something is missing at its end. */
  readonly position: number;
  /** What was expected there and what was found. */
  readonly message: string;
}

/** Shown on each side of the mistake; a text may have a thousand characters, a terminal's line has a hundred. */
const CONTEXT_CHARACTERS = 40;

/** Control characters would move the caret, or worse: each becomes one visible character. */
function visible(text: string): string {
  return text.replace(/[\t\n\r]/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}

/** The text around the position, and how many characters of it stand before the position. */
function excerpt(text: string, position: number): { shown: string; before: number } {
  const start = position > CONTEXT_CHARACTERS + 1 ? position - CONTEXT_CHARACTERS : 0;
  const end = text.length > position + CONTEXT_CHARACTERS + 1 ? position + CONTEXT_CHARACTERS : text.length;
  const head = (start > 0 ? '…' : '') + visible(text.slice(start, position));
  const tail = visible(text.slice(position, end)) + (end < text.length ? '…' : '');
  return { shown: head + tail, before: [...head].length };
}

/** For terminals, two lines: the text, and a caret under the mistake with what it is. */
export function renderMistake(text: string, position: number, message: string): string {
  const { shown, before } = excerpt(text, position);
  return `${shown}\n${' '.repeat(before)}^ ${message}`;
}

/** For JSON and log lines, on one line; characters are counted from 1, as editors do. */
export function renderMistakeLine(text: string, position: number, message: string): string {
  return `${message} (at character ${position + 1} of "${excerpt(text, position).shown}")`;
}
