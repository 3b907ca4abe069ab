import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTokens } from '../../../../dist/protocols/request/token-estimate.js';

test('four bytes of UTF-8 are a token, and a rest counts as one more', () => {
  const cases = [
    ['', 0],
    ['a', 1],
    ['abcd', 1],
    ['abcde', 2],
    ['a'.repeat(4000), 1000],
    ['a'.repeat(4001), 1001],
  ] as const;
  for (const [text, tokens] of cases) assert.equal(estimateTokens(text), tokens, text.slice(0, 8));
});

test('bytes are counted, not characters', () => {
  const cases = [
    ['é', 1], // 2 bytes
    ['你', 1], // 3 bytes
    ['你好', 2], // 6 bytes
    ['你好吗', 3], // 9 bytes
    ['🙂', 1], // 4 bytes, 2 UTF-16 units
    ['🙂🙂', 2],
    ['\ud800', 1], // a lone surrogate is encoded as U+FFFD, 3 bytes
  ] as const;
  for (const [text, tokens] of cases) assert.equal(estimateTokens(text), tokens, text);
});
