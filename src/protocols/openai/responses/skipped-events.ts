/**
 * A stream without its first events, for whoever has had them. Pure. Its events are numbered from 0 without a gap, and each ends with
 * an empty line, which is nowhere in its JSON: to count those is to count events, wherever the stream is cut.
 */

const LINE_END = 10;
const EVENT_END = '\n\n';

export class SkippedEvents {
  /** Whether what came before ended with one line end, and the next one would make it the end of an event. */
  #isAtLineEnd = false;

  /** `left`: how many events are still to be left out. */
  constructor(private left: number) {}

  /** What is left of the next piece of the stream; a text is ASCII where it is cut. */
  restOf(text: string): string {
    return this.left === 0
      ? text
      : text.slice(this.#skip(text, text.charCodeAt(0), text.charCodeAt(text.length - 1)));
  }

  restOfBytes(bytes: Buffer): Buffer {
    return this.left === 0 ? bytes : bytes.subarray(this.#skip(bytes, bytes[0], bytes.at(-1)));
  }

  /** Where the rest begins. */
  #skip(piece: string | Buffer, first: number | undefined, last: number | undefined): number {
    if (piece.length === 0) return 0;
    let at = 0;
    if (this.#isAtLineEnd && first === LINE_END) {
      this.left--;
      at = 1;
    }
    while (this.left > 0) {
      const end = piece.indexOf(EVENT_END, at);
      if (end === -1) {
        this.#isAtLineEnd = at < piece.length && last === LINE_END;
        return piece.length;
      }
      this.left--;
      at = end + EVENT_END.length;
    }
    return at;
  }
}
