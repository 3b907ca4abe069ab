// Owns: answers as they were made before they were made in slices: every piece a string, the whole unrolled. Slow, plain, and
// what the bytes on the wire are compared with. Runs on: the test process. Must never: import the code that makes answers.

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const PIECE = new RegExp(`\\s{0,32}(?:[${CJK}]|[^\\s${CJK}]{1,64})|\\s{1,64}`, 'gu');
const LEADING_SPACE = /^(?:\s|\\[nrtf]|\\u000b)+/;

export function plainPieces(text: string): readonly string[] {
  return text.match(PIECE) ?? [' '];
}

export class PlainAnswerText {
  readonly #pieces: readonly string[];

  /** `start`: null for a text from its beginning, or the place where a ring is begun. */
  constructor(
    private readonly text: string,
    private readonly start: number | null = null,
  ) {
    this.#pieces = plainPieces(text).map((piece) => JSON.stringify(piece).slice(1, -1));
  }

  get length(): number {
    return this.#pieces.length;
  }

  from(start: number): PlainAnswerText {
    return new PlainAnswerText(this.text, start);
  }

  piece(index: number): string {
    const { length } = this;
    if (this.start === null && index < length) return this.#pieces[index] as string;
    const at = ((this.start ?? 0) + index) % length;
    const piece = this.#pieces[at] as string;
    if (index === 0) return piece.replace(LEADING_SPACE, '') || ' ';
    return at === 0 && !LEADING_SPACE.test(piece) ? ` ${piece}` : piece;
  }

  join(count: number): string {
    return Array.from({ length: count }, (_, index) => this.piece(index)).join('');
  }

  cutBefore(
    stop: readonly string[],
    count: number,
  ): { text: PlainAnswerText; tokens: number; stopText: string } | null {
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
    const kept = new PlainAnswerText(text.slice(0, place));
    return { text: kept, tokens: place === 0 ? 0 : kept.length, stopText };
  }
}
