/**
 * Cuts texts into pieces of about a token each. Pure.
 *
 * A piece is a Chinese, Japanese or Korean character, or a word, with the white space ahead of it, or white space that nothing
 * follows. No piece is longer than 96 characters, whatever the text: a long word is several. Clients send the texts, so this
 * looks at each character once, by a table, and makes nothing.
 */

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
/** White space ahead of a word or character, in one piece with it. */
const BLANKS_AHEAD_MAX = 32;
/** White space alone. */
const BLANKS_ALONE_MAX = 64;
const WORD_CHARACTERS_MAX = 64;
/** A text of so many UTF-16 units holds the whole of its first piece, whatever follows. */
export const PIECE_UNITS_MAX = BLANKS_AHEAD_MAX + 2 * WORD_CHARACTERS_MAX;

const OTHER = 0;
const BLANK = 1;
const CHARACTER = 2;
const LEAD = 3;

/** By UTF-16 unit. */
const KINDS = new Uint8Array(65_536);
const UNITS = Array.from(KINDS, (_, unit) => String.fromCharCode(unit)).join('');
mark(/\s+/gu, BLANK);
mark(new RegExp(`[${CJK}]+`, 'gu'), CHARACTER);
KINDS.fill(LEAD, 0xd800, 0xdc00);

function mark(units: RegExp, kind: number): void {
  for (const { index, 0: run } of UNITS.matchAll(units)) KINDS.fill(kind, index, index + run.length);
}

/** A character of two units, for which a table would be too large. */
const CHARACTER_HERE = new RegExp(`[${CJK}]`, 'uy');

export function isBlank(unit: number): boolean {
  return KINDS[unit] === BLANK;
}

/** Where the piece ends that begins at `from`, in a text that ends at `end`, which is behind it. */
export function pieceEnd(text: string, from: number, end = text.length): number {
  const blanksEnd = Math.min(end, from + BLANKS_ALONE_MAX);
  let at = from;
  while (at < blanksEnd && KINDS[text.charCodeAt(at)] === BLANK) at++;
  if (at === end || at - from > BLANKS_AHEAD_MAX) return at;
  if (kindAt(text, at, end) === CHARACTER) return at + unitsAt(text, at, end);
  for (let left = WORD_CHARACTERS_MAX; left > 0 && at < end; left--) {
    const kind = KINDS[text.charCodeAt(at)];
    if (kind === OTHER) at++;
    else if (kind !== LEAD || kindAt(text, at, end) === CHARACTER) break;
    else at += unitsAt(text, at, end);
  }
  return at;
}

function kindAt(text: string, at: number, end: number): number {
  const kind = KINDS[text.charCodeAt(at)] as number;
  if (kind !== LEAD) return kind;
  CHARACTER_HERE.lastIndex = at;
  return unitsAt(text, at, end) === 2 && CHARACTER_HERE.test(text) ? CHARACTER : OTHER;
}

/** 2 for a surrogate pair, 1 otherwise. */
function unitsAt(text: string, at: number, end: number): number {
  if (KINDS[text.charCodeAt(at)] !== LEAD || at + 1 >= end) return 1;
  return (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00 ? 2 : 1;
}

/** How many pieces the text has; 0 for an empty one. */
export function countPieces(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; count++) at = pieceEnd(text, at);
  return count;
}
