import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_WISH } from '../../../../../dist/behavior/plan/wish.js';
import {
  PREFIX_CACHE_BYTES,
  PrefixCache,
  uncachedWish,
} from '../../../../../dist/main/reading/prefixes/prefix-cache.js';
import type { PromptPrefix } from '../../../../../dist/protocols/contract/prompt-prefix.js';

interface Parts {
  readonly marks?: readonly number[] | null;
  readonly tokensMin?: number;
  readonly total?: number;
  readonly step?: number;
}

/** A place of each key, `step` tokens after the one before it. */
function prefixOf(keys: readonly number[], parts: Parts = {}): PromptPrefix {
  const { marks = null, tokensMin = 1_024, step = 128, total = keys.length * step + 5 } = parts;
  const tokens = keys.map((_, index) => step * (index + 1));
  return {
    keys: Float64Array.from(keys),
    tokens: Float64Array.from(tokens),
    marks,
    tokensMin,
    totalTokens: total,
  };
}

const upTo = (count: number, from = 1): number[] => Array.from({ length: count }, (_, index) => from + index);

test('what came before is read, in steps of 128 from 1,024 tokens on', () => {
  const cache = new PrefixCache();
  assert.equal(cache.take(prefixOf(upTo(10))).read, 0);
  assert.equal(cache.take(prefixOf(upTo(10))).read, 1_280);
  assert.equal(cache.take(prefixOf([...upTo(8), 90, 91])).read, 1_024);
  assert.equal(cache.take(prefixOf([...upTo(7), 92, 93])).read, 0);
  // All of it is known, and ends with a step: something is left to read.
  assert.equal(cache.take(prefixOf(upTo(10), { total: 1_280 })).read, 1_152);
});

test('a prefix with a hole ends ahead of it', () => {
  const cache = new PrefixCache();
  cache.take(prefixOf(upTo(20)));
  assert.equal(cache.take(prefixOf([...upTo(10), 99, ...upTo(9, 12)])).read, 1_280);
});

test('what was not asked for the longest goes first, ends ahead of beginnings, and no more is kept than may be', () => {
  const cache = new PrefixCache(20);
  cache.take(prefixOf(upTo(10)));
  cache.take(prefixOf(upTo(10, 101)));
  cache.take(prefixOf(upTo(10)));
  cache.take(prefixOf(upTo(2, 201)));
  assert.equal(cache.size, 20);
  assert.equal(cache.take(prefixOf(upTo(10))).read, 1_280);
  assert.equal(cache.take(prefixOf(upTo(10, 101))).read, 1_024);
  for (let round = 0; round < 50; round++) cache.take(prefixOf(upTo(30, 1_000 * round)));
  assert.equal(cache.size, 20);
  assert.equal(PREFIX_CACHE_BYTES, 3.5 * 1_048_576);
});

test('with marks only what was marked is written, and read from the last 20 parts ahead of a mark', () => {
  const step = 600;
  const take = (cache: PrefixCache, count: number, marks: readonly number[], keys = upTo(count)) => {
    const { read, created } = cache.take(prefixOf(keys, { marks, step }));
    return [read, created];
  };
  const cache = new PrefixCache();
  assert.deepEqual(take(cache, 4, []), [0, 0]);
  assert.deepEqual(take(cache, 4, [0]), [0, 0], 'shorter than the least');
  assert.deepEqual(take(cache, 4, [1]), [0, 1_200]);
  assert.deepEqual(take(cache, 4, [1]), [1_200, 0]);
  // The conversation goes on, and the mark with it.
  assert.deepEqual(take(cache, 6, [5]), [1_200, 2_400]);
  assert.deepEqual(take(cache, 6, [1, 5]), [3_600, 0]);
  assert.deepEqual(take(cache, 6, [1, 5], [...upTo(2), 91, 92, 93, 94]), [1_200, 2_400]);
  // 19 parts ahead of it is the last that is looked at.
  assert.deepEqual(take(cache, 26, [24])[0], 3_600);
  const far = new PrefixCache();
  take(far, 5, [4]);
  assert.deepEqual(take(far, 26, [25]), [0, 26 * step]);
});

test('a prompt that is known in part is as long as the rest of it', () => {
  const cached = { read: 1_024, created: 0, totalTokens: 2_000, stepTokens: 128 };
  assert.deepEqual(uncachedWish({ ...NO_WISH, promptTokens: 2_000 }, cached), {
    ...NO_WISH,
    promptTokens: 976,
  });
});
