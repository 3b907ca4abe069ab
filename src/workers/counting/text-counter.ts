/**
 * Counts the tokens of texts, chunk by chunk, and remembers the chunks. Worker threads only.
 *
 * A text is cut where its words stay what they are, a chunk of some KB at a time from its beginning on: so a text that goes on
 * where another one ended has the same chunks up to there, and a conversation that grows is counted only where it is new. A chunk
 * that is remembered takes a hundredth of the time. Bounded: in chunks, whose size is bounded, too.
 */
import { classify } from './character-classes.js';
import { Merger, WORD_BYTES_MAX } from './merge.js';
import { NO_RANK, type Ranks } from './vocabulary.js';
import { lastCut, type Words, wordEnd } from './words.js';

/** A chunk that is remembered has no more bytes. */
const CHUNK_BYTES_MAX = 4_096;
/** 4 MiB for each thread. */
const CHUNKS_REMEMBERED_MAX = 1_024;
/** Below it, to look a text up costs as much as to count it. */
const REMEMBERED_BYTES_MIN = 64;

export class TextCounter {
  readonly #kinds = new Uint8Array(WORD_BYTES_MAX);
  readonly #merger: Merger;
  /** Tokens by the chunk's bytes, one character each; the one that was not asked for the longest comes first. */
  readonly #remembered = new Map<string, number>();

  constructor(private readonly vocabulary: Ranks) {
    this.#merger = new Merger(vocabulary);
  }

  /**
   * Tokens of the text, 0 for an empty one. The same as of the whole text at once, but for a word that goes on for more than
   * WORD_BYTES_MAX bytes: it is cut, which may cost some tokens of difference.
   */
  count(text: string): number {
    const bytes = Buffer.from(text);
    let tokens = 0;
    for (let start = 0; start < bytes.length; ) {
      const end = this.#chunkEnd(bytes, start);
      tokens += this.#countChunk(bytes, start, end);
      start = end;
    }
    return tokens;
  }

  #chunkEnd(text: Buffer, start: number): number {
    if (text.length - start <= CHUNK_BYTES_MAX) return text.length;
    // A character more: what follows says whether there may be a cut.
    for (const length of [CHUNK_BYTES_MAX, WORD_BYTES_MAX - 4]) {
      const limit = characterStart(text, Math.min(text.length - 1, start + length));
      const end = characterEnd(text, limit);
      classify(text, start, end, this.#kinds);
      const cut = lastCut({ text, kinds: this.#kinds, start, end }, start, limit);
      if (cut > start) return cut;
      if (end === text.length) return end;
      if (length > CHUNK_BYTES_MAX) return limit;
    }
    throw new Error('a chunk without an end');
  }

  #countChunk(text: Buffer, start: number, end: number): number {
    if (end - start > CHUNK_BYTES_MAX || end - start < REMEMBERED_BYTES_MIN)
      return this.#countWords(text, start, end);
    const chunk = text.toString('latin1', start, end);
    let tokens = this.#remembered.get(chunk);
    if (tokens === undefined) {
      tokens = this.#countWords(text, start, end);
      if (this.#remembered.size >= CHUNKS_REMEMBERED_MAX) this.#forgetOldest();
    } else {
      this.#remembered.delete(chunk);
    }
    this.#remembered.set(chunk, tokens);
    return tokens;
  }

  #forgetOldest(): void {
    for (const chunk of this.#remembered.keys()) {
      this.#remembered.delete(chunk);
      return;
    }
  }

  #countWords(text: Uint8Array, start: number, end: number): number {
    classify(text, start, end, this.#kinds);
    const words: Words = { text, kinds: this.#kinds, start, end };
    let tokens = 0;
    for (let at = start; at < end; ) {
      const next = wordEnd(words, at);
      const isToken = next - at === 1 || this.vocabulary.rankOf(text, at, next) !== NO_RANK;
      tokens += isToken ? 1 : this.#merger.count(text, at, next);
      at = next;
    }
    return tokens;
  }
}

/** Of the character that the byte at `at` belongs to. */
function characterStart(text: Uint8Array, at: number): number {
  let start = at;
  while (((text[start] as number) & 0xc0) === 0x80) start--;
  return start;
}

function characterEnd(text: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < text.length && ((text[end] as number) & 0xc0) === 0x80) end++;
  return end;
}
