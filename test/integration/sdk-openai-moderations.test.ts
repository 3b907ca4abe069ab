import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';
import { refusalOf } from '../support/sdk-refusal.js';

const server = await startTestServer({ MAX_BODY_BYTES: '64KiB' });
const { moderations } = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });

test('each text that is to be judged has a result of thirteen categories, and nothing is flagged', async () => {
  const model = 'omni-moderation-latest';
  const reply = await moderations.create({ model, input: ['hello', 'world'] });
  assert.match(reply.id, /^modr-/);
  assert.deepEqual([reply.model, reply.results.length], [model, 2]);
  for (const { flagged, categories, category_scores, category_applied_input_types } of reply.results) {
    assert.equal(flagged, false);
    assert.equal(Object.keys(categories).length, 13);
    assert.ok(Object.values(categories).every((isIn) => isIn === false));
    assert.deepEqual(Object.keys(category_scores), Object.keys(categories));
    assert.deepEqual(category_applied_input_types.violence, ['text', 'image']);
  }
});

test('one text, or one input of parts, has one result', async () => {
  const url = 'data:image/png;base64,iVBORw0KGgo=';
  const parts = [
    { type: 'text' as const, text: 'hello' },
    { type: 'image_url' as const, image_url: { url } },
  ];
  for (const input of ['hello', parts]) {
    assert.equal((await moderations.create({ input })).results.length, 1);
  }
});

test('the fault `filter` flags what was judged', async () => {
  const { results } = await moderations.create({ input: 'hello' }, { headers: { 'x-mock-fault': 'filter' } });
  assert.deepEqual([results[0]?.flagged, results[0]?.categories.harassment], [true, true]);
  assert.ok((results[0]?.category_scores.harassment ?? 0) > 0.9);
});

test('as many results as one may ask for come whole, though they are long', async () => {
  const { results } = await moderations.create({ input: Array(2_048).fill('hello') });
  assert.equal(results.length, 2_048);
});

test('what cannot be judged is refused with the name of the field', async () => {
  for (const [input, param] of [
    [undefined, 'input'],
    [[], 'input'],
    [7, 'input'],
    [['a', 7], 'input[1]'],
    [[{ type: 'video' }], 'input[0].type'],
    [Array(2_049).fill('a'), 'input'],
  ]) {
    const answer = moderations.create({ input: input as string });
    const error = await refusalOf(answer, OpenAI.BadRequestError);
    assert.equal(error.param, param);
  }
});
