/**
 * The text of an answer, cut into pieces of about a token each and escaped for a JSON string, once. Pure.
 */

/** A word with the white space ahead of it; a Chinese, Japanese or Korean character by itself; other white space. */
const PIECE = /\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|\s*[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|\s+$/gu;

/** The pieces of `text`, which together are the text again; a lone blank for an empty one, since no piece may be empty. */
export function splitIntoPieces(text: string): readonly string[] {
  return text.match(PIECE) ?? [' '];
}

/** Without the quotes around it. */
function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Pieces in a ring: an answer may begin anywhere in it and be longer than it. */
export class AnswerText {
  readonly #pieces: readonly string[];
  readonly #start: number;
  /** The first piece as it is when the ring begins anew: apart from the last one. */
  readonly #again: string;
  #whole: string | null = null;

  private constructor(pieces: readonly string[], start: number) {
    this.#pieces = pieces;
    this.#start = start;
    const first = pieces[0] as string;
    this.#again = /^(\s|\\[nrt])/.test(first) ? first : ` ${first}`;
  }

  static of(text: string): AnswerText {
    return new AnswerText(splitIntoPieces(text).map(escapeForJson), 0);
  }

  /** The same ring, begun at another piece. */
  from(start: number): AnswerText {
    return new AnswerText(this.#pieces, start % this.#pieces.length);
  }

  /** Pieces in one round. */
  get length(): number {
    return this.#pieces.length;
  }

  piece(index: number): string {
    const pieces = this.#pieces;
    if (index < pieces.length && this.#start === 0) return pieces[index] as string;
    const at = (this.#start + index) % pieces.length;
    if (index === 0) return (pieces[at] as string).trimStart() || ' ';
    return at === 0 ? this.#again : (pieces[at] as string);
  }

  join(count: number): string {
    if (count === this.length && this.#whole !== null) return this.#whole;
    let text = '';
    for (let index = 0; index < count; index++) text += this.piece(index);
    if (count === this.length) this.#whole = text;
    return text;
  }

  /**
   * The text before the first of `stop` within the first `count` pieces, and how many pieces that is; null where none
   * occurs.
   */
  cutBefore(stop: readonly string[], count: number): { text: AnswerText; tokens: number } | null {
    const text = JSON.parse(`"${this.join(count)}"`) as string;
    const places = stop.map((word) => text.indexOf(word)).filter((place) => place >= 0);
    if (places.length === 0) return null;
    const kept = text.slice(0, Math.min(...places));
    const cut = AnswerText.of(kept);
    return { text: cut, tokens: kept === '' ? 0 : cut.length };
  }
}
