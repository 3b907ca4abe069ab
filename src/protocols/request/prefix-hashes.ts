/**
 * Hashes what a prompt begins with while its parts are read. Pure; made for PREFIX_CACHE=on only.
 *
 * A hash goes over everything from the beginning: two prompts have the same one at a place exactly if they are the same up to there.
 * Places are all 128 tokens, or where a part ends, as the API's rule has it.
 */
import { finish, mixBlock } from '../../behavior/random/hash.js';
import { type PrefixRule, type PromptPrefix, STEP_TOKENS } from '../contract/prompt-prefix.js';
import { BYTES_PER_TOKEN } from './token-estimate.js';

/** A quarter of a million tokens in steps: what is behind that is not cached. */
export const PLACES_MAX = 2_048;
/** As Anthropic allows; of more the last count. */
const MARKS_MAX = 4;
/** Of data that is no text: its length and these ends tell it from others, and 64 MiB of it cost nothing. */
const DATA_END_CHARACTERS = 2_048;

const SEEDS = [0x51ed270b, 0x2545f491] as const;
/** Of two hashes of 32 bits, as many as a double holds whole. */
const LOW_BITS = 20;
const LOW_UNIT = 2 ** LOW_BITS;

export class PrefixHashes {
  #high: number = SEEDS[0];
  #low: number = SEEDS[1];
  #total = 0;
  /** Since the last step. */
  #inStep = 0;
  readonly #keys: number[] = [];
  readonly #tokens: number[] = [];
  readonly #marks: number[] = [];

  /** `start`: what goes ahead of every prompt and is no part of it, such as the model and its tools. */
  constructor(
    private readonly rule: PrefixRule,
    private readonly model: string,
    start: string,
  ) {
    this.#mixAll(wordsOf(`${rule.byMarks} ${start}`));
  }

  /** What the format adds; `what` tells it from others. */
  addFrame(tokens: number, what: string): void {
    this.#mixAll(wordsOf(what));
    this.#spend(tokens);
  }

  addText(text: string): void {
    if (this.#isFull) return;
    this.#add(wordsOf(text));
    // Two texts are not one.
    this.#mix(text.length);
    this.#endPart();
  }

  /** Tokens that were sent as numbers. */
  addTokens(values: readonly number[]): void {
    if (!this.#isFull) this.#add(Int32Array.from(values));
  }

  /** What is no text. */
  addData(data: string, tokens: number): void {
    const ends = data.slice(0, DATA_END_CHARACTERS) + data.slice(-DATA_END_CHARACTERS);
    this.#mixAll(wordsOf(`${data.length} ${ends}`));
    this.#spend(tokens);
    this.#endPart();
  }

  /** The part that was added last is marked: a prefix may end behind it. */
  mark(): void {
    const place = this.#keys.length - 1;
    if (this.rule.byMarks && place >= 0 && this.#marks.at(-1) !== place) this.#marks.push(place);
  }

  get prefix(): PromptPrefix {
    return {
      keys: Float64Array.from(this.#keys),
      tokens: Float64Array.from(this.#tokens),
      marks: this.rule.byMarks ? this.#marks.slice(-MARKS_MAX) : null,
      tokensMin: this.rule.tokensMin(this.model),
      totalTokens: this.#total,
    };
  }

  get #isFull(): boolean {
    return this.#keys.length >= PLACES_MAX;
  }

  /** Words of a token each, hashed step by step. */
  #add(words: Int32Array): void {
    let at = 0;
    while (at < words.length && !this.#isFull) {
      const end = Math.min(words.length, at + STEP_TOKENS - this.#inStep);
      this.#mixAll(words, at, end);
      this.#advance(end - at);
      at = end;
    }
    this.#total += words.length - at;
  }

  #spend(tokens: number): void {
    let left = tokens;
    while (left > 0 && !this.#isFull) {
      const taken = Math.min(left, STEP_TOKENS - this.#inStep);
      left -= taken;
      this.#advance(taken);
    }
    this.#total += left;
  }

  #advance(tokens: number): void {
    this.#total += tokens;
    this.#inStep += tokens;
    if (this.#inStep < STEP_TOKENS) return;
    this.#inStep = 0;
    if (!this.rule.byMarks) this.#place();
  }

  #endPart(): void {
    if (this.rule.byMarks && !this.#isFull) this.#place();
  }

  /** Two places are never the same, though nothing is between them. */
  #place(): void {
    const index = this.#keys.length;
    this.#mix(index);
    const [high, low] = [finish(this.#high, index), finish(this.#low, index)];
    this.#keys.push(high * LOW_UNIT + (low >>> (32 - LOW_BITS)));
    this.#tokens.push(this.#total);
  }

  #mix(word: number): void {
    this.#high = mixBlock(this.#high, word);
    this.#low = mixBlock(this.#low, word);
  }

  /** In one loop, for a prompt may be long: 64 KiB took a millisecond byte by byte. */
  #mixAll(words: Int32Array, from = 0, to = words.length): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = from; at < to; at++) {
      const word = words[at] as number;
      high = mixBlock(high, word);
      low = mixBlock(low, word);
    }
    this.#high = high;
    this.#low = low;
  }
}

/** Of a text in UTF-8: as many words as it is estimated to have tokens. */
function wordsOf(text: string): Int32Array {
  const words = new Int32Array(Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN));
  Buffer.from(words.buffer).write(text);
  return words;
}
