/**
 * The prefixes of prompts that came before, as hashes (PREFIX_CACHE=on): how much of a prompt a model would not have to read again. Main
 * thread, which reads requests in the order of their arrival: the same requests in the same order find the same. Several threads that
 * serve share one.
 *
 * Holds numbers and no text. What was not asked for the longest goes first; nothing goes by time.
 */
import type { Wish } from '../../../behavior/plan/wish.js';
import {
  type CachedTokens,
  type PromptPrefix,
  STEP_TOKENS,
} from '../../../protocols/contract/prompt-prefix.js';
import { Mutex } from '../../../shared/threads/mutex.js';
import { KEY_BYTES, RecentKeys } from '../../../shared/threads/recent-keys.js';

/** About 16 million tokens in steps of 128. */
const PREFIXES_MAX = 131_072;
/** What the whole cache takes, from the start on: 3.5 MiB. */
export const PREFIX_CACHE_BYTES = PREFIXES_MAX * KEY_BYTES;

/** Of the lock of a cache that threads share. */
const LOCK_BYTES = 16;

/** How many parts ahead of a mark are looked at (Anthropic's guide "Prompt caching"). */
const LOOKED_BACK_MAX = 20;

export class PrefixCache {
  readonly #known: RecentKeys;

  /** null where one thread serves. */
  readonly #mutex: Mutex | null;

  /** Memory that the caches of several threads share. */
  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(LOCK_BYTES + RecentKeys.bytesFor(PREFIXES_MAX));
  }

  /** `memory` is null where one thread serves. */
  constructor(prefixesMax = PREFIXES_MAX, memory: SharedArrayBuffer | null = null) {
    this.#mutex = memory === null ? null : new Mutex(new Int32Array(memory), 0);
    this.#known =
      memory === null ? new RecentKeys(prefixesMax) : new RecentKeys(prefixesMax, memory, LOCK_BYTES);
  }

  get size(): number {
    return this.#known.size;
  }

  /** What is known of a prompt; from now on all of it is. */
  take(prefix: PromptPrefix): CachedTokens {
    return this.#mutex === null ? this.#take(prefix) : this.#mutex.run(() => this.#take(prefix));
  }

  #take(prefix: PromptPrefix): CachedTokens {
    return prefix.marks === null ? this.#takeSteps(prefix) : this.#takeMarks(prefix, prefix.marks);
  }

  #takeSteps({ keys, tokens, tokensMin, totalTokens }: PromptPrefix): CachedTokens {
    let found = 0;
    while (found < keys.length && this.#known.has(keys[found] as number)) found++;
    // The end goes before the beginning, without which it cannot be found.
    for (let place = keys.length - 1; place >= 0; place--) this.#known.use(keys[place] as number);
    // Something is always left to read, or there would be nothing to answer from.
    if (found > 0 && (tokens[found - 1] as number) >= totalTokens) found--;
    const known = found === 0 ? 0 : (tokens[found - 1] as number);
    return { read: known >= tokensMin ? known : 0, created: 0, totalTokens, stepTokens: STEP_TOKENS };
  }

  #takeMarks({ keys, tokens, tokensMin, totalTokens }: PromptPrefix, marks: readonly number[]): CachedTokens {
    const read = this.#readAtMarks(keys, tokens, marks);
    let written = 0;
    for (const mark of marks) {
      const upTo = tokens[mark] as number;
      if (upTo < tokensMin) continue;
      this.#known.use(keys[mark] as number);
      written = upTo;
    }
    return { read, created: Math.max(0, written - read), totalTokens, stepTokens: 1 };
  }

  /** From the last mark on, and the parts ahead of it; only what was long enough was ever written. */
  #readAtMarks(keys: Float64Array, tokens: Float64Array, marks: readonly number[]): number {
    for (let index = marks.length - 1; index >= 0; index--) {
      const mark = marks[index] as number;
      for (let place = mark; place >= Math.max(0, mark - LOOKED_BACK_MAX + 1); place--) {
        const key = keys[place] as number;
        if (!this.#known.has(key)) continue;
        this.#known.use(key);
        return tokens[place] as number;
      }
    }
    return 0;
  }
}

/** The wish of a request of which so much is known already: a prompt that is shorter by that. */
export function uncachedWish(wish: Wish, { read }: CachedTokens): Wish {
  const { speaks, tokensMax, stop, stream, userText, ask } = wish;
  const promptTokens = Math.max(0, wish.promptTokens - read);
  return { promptTokens, speaks, tokensMax, stop, stream, userText, ask };
}
