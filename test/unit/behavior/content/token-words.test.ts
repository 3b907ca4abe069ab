/**
 * What `RESPONSE_CONTENT=tokens` promises, held to the two vocabularies that a dependency ships; the other two are not in the
 * repository: `npm run words -- check` holds the list to all four.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base';
import { createTokensContent } from '../../../../dist/behavior/content/content.js';
import { TOKEN_WORDS } from '../../../../dist/behavior/content/token-words.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { LEFT_OUT } from '../../../words/left-out.js';

const TEXTS = 1_000;
const TOKENS_MAX = 200;
/** The image has the one vocabulary that the server needs. */
const countCl100k = await import('gpt-tokenizer/encoding/cl100k_base').then(
  ({ countTokens }) => countTokens,
  () => null,
);
const skip = countCl100k === null ? 'the vocabulary cl100k_base is not here' : false;
const VOCABULARIES = countCl100k === null ? [] : [countO200k, countCl100k];

test('1,500 different words of three letters or more, none of those that are left out', () => {
  assert.equal(TOKEN_WORDS.length, 1_500);
  assert.equal(new Set(TOKEN_WORDS).size, 1_500);
  for (const word of TOKEN_WORDS) {
    assert.match(word, /^[a-z]{3,}$/);
    assert.equal(LEFT_OUT.has(word), false, word);
  }
});

test('each word is one token in o200k_base and cl100k_base, alone and behind a blank', { skip }, () => {
  for (const count of VOCABULARIES) {
    const wrong = TOKEN_WORDS.filter((word) => count(word) !== 1 || count(` ${word}`) !== 1);
    assert.deepEqual(wrong, []);
  }
});

test('1,000 answers have as many tokens in both as they were asked for', { skip }, () => {
  const content = createTokensContent(3);
  const random = createRandom(11, 0);
  for (let index = 0; index < TEXTS; index++) {
    const tokens = 1 + (random.nextWord() % TOKENS_MAX);
    const text = content.pick(null, random).text.join(tokens);
    for (const count of VOCABULARIES) assert.equal(count(text), tokens, text);
  }
});
