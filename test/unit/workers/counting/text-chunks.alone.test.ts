/**
 * Chunks against whole texts, by the tokeniser itself: where a text may be cut, and what is remembered of it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { TextChunks } from '../../../../dist/workers/counting/text-chunks.js';

const whole = (text: string): number => encode(text, { disallowedSpecial: new Set() }).length;

/** Every kind of character that the tokeniser's rule tells apart, and those that it or ours names. */
const CHARACTERS = [
  ...'aAbzZéÉǅʰªλΛ中文字一龥한②½٣901\r\t\u00a0\u3000\u2028\u0301़\u0085',
  ..."'''sStTreReLlvV/\\.,-_{}(\"#<😀👩‍👩𝐀𐐀\u0001\u007f、。！，：；？",
];
/** With many places between which a cut may lie. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...CHARACTERS) },
  { weight: 2, arbitrary: fc.constantFrom(' ', '\n', '，', "'", 'b', 'B', '中') },
  { weight: 1, arbitrary: fc.constantFrom('  ', '\n\n', ' \n', '\n ', '\r\n', "'s", "'LL", ' a', '/\n') },
);

/** What the pieces of a text are, of up to 4,096 characters. */
function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  const counting = new TextChunks((chunk) => {
    chunks.push(chunk);
    return 1;
  });
  counting.count(text);
  return chunks;
}

/** Where a word certainly ends, by each of the rules. */
const SEAMS = ['b c', 'Z Y', 'b\nc', '.\nc', '\r\nc', ' \nc', '中，文', '字。一'];

test('a text has as many tokens as its chunks together, whatever stands around the place where they meet', () => {
  const around = fc.array(piece, { maxLength: 24, size: 'max' }).map((pieces) => pieces.join(''));
  let cuts = 0;
  fc.assert(
    // A chunk has to end behind the seam, so it ends in it, or in what is drawn behind that.
    fc.property(around, fc.constantFrom(...SEAMS), around, (ahead, seam, behind) => {
      const text = `${'7'.repeat(4_086 - ahead.length)}${ahead}${seam}${behind}`;
      const chunks = chunksOf(text);
      if (chunks.length < 2) return;
      cuts++;
      assert.equal(new TextChunks(whole).count(text), whole(text), JSON.stringify(chunks[1]));
    }),
    { numRuns: 4_000 },
  );
  assert.ok(cuts > 2_000, `${cuts} texts were cut`);
});

test('texts of words, code and Chinese are never cut but where a word certainly ends', () => {
  const words = Array.from({ length: 4_000 }, (_, index) => 'qwertyuiop'.slice(index % 7)).join(' ');
  const code = Array.from({ length: 900 }, (_, index) => `const a${index} = {\n\tb: ${index},\n};`).join(
    '\n',
  );
  const chinese = '模型的回答，应当在什么时候到达；'.repeat(900);
  for (const text of [words, code, chinese]) assert.equal(new TextChunks(whole).count(text), whole(text));
});

test('a text without the end of a word is cut into 4,096 characters, between characters, and is off by two tokens a cut at the most', () => {
  for (const text of ['a'.repeat(10_000), '中文'.repeat(6_000), `x${'😀'.repeat(6_000)}`]) {
    const longest: number[] = [];
    const count = new TextChunks((chunk) => {
      longest.push(chunk.length);
      assert.doesNotMatch(chunk, /\ufffd/);
      return whole(chunk);
    }).count(text);
    assert.ok(Math.max(...longest) <= 4_096);
    assert.ok(Math.abs(count - whole(text)) <= 2 * Math.ceil(text.length / 4_095), text.slice(0, 2));
  }
});

test('a text that goes on where another one ended is counted only where it is new', () => {
  const counted: string[] = [];
  const counting = new TextChunks((chunk) => {
    counted.push(chunk);
    return whole(chunk);
  });
  const words = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `${'word'.slice(index % 3)}${from + index}s`).join(' ');
  const long = words(0, 5_000);
  assert.equal(counting.count(long), whole(long));
  counted.length = 0;
  assert.equal(counting.count(long), whole(long));
  assert.equal(counted.length, 0);
  const grown = `${long} ${words(5_000, 5_100)}`;
  assert.equal(counting.count(grown), whole(grown));
  assert.deepEqual(
    counted.map((chunk) => chunk.endsWith('5099s')),
    [true],
  );
});

/** Whether a chunk is remembered, asked in a way that makes it the last that was asked for. */
function memoryOf() {
  let asked = 0;
  const counting = new TextChunks(() => ++asked);
  return (chunk: string): boolean => {
    const before = asked;
    counting.count(chunk);
    return asked === before;
  };
}

test('1,024 chunks are remembered, and what was asked for last stays', () => {
  const isRemembered = memoryOf();
  const textOf = (index: number) => `${index} ${'of many words '.repeat(8)}`;
  for (let index = 0; index < 1_024; index++) isRemembered(textOf(index));
  assert.equal(isRemembered(textOf(0)), true);
  isRemembered(textOf(1_024));
  assert.deepEqual([isRemembered(textOf(0)), isRemembered(textOf(1))], [true, false]);
});

test('4 MiB of chunks are remembered, of which what is not ASCII takes two bytes a character', () => {
  const isRemembered = memoryOf();
  const textOf = (index: number) => `${String(index).padStart(4, '0')}${'中'.repeat(4_092)}`;
  for (let index = 0; index < 512; index++) isRemembered(textOf(index));
  assert.equal(isRemembered(textOf(0)), true);
  isRemembered(textOf(512));
  assert.deepEqual([isRemembered(textOf(0)), isRemembered(textOf(1))], [true, false]);
});

test('what is shorter than 64 characters is not remembered', () => {
  const isRemembered = memoryOf();
  for (const length of [63, 64]) isRemembered('x'.repeat(length));
  assert.deepEqual([isRemembered('x'.repeat(63)), isRemembered('x'.repeat(64))], [false, true]);
});
