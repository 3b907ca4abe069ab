/**
 * Counts a text chunk by chunk and remembers the chunks, so that a conversation that grows is counted only where it is new. Worker
 * threads only.
 *
 * A chunk ends where o200k_base certainly ends a word, whatever else stands in the text, so that the counts of the chunks add up to
 * the count of the text. A test holds that; why it is so stands with each rule.
 */

/** The tokeniser's work on one word grows with the square of its length, and not all texts have words: it never gets more at once. */
const CHUNK_CHARACTERS_MAX = 4_096;
/** What is shorter costs as much to look up as to count. */
const REMEMBERED_CHARACTERS_MIN = 64;
const CHUNKS_REMEMBERED_MAX = 1_024;
/** Of their texts, for each thread. */
const REMEMBERED_BYTES_MAX = 4 * 1_048_576;

const NEWLINE = 0x0a;
const SPACE = 0x20;
/** 、 。 ！ ， ： ； ？ */
const CHINESE_PUNCTUATION = new Set([0x3001, 0x3002, 0xff01, 0xff0c, 0xff1a, 0xff1b, 0xff1f]);

interface Remembered {
  readonly copy: string;
  readonly tokens: number;
  readonly bytes: number;
}

export class TextChunks {
  /** By text; the one that was not asked for the longest comes first. */
  readonly #remembered = new Map<string, Remembered>();
  #bytes = 0;

  /** `countTokens` counts one chunk. */
  constructor(private readonly countTokens: (chunk: string) => number) {}

  /** Tokens of the text, 0 for an empty one. Where 4,096 characters have no certain end of a word, a cut may cost a token or two. */
  count(text: string): number {
    let tokens = 0;
    for (let start = 0; start < text.length; ) {
      const end = endOfChunk(text, start);
      tokens += this.#countChunk(text.slice(start, end));
      start = end;
    }
    return tokens;
  }

  #countChunk(chunk: string): number {
    const known = this.#remembered.get(chunk);
    if (known !== undefined) {
      this.#remembered.delete(chunk);
      this.#remembered.set(known.copy, known);
      return known.tokens;
    }
    // A string of its own. V8 makes a part of a string by pointing into the whole: a chunk that is remembered here, or a word of it that
    // the tokeniser remembers, would keep the megabyte of the prompt that it came from.
    const memory = Buffer.from(chunk);
    const copy = memory.toString();
    const tokens = this.countTokens(copy);
    // V8 keeps ASCII in a byte each.
    const bytes = memory.length === copy.length ? copy.length : 2 * copy.length;
    if (copy.length >= REMEMBERED_CHARACTERS_MIN) this.#remember({ copy, tokens, bytes });
    return tokens;
  }

  #remember(known: Remembered): void {
    this.#remembered.set(known.copy, known);
    this.#bytes += known.bytes;
    for (const [oldest, { bytes }] of this.#remembered) {
      if (this.#remembered.size <= CHUNKS_REMEMBERED_MAX && this.#bytes <= REMEMBERED_BYTES_MAX) return;
      this.#remembered.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}

/** The last certain end of a word; else ahead of the last blank, for a token may begin with it but does not end with it; else anywhere. */
function endOfChunk(text: string, start: number): number {
  const most = start + CHUNK_CHARACTERS_MAX;
  if (most >= text.length) return text.length;
  let blank = 0;
  for (let at = most; at > start; at--) {
    if (isBoundary(text, at)) return at;
    if (blank === 0 && text.charCodeAt(at) === SPACE) blank = at;
  }
  if (blank > 0) return blank;
  // Not between the halves of a surrogate pair.
  return /[\udc00-\udfff]/.test(text.charAt(most)) ? most - 1 : most;
}

/** Whether one of the rules ends a word ahead of the character at `at`, and nothing that comes before or behind can change that. */
function isBoundary(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  // No word has a blank behind a letter.
  if (code === SPACE) return isAsciiLetter(before) && isAsciiLetter(text.charCodeAt(at + 1));
  // A line break ends blanks, marks and line breaks, and a word that begins with a letter has none ahead of it.
  if (before === NEWLINE) return isAsciiLetter(code);
  // No word has a mark behind a letter, but for an apostrophe.
  return CHINESE_PUNCTUATION.has(code) && isHan(before) && isHan(text.charCodeAt(at + 1));
}

function isAsciiLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Of the first of the blocks, which is full since Unicode 1: what is not assigned is no letter. */
function isHan(code: number): boolean {
  return code >= 0x4e00 && code <= 0x9fa5;
}
