/** Where a fault can be asked for, which place wins, and what a mistake is answered with; orders through API and library; RST. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import OpenAI from 'openai';
import { startMock } from '../../dist/library/start-mock.js';
import { spawnServer } from '../support/child-process.js';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { askRaw } from '../support/wire-end.js';

const file = join(tmpdir(), `models-with-faults-${process.pid}.yaml`);
writeFileSync(file, 'models:\n  row:\n    faults: "502"\n  well:\n    faults: none\n');
after(() => rmSync(file));

async function ask(url: string, model: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
  });
  return { status: response.status, text: await response.text() };
}

const statusOf = async (...asked: Parameters<typeof ask>): Promise<number> => (await ask(...asked)).status;

test('a row counts more than the setting, the name of the model more than a row, a header more than all; none takes back', async () => {
  const { url } = await startTestServer({ FAULTS: '501', MODELS_FILE: file });
  for (const [model, header, status] of [
    ['other', null, 501],
    ['row', null, 502],
    ['well', null, 200],
    ['row;fault=503', null, 503],
    ['row;fault=503', '504', 504],
    ['row;fault=none', null, 200],
    ['row;fault=503', 'none', 200],
    ['other', 'none', 200],
  ] as const) {
    const got = await statusOf(url, model, header === null ? {} : { 'x-mock-fault': header });
    assert.equal(got, status, `${model} with ${header}`);
  }
});

test('where overrides are not allowed neither name nor header has an effect', async () => {
  const { url } = await startTestServer({ FAULTS: '501', ALLOW_REQUEST_OVERRIDES: 'false' });
  assert.equal(await statusOf(url, 'm;fault=503', { 'x-mock-fault': '504' }), 501);
});

test('a mistake in a request is told with its place and status 400, and is no fault', async () => {
  const { url, state } = await startTestServer();
  const { status, text } = await ask(url, 'm', { 'x-mock-fault': '5%:resett' });
  assert.equal(status, 400);
  assert.match(text, /did you mean reset\?\) \(at character 4 of \\"5%:resett\\"\)/);
  assert.equal(await statusOf(url, 'm;fault=200'), 400);
  assert.equal(state.rejectionsFor('invalid_request'), 2);
});

test('counted faults are counted by the name of the model, for equal requests too', async () => {
  const { url } = await startTestServer({ FAULTS: 'first(2):503' });
  const statuses = [];
  for (const model of ['a', 'a', 'b', 'a', 'b', 'b']) statuses.push(await statusOf(url, model));
  assert.deepEqual(statuses, [503, 503, 503, 200, 503, 200]);
});

test('with a seed the same requests fail, whatever their order', async () => {
  const { url } = await startTestServer({ FAULTS: '50%:503', SEED: '7' });
  const names = Array.from({ length: 40 }, (_, index) => `m${index}`);
  const run = async (order: readonly string[]) => {
    const all = await Promise.all(order.map(async (name) => [name, await statusOf(url, name)] as const));
    return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)));
  };
  const first = await run(names);
  assert.deepEqual(new Set(first.values()), new Set([200, 503]));
  assert.deepEqual(await run(names.toReversed()), first);
});

test('the next requests that match fail as was ordered by the control API, and no other', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  const order = {
    fault: '429(retry-after=2s)',
    count: 2,
    match: { model: 'gpt*', endpoint: '/v1/chat/completions' },
  };
  const said = await control(url, 'POST', '/faults/next', order);
  assert.ok(said.status < 300, JSON.stringify(said.body));
  const statuses = [];
  for (const model of ['gpt-4o', 'other', 'gpt-5', 'gpt-4o']) statuses.push(await statusOf(url, model));
  assert.deepEqual(statuses, [429, 200, 429, 200]);
  assert.equal((await control(url, 'POST', '/faults/next', { fault: '5%:429' })).status, 400);
});

test('what the library was told to fail fails, and the SDK tries again as often as it may', async () => {
  await using mock = await startMock({ outputTokens: 2 });
  const client = new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: 'sk-any', maxRetries: 2 });
  const hello = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hello' }] };
  mock.failNext('503(retry-after=1ms)', { count: 2 });
  assert.equal((await client.chat.completions.create(hello)).usage?.completion_tokens, 2);
  assert.deepEqual(
    mock.requests().map(({ status, fault }) => [status, fault]),
    [
      [200, null],
      [503, '503(retry-after=1ms)'],
      [503, '503(retry-after=1ms)'],
    ],
  );
  mock.failNext('429(quota,retry-after=1ms)', { count: 3 });
  await assert.rejects(client.chat.completions.create(hello), OpenAI.RateLimitError);
  assert.equal((await client.chat.completions.create(hello)).usage?.completion_tokens, 2);
});

test('a cut by RST is one, behind the bytes that came ahead of it', async () => {
  const { port } = await spawnServer({ RESPONSE_DELAY_SECONDS: '0' });
  for (const stream of [false, true]) {
    const body = JSON.stringify({
      model: 'm;fault=cut(reset)',
      stream,
      messages: [{ role: 'user', content: 'a' }],
    });
    const got = await askRaw(
      port,
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      true,
    );
    assert.deepEqual([got.end, got.status, got.isWhole], ['rst', 200, false]);
  }
});
