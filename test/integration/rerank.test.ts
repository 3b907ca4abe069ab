/** Ranking over real sockets: who is asked at which path, and what holds for every API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const server = await startTestServer({ ADMIN_KEY });
const BODY = {
  model: 'rerank-v3.5',
  query: 'red fox',
  documents: ['the moon', 'a red fox', { text: 'grass' }],
  top_n: 2,
};
const COHERE = { 'x-fern-sdk-name': 'cohere' };

interface Reply {
  readonly status: number;
  // What a reply holds is told by the test that reads it.
  readonly body: ReturnType<JSON['parse']>;
}

async function ask(
  path: string,
  body: object,
  headers: Record<string, string> = {},
  url = server.url,
): Promise<Reply> {
  const reply = await request(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: reply.statusCode, body: await reply.body.json() };
}

const indexes = (reply: Reply) => reply.body.results.map(({ index }: { index: number }) => index);

test('at every path the best documents come first, with the documents where that is the custom', async () => {
  for (const [path, headers, hasDocuments] of [
    ['/v1/rerank', {}, true],
    ['/rerank', {}, true],
    ['/v2/rerank', {}, false],
    ['/v1/rerank', COHERE, false],
  ] as const) {
    const reply = await ask(path, BODY, headers);
    assert.equal(reply.status, 200, path);
    assert.deepEqual([indexes(reply).length, indexes(reply)[0]], [2, 1], path);
    assert.equal('document' in reply.body.results[0], hasDocuments, path);
    assert.equal('usage' in reply.body, hasDocuments, path);
  }
});

test('an error has the shape of whoever is asked', async () => {
  const empty = { ...BODY, documents: [] };
  const plain = await ask('/v1/rerank', empty);
  assert.deepEqual(
    [plain.status, Object.keys(plain.body.error)],
    [400, ['message', 'type', 'param', 'code']],
  );
  for (const [path, headers] of [
    ['/v2/rerank', {}],
    ['/v1/rerank', COHERE],
  ] as const) {
    const reply = await ask(path, empty, headers);
    assert.deepEqual(reply, {
      status: 400,
      body: { message: 'invalid request: list of documents must not be empty' },
    });
  }
  const unknown = await ask('/v2/nothing', {});
  assert.deepEqual([unknown.status, Object.keys(unknown.body)], [404, ['message']]);
});

test('a ranking takes as long as it is told to, fails as it is told to, and is in the journal', async () => {
  const stepped = await startSteppedServer({ ADMIN_KEY, RESPONSE_DELAY_SECONDS: '2' });
  let status = 0;
  const reply = ask('/v2/rerank', BODY, {}, stepped.url).then((got) => {
    status = got.status;
  });
  await until(() => stepped.state.active === 1, 'it is in flight');
  await until(() => stepped.clock.isArmed, 'it waits');
  stepped.clock.advance(1_999);
  assert.equal(status, 0);
  stepped.clock.advance(1);
  await reply;
  assert.equal(status, 200);
  const fault = await ask('/v2/rerank', { ...BODY, model: 'm;fault=429' });
  assert.deepEqual([fault.status, Object.keys(fault.body)], [429, ['message']]);
  const { requests } = (await control(server.url, 'GET', '/journal?limit=1')).body as unknown as {
    requests: readonly Record<string, unknown>[];
  };
  assert.deepEqual(
    [requests[0]?.path, requests[0]?.status, requests[0]?.model],
    ['/v2/rerank', 429, 'm;fault=429'],
  );
});

test('documents that are given back are long where they are long', async () => {
  const documents = Array.from({ length: 20 }, (_, index) => `${index} ${'é'.repeat(2_000)}`);
  const { url } = await startTestServer({ MAX_BODY_BYTES: '1000000' });
  for (const top of [1, 20]) {
    const reply = await ask('/v1/rerank', { query: '7', documents, top_n: top }, {}, url);
    const { results } = reply.body;
    assert.equal(results.length, top);
    for (const { index, document } of results) assert.equal(document.text, documents[index]);
  }
});
