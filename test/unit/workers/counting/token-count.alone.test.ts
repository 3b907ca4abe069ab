import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { createCollector } from '../../../../dist/shared/collect-garbage.js';
import { countJobs, countText } from '../../../../dist/workers/counting/token-count.js';

const NO_ROUNDS = { round: '', rounds: 0 };

/** The count that the tokeniser gives for the whole text at once. */
function whole(text: string): number {
  return encode(text, { disallowedSpecial: new Set() }).length;
}

test('known texts have their known counts', () => {
  for (const [text, tokens] of [
    ['', 0],
    ['hello world', 2],
    ['tiktoken is great!', 6],
    ['<|endoftext|>', 7],
    ['你好', 1],
  ] as const) {
    assert.equal(countText(text), tokens, text);
  }
});

test('a long text of words counts the same in slices as at once', () => {
  const words = Array.from({ length: 20_000 }, (_, index) => `word${index % 97}`).join(' ');
  assert.equal(words.length > 100_000, true);
  assert.equal(countText(words), whole(words));
});

test('a long text without a blank is off by a token a slice at the most', () => {
  for (const text of ['a'.repeat(20_000), '中文'.repeat(6_000), '😀'.repeat(6_000)]) {
    const slices = Math.ceil(text.length / 4_095);
    assert.ok(Math.abs(countText(text) - whole(text)) <= slices, text.slice(0, 2));
  }
});

test('each job has the tokens of its texts together, and of its completion as the client will read it', () => {
  const counts = countJobs([
    { texts: ['hello world', 'tiktoken is great!'], completion: null, ...NO_ROUNDS },
    { texts: [], completion: 'say \\"hello\\"\\n', ...NO_ROUNDS },
    { texts: ['hello world'], completion: 'hello world', ...NO_ROUNDS },
  ]);
  assert.deepEqual([...counts], [8, 0, 0, whole('say "hello"\n'), 2, 2]);
});

test('a word that is remembered does not keep the text that it came from', () => {
  const collect = createCollector();
  const heldBytes = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  countText('hello world');
  const before = heldBytes();
  // Of each the tokeniser remembers one word that it has to piece together; V8 copies words below 13 characters.
  for (const letter of 'abcdefghijklmnopqrst')
    countText(`${'hello world '.repeat(80_000)}zyzzyvaquxqwrt${letter}`);
  const grownBytes = heldBytes() - before;
  assert.ok(grownBytes < 4_000_000, `${grownBytes} bytes of 20 texts of a megabyte each`);
});
