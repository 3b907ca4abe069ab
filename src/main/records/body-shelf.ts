/**
 * Keeps the beginnings of what requests said, masked, for the journal: bounded each and in all. Main thread, and there is one only
 * where JOURNAL_BODIES is set. Must never keep what looks like a secret.
 */
import { maskSecrets } from './masked-text.js';

/** Of all texts together, those of requests in flight with them, in all threads that serve: each may keep its part. */
export const KEPT_CHARACTERS_MAX = 4_194_304;

export class BodyShelf {
  #characters = 0;
  readonly #charactersMax: number;

  /**
   * @param bytesMax of each body
   * @param dropOldest has the journal forget its oldest body, and gives it back; null where it has none
   * @param threads that serve
   */
  constructor(
    private readonly bytesMax: number,
    private readonly dropOldest: () => string | null,
    threads = 1,
  ) {
    this.#charactersMax = Math.floor(KEPT_CHARACTERS_MAX / threads);
  }

  /** Characters that are kept now. */
  get characters(): number {
    return this.#characters;
  }

  /** The text to keep of a body, which is counted until `forget`; null where there is no room, since requests in flight have it all. */
  keep(body: Buffer): string | null {
    const isCut = body.length > this.bytesMax;
    // The cut may go through a character.
    const begin = body.toString('utf8', 0, this.bytesMax).replace(/\ufffd+$/, '');
    const text = isCut ? `${maskSecrets(begin, true)}…` : maskSecrets(begin);
    while (this.#characters + text.length > this.#charactersMax) {
      const oldest = this.dropOldest();
      if (oldest === null) return null;
      this.forget(oldest);
    }
    this.#characters += text.length;
    return text;
  }

  /** A text is kept no longer. */
  forget(text: string): void {
    this.#characters -= text.length;
  }
}
