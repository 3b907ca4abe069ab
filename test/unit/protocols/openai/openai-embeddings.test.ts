import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { embeddingsProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import { accept, fieldsOf, replyOf } from '../../../support/protocol-answers.js';

interface Embedding {
  readonly object: string;
  readonly index: number;
  readonly embedding: number[] | string;
}

function vectorsOf(input: unknown, fields: object = {}): readonly number[][] {
  const { data } = JSON.parse(replyOf(embeddingsProtocol, { input, ...fields })) as { data: Embedding[] };
  return data.map(({ embedding }) => (typeof embedding === 'string' ? floatsOf(embedding) : embedding));
}

/** As the official clients read it. */
function floatsOf(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  assert.equal(bytes.length % 4, 0);
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

const lengthOf = (vector: readonly number[]) => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, index) => sum + x * (b[index] as number), 0);

test('a reply, byte for byte but for the signs, which depend on the input alone', () => {
  const reply = replyOf(embeddingsProtocol, { model: 'm', input: 'abcd', dimensions: 4 });
  assert.equal(
    reply.replaceAll('-', ''),
    '{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,0.5,0.5,0.5]}],"model":"m",' +
      '"usage":{"prompt_tokens":7,"total_tokens":7}}',
  );
});

test('vectors do not change from one version of the server to the next', () => {
  const signs = (input: unknown) =>
    vectorsOf(input, { dimensions: 40 })[0]
      ?.map((x) => (x > 0 ? '+' : '-'))
      .join('');
  assert.equal(signs('abcd'), '---+++----++----+----+--++++--+-++--++++');
  assert.equal(signs([1, 2, 3]), '+-++-+++-+++-----++++---+++--++----+-+--');
});

test('without dimensions a vector has 1536 components, all ±1/√1536 as a 32-bit float', () => {
  const [vector] = vectorsOf('abcd');
  assert.equal(vector?.length, 1536);
  assert.deepEqual([...new Set(vector?.map(Math.abs))], [0.0255155191]);
});

test('any text has a vector of unit length in any dimension, the same each time, and the same in base64', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.integer({ min: 1, max: 8192 }),
      (text, dimensions) => {
        const [vector] = vectorsOf(text, { dimensions }) as [number[]];
        const [decoded] = vectorsOf(text, { dimensions, encoding_format: 'base64' }) as [number[]];
        assert.equal(vector.length, dimensions);
        assert.equal(Math.abs(lengthOf(vector) - 1) <= 1e-6, true);
        assert.deepEqual(vector.map(Math.fround), decoded);
        assert.deepEqual(vectorsOf(text, { dimensions })[0], vector);
      },
    ),
    { numRuns: 50 },
  );
});

test('batches have the vectors of their inputs, in order and numbered', () => {
  const inputs = ['a', 'b', 'a'];
  const { data } = JSON.parse(replyOf(embeddingsProtocol, { input: inputs, dimensions: 8 })) as {
    data: Embedding[];
  };
  assert.deepEqual(
    data.map(({ object, index }) => [object, index]),
    [0, 1, 2].map((index) => ['embedding', index]),
  );
  assert.deepEqual(
    data.map(({ embedding }) => embedding),
    inputs.map((input) => vectorsOf(input, { dimensions: 8 })[0]),
  );
});

test('different inputs are nearly at right angles: texts, tokens, and the same numbers as either', () => {
  const inputs = ['a', 'b', 'ab', 'ba', 'a ', [1, 2], [2, 1], [97]];
  const vectors = inputs.map((input) => vectorsOf(input)[0] as number[]);
  for (const [i, a] of vectors.entries()) {
    for (const b of vectors.slice(i + 1)) assert.equal(Math.abs(dot(a, b)) < 0.12, true, `${inputs[i]}`);
  }
});

test('a shorter vector is not the start of a longer one', () => {
  const [short] = vectorsOf('a', { dimensions: 64 }) as [number[]];
  const [long] = vectorsOf('a', { dimensions: 128 }) as [number[]];
  assert.notDeepEqual(short.map(Math.sign), long.slice(0, 64).map(Math.sign));
});

test('more lengths of vectors than are kept prepared are answered all the same', () => {
  for (let dimensions = 1; dimensions <= 40; dimensions++) {
    assert.equal(vectorsOf('a', { dimensions })[0]?.length, dimensions);
  }
});

test('a held request keeps a hash of 32 bits for each input, and nothing of the input', () => {
  const request = accept(embeddingsProtocol, { input: ['secret', 'x'] }, { keepUserText: true });
  assert.deepEqual(fieldsOf(request), {
    model: 'the-default',
    promptTokens: 3,
    speaks: false,
    tokensMax: null,
    stop: [],
    stream: false,
    choices: 1,
    userText: null,
    ask: null,
  });
  assert.equal(request.hashes.length, 2);
  for (const hash of request.hashes) assert.equal(hash, hash | 0);
  assert.equal(JSON.stringify(request).includes('secret'), false);
  assert.equal(embeddingsProtocol.openStream, null);
});

test('tokens are counted by their number', () => {
  const tokensOf = (input: unknown) => accept(embeddingsProtocol, { input }).promptTokens;
  assert.equal(tokensOf([1, 2, 3]), 3);
  assert.equal(tokensOf([[1, 2], [3]]), 3);
});

test('the largest batch in the most dimensions is a whole reply', () => {
  const input = Array.from({ length: 2048 }, () => 'x');
  const reply = replyOf(embeddingsProtocol, { input, dimensions: 3072, encoding_format: 'base64' });
  const { data } = JSON.parse(reply) as { data: Embedding[] };
  assert.equal(data.length, 2048);
  assert.equal(data.at(-1)?.embedding.length, 16_384);
});
