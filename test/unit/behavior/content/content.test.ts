import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Content,
  createEchoContent,
  createFixedContent,
  createListContent,
  createLoremContent,
  createTokensContent,
} from '../../../../dist/behavior/content/content.js';
import { LOREM_WORDS } from '../../../../dist/behavior/content/lorem-words.js';
import { TOKEN_WORDS } from '../../../../dist/behavior/content/token-words.js';
import { createRandom, Random } from '../../../../dist/behavior/random/random.js';

/** The whole text of one answer, and its number of tokens. */
function say(content: Content, random: Random, userText: string | null = null): [text: string, number] {
  const { text, tokens } = content.pick(userText, random);
  return [JSON.parse(`"${text.join(tokens)}"`), tokens];
}

test('fixed content says the same text in every answer, and makes it once', () => {
  const content = createFixedContent('one two "three"');
  const random = createRandom(1, 1);
  assert.deepEqual(say(content, random, 'else'), ['one two "three"', 3]);
  assert.equal(content.pick('a', random).text, content.same);
  assert.equal(content.pick(null, random).text, content.same);
  assert.equal(content.needsUserText, false);
});

test('fixed content draws nothing', () => {
  const [random, untouched] = [createRandom(1, 1), createRandom(1, 1)];
  createFixedContent('one').pick(null, random);
  assert.equal(random.nextWord(), untouched.nextWord());
});

test('a list of one text is fixed content', () => {
  const content = createListContent(['one two']);
  assert.equal(content.pick(null, createRandom(1, 1)).text, content.same);
  assert.equal(content.same?.join(2), 'one two');
});

test('a list gives the text that one drawn word points at, whole', () => {
  const content = createListContent(['zero', 'one two', 'three four five']);
  assert.equal(content.same, null);
  assert.equal(content.needsUserText, false);
  // The generator's first ten words modulo 3, by its reference implementation: 2 2 0 1 1 0 2 1 2 1.
  const random = new Random(1, 2);
  assert.deepEqual(
    Array.from({ length: 10 }, () => say(content, random)[1] - 1),
    [2, 2, 0, 1, 1, 0, 2, 1, 2, 1],
  );
  assert.deepEqual(say(content, new Random(1, 2)), ['three four five', 3]);
});

test('a list gives each of its texts equally often', () => {
  const content = createListContent(['a', 'b', 'c', 'd', 'e']);
  const counts = new Map<string, number>();
  for (let stream = 0; stream < 20_000; stream++) {
    const [text] = say(content, createRandom(42, stream));
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  assert.equal(counts.size, 5);
  // Four standard errors of a share of a fifth; the seed is fixed, so this passes always or never.
  const error = 4 * Math.sqrt(20_000 * 0.2 * 0.8);
  for (const [text, count] of counts) assert.ok(Math.abs(count - 4000) <= error, `${text}: ${count}`);
});

test('echo says what the user said, in its own number of tokens', () => {
  const content = createEchoContent();
  const random = createRandom(1, 1);
  assert.equal(content.same, null);
  assert.equal(content.needsUserText, true);
  assert.deepEqual(say(content, random, 'wie geht "es"?\n你好'), ['wie geht "es"?\n你好', 5]);
  assert.deepEqual(say(content, random, 'next'), ['next', 1]);
});

test('echo says one blank where the user said nothing', () => {
  assert.deepEqual(say(createEchoContent(), createRandom(1, 1), ''), [' ', 1]);
  assert.deepEqual(say(createEchoContent(), createRandom(1, 1), null), [' ', 1]);
});

test('lorem says 100 words of the passage', () => {
  const content = createLoremContent(7);
  assert.equal(content.same, null);
  assert.equal(content.needsUserText, false);
  const [text, tokens] = say(content, createRandom(1, 1));
  assert.equal(tokens, 100);
  const words = text.split(' ');
  assert.equal(words.length, 100);
  assert.deepEqual(
    words.filter((word) => !LOREM_WORDS.includes(word)),
    [],
  );
});

test('lorem is the same for the same seed, in an answer of any length', () => {
  const [one, same, other] = [createLoremContent(7), createLoremContent(7), createLoremContent(8)];
  const textOf = (content: Content) => content.pick(null, createRandom(3, 4)).text.join(5000);
  assert.equal(textOf(one), textOf(same));
  assert.notEqual(textOf(one), textOf(other));
});

test('lorem is one ring of 4,096 words, in which each answer begins elsewhere', () => {
  const content = createLoremContent(7);
  const texts = Array.from({ length: 100 }, (_, stream) => {
    return content.pick(null, createRandom(42, stream)).text;
  });
  // 4,096 places: of 100 answers two may begin at one place, but ten first ones that do not are enough.
  assert.equal(new Set(texts.slice(0, 10).map((text) => text.join(100))).size, 10);
  assert.equal(new Set(texts.map((text) => text.join(100))).size >= 95, true);
  for (const text of texts) {
    assert.equal(text.length, 4096);
    const pieces = text.pieces();
    const first = pieces.next();
    for (let index = 1; index < 4096; index++) pieces.next();
    assert.equal(pieces.next().trim(), first);
  }
  // All answers say the same, begun at different words.
  const wholes = texts.slice(0, 10).map((text) => text.join(4096));
  const first = `${wholes[0]} ${wholes[0]}`;
  for (const whole of wholes) assert.equal(first.includes(whole), true);
});

test('lorem opens without a blank wherever it begins, at the first word of its ring too', () => {
  class Fixed extends Random {
    constructor(private readonly word: number) {
      super(1, 1);
    }
    override nextWord(): number {
      return this.word;
    }
  }
  const content = createLoremContent(7);
  const [first = '', second = ''] = [0, 1].map((word) => say(content, new Fixed(word))[0]);
  assert.match(first, /^[a-z]/i);
  assert.equal(first.slice(first.indexOf(' ') + 1), second.slice(0, second.lastIndexOf(' ')));
  // The last of the words that are 4,096 apart.
  for (const word of [4096, 4_294_963_200]) assert.equal(say(content, new Fixed(word))[0], first);
});

test('tokens are words of their own list, as lorem is of its own', () => {
  const [text, tokens] = say(createTokensContent(7), createRandom(1, 1));
  const words = text.split(' ');
  assert.equal(tokens, 100);
  assert.equal(words.length, 100);
  assert.deepEqual(
    words.filter((word) => !TOKEN_WORDS.includes(word)),
    [],
  );
});

test('lorem takes one word from the generator of an answer', () => {
  const [random, reference] = [createRandom(1, 1), createRandom(1, 1)];
  createLoremContent(7).pick(null, random);
  reference.nextWord();
  assert.equal(random.nextWord(), reference.nextWord());
});
