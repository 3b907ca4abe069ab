/**
 * The text of an answer, cut into pieces of about a token each and escaped for a JSON string. Pure.
 *
 * The pieces lie in a ring: an answer may begin anywhere in it and be longer than it. Texts of the settings are cut at
 * start-up; a text that came with a request is kept as it is and cut when its answer begins, for a request that waits must
 * stay small.
 */

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
/**
 * A Chinese, Japanese or Korean character, or a word, with the white space ahead of it; white space that nothing follows.
 * No piece is longer than 96 characters, whatever the text: a long word is several.
 */
const PIECE = new RegExp(`\\s{0,32}(?:[${CJK}]|[^\\s${CJK}]{1,64})|\\s{1,64}`, 'gu');

/** White space ahead of an escaped piece. */
const LEADING_SPACE = /^(?:\s|\\[nrtf]|\\u000b)+/;

/** What an empty text comes to: no piece may be empty, and no text without pieces. */
const NOTHING = ' ';

/** The pieces of `text`, which together are the text again. */
export function splitIntoPieces(text: string): readonly string[] {
  return text.match(PIECE) ?? [NOTHING];
}

/** As many as `splitIntoPieces` gives, without making them. */
function countPieces(text: string): number {
  let count = 0;
  PIECE.lastIndex = 0;
  while (PIECE.test(text)) count++;
  return Math.max(1, count);
}

/** Without the quotes around it. */
function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The first of several stop texts that a text meets. */
interface Cut {
  readonly text: AnswerText;
  /** Pieces that are left: none if the text began with the stop text. */
  readonly tokens: number;
  readonly stopText: string;
}

export class AnswerText {
  /** Escaped; null until they are needed. */
  #pieces: readonly string[] | null;
  /** What the last `join` gave: answers of one length follow one another. */
  #joined = '';
  #joinedCount = -1;

  private constructor(
    private readonly raw: string,
    /** Pieces in one round, at least 1. */
    readonly length: number,
    private readonly start: number,
    pieces: readonly string[] | null,
  ) {
    this.#pieces = pieces;
  }

  /** A text of the settings, which many answers have. */
  static prepare(text: string): AnswerText {
    const pieces = splitIntoPieces(text).map(escapeForJson);
    return new AnswerText(text, pieces.length, 0, pieces);
  }

  /** A text of one request. */
  static keep(text: string): AnswerText {
    return new AnswerText(text, countPieces(text), 0, null);
  }

  /** The same ring, begun at another piece. */
  from(start: number): AnswerText {
    // One round ahead, which tells it from a text that begins at its own beginning.
    return new AnswerText(this.raw, this.length, this.length + (start % this.length), this.#cut());
  }

  /** The piece at `index`, escaped and never empty; any index is valid, for the ring begins anew. */
  piece(index: number): string {
    const pieces = this.#pieces ?? this.#cut();
    if (this.start === 0 && index < this.length) return pieces[index] as string;
    const at = (this.start + index) % this.length;
    const piece = pieces[at] as string;
    if (index === 0) return piece.replace(LEADING_SPACE, '') || NOTHING;
    // Where the ring begins anew, two words must not become one.
    return at === 0 && !LEADING_SPACE.test(piece) ? ` ${piece}` : piece;
  }

  /** The first `count` pieces as one, escaped. */
  join(count: number): string {
    if (count !== this.#joinedCount) {
      this.#joined = this.#joinAnew(count);
      this.#joinedCount = count;
    }
    return this.#joined;
  }

  /** The text before the first of `stop` within the first `count` pieces; null where none occurs. */
  cutBefore(stop: readonly string[], count: number): Cut | null {
    const text = JSON.parse(`"${this.join(count)}"`) as string;
    let place = text.length;
    let stopText: string | null = null;
    for (const word of stop) {
      const found = text.indexOf(word);
      if (found >= 0 && found < place) {
        place = found;
        stopText = word;
      }
    }
    if (stopText === null) return null;
    const kept = AnswerText.keep(text.slice(0, place));
    return { text: kept, tokens: place === 0 ? 0 : kept.length, stopText };
  }

  #cut(): readonly string[] {
    this.#pieces ??= splitIntoPieces(this.raw).map(escapeForJson);
    return this.#pieces;
  }

  #joinAnew(count: number): string {
    const parts: string[] = [];
    for (let index = 0; index < count; index++) parts.push(this.piece(index));
    return parts.join('');
  }
}
