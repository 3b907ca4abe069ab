import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';

const { baseUrlOf, snippetsFor } =
  await loadDashboard<typeof import('../../../dist/dashboard/start/snippets.js')>('start/snippets');
const { wordsOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/start/answer-words.js')>('start/answer-words');
const { parseFailures } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/failures-decoder.js')>(
    'data/failures-decoder',
  );

const PLACE = { baseUrl: 'http://127.0.0.1:8080/v1', model: 'gpt-4o', wantsKey: false };

test('the base URL is that of the browser, below the prefix that a proxy gave', () => {
  assert.equal(baseUrlOf('http://127.0.0.1:8080/'), 'http://127.0.0.1:8080/v1');
  assert.equal(baseUrlOf('https://host/mock/'), 'https://host/mock/v1');
});

test('a key stands in the snippets where the server asks for one', () => {
  for (const { code } of snippetsFor(PLACE)) assert.equal(code.includes('YOUR_KEY'), false, code);
  for (const { code } of snippetsFor({ ...PLACE, wantsKey: true }))
    assert.ok(code.includes('YOUR_KEY'), code);
  for (const { code } of snippetsFor(PLACE)) assert.ok(code.includes(PLACE.baseUrl), code);
});

test('no name of a model gets out of its quotes', () => {
  const model = `a'b"c\\d`;
  const [curl, python, javaScript] = snippetsFor({ ...PLACE, model });
  assert.ok(curl?.code.includes(`{"model":"a'\\''b\\"c\\\\d"`), curl?.code);
  assert.ok(python?.code.includes(`model=${JSON.stringify(model)},`));
  assert.ok(javaScript?.code.includes(`model: ${JSON.stringify(model)},`));
});

test('of an answer or an error its words are shown, of anything else its beginning', () => {
  assert.equal(wordsOf('{"choices":[{"message":{"content":" hi "}}]}'), 'hi');
  assert.equal(wordsOf('{"error":{"message":"no"}}'), 'no');
  for (const text of ['<html>', '{}', 'null', '[]', '"x"']) assert.equal(wordsOf(text), text);
  assert.equal(wordsOf('x'.repeat(1_000)).length, 161);
});

test('a list of refusals is read from the message that is one, whatever else is sent', () => {
  const line = { atMs: 1, count: 2, method: 'GET', path: '/', reason: 'not_found' };
  assert.deepEqual(
    parseFailures(
      JSON.stringify({ failures: [line, 7, null, {}, { ...line, reason: 'of_tomorrow' }], unlisted: 3 }),
    ),
    {
      failures: [line],
      unlisted: 3,
    },
  );
  assert.equal(parseFailures(JSON.stringify({ failures: Array(200).fill(line) }))?.failures.length, 50);
  for (const text of ['{"columns":[]}', 'null', '[]', 'x', '7']) assert.equal(parseFailures(text), null);
});
