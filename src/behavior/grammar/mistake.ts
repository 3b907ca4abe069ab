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

/** Control characters would harm a terminal or break a line: each becomes one visible character. */
export function visible(text: string): string {
  return text.replace(/[\t\n\r]/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}

/** The text around the position. */
function excerpt(text: string, position: number): string {
  const start = position > CONTEXT_CHARACTERS + 1 ? position - CONTEXT_CHARACTERS : 0;
  const end = text.length > position + CONTEXT_CHARACTERS + 1 ? position + CONTEXT_CHARACTERS : text.length;
  const head = (start > 0 ? '…' : '') + visible(text.slice(start, position));
  const tail = visible(text.slice(position, end)) + (end < text.length ? '…' : '');
  return head + tail;
}

/** On one line, for errors and logs; characters are counted from 1, as editors do. */
export function renderMistakeLine(text: string, position: number, message: string): string {
  return `${message} (at character ${position + 1} of "${excerpt(text, position)}")`;
}
