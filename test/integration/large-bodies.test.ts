/**
 * Bodies that a worker parses: what they say counts as if they were small, whoever leaves frees his slot, and no body is too
 * complex for the server.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { playCounted, startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const MIB = 1_048_576;
const SETTINGS = { MAX_BODY_BYTES: String(16 * MIB), HTTP10_PORT: 'off' };

interface Asked {
  readonly status: number;
  readonly text: string;
}

async function ask(url: string, path: string, body: string, signal?: AbortSignal): Promise<Asked> {
  const reply = await request(`${url}${path}`, {
    method: 'POST',
    body,
    ...(signal === undefined ? {} : { signal }),
  });
  return { status: reply.statusCode, text: await reply.body.text() };
}

const chatOf = (content: string, more: object = {}) =>
  JSON.stringify({ messages: [{ role: 'user', content }], ...more });

test('every API answers a large body as it answers a small one', async () => {
  const { url } = await startTestServer(SETTINGS);
  const large = 'word '.repeat(60_000);
  for (const [path, body] of [
    ['/v1/chat/completions', chatOf(large)],
    ['/compatible-mode/v1/chat/completions', chatOf(large)],
    ['/openai/deployments/gpt-4o/chat/completions', chatOf(large)],
    ['/v1/completions', JSON.stringify({ prompt: large })],
    ['/v1/responses', JSON.stringify({ input: large })],
    ['/v1/embeddings', JSON.stringify({ input: large, dimensions: 2 })],
    ['/v1/messages', chatOf(large, { max_tokens: 9 })],
  ] as const) {
    const { status, text } = await ask(url, path, body);
    assert.equal(status, 200, `${path}: ${text}`);
    const { usage, model } = JSON.parse(text);
    assert.equal(Math.floor((usage.prompt_tokens ?? usage.input_tokens) / 100), 750, path);
    if (path.includes('gpt-4o')) assert.equal(model, 'gpt-4o');
  }
});

test('embeddings of 300,000 token integers are answered', async () => {
  const { url } = await startTestServer(SETTINGS);
  const input = Array.from({ length: 300_000 }, (_, index) => index);
  const { status, text } = await ask(url, '/v1/embeddings', JSON.stringify({ input, dimensions: 2 }));
  assert.equal(status, 200, text.slice(0, 200));
  assert.equal(JSON.parse(text).usage.prompt_tokens, 300_000);
});

test('what a large body says is echoed, and an end that it asks for is kept', async () => {
  const { url } = await startTestServer({ ...SETTINGS, RESPONSE_CONTENT: 'echo' });
  const body = chatOf(`${'word '.repeat(60_000)}`, { stop: 'word word word', max_tokens: 5, model: 'mine' });
  const { text } = await ask(url, '/v1/chat/completions', body);
  assert.equal(JSON.parse(text).choices[0].message.content, '');
  const shorter = chatOf(`begin ${'word '.repeat(60_000)}`, { stop: 'word word', model: 'mine' });
  const reply = JSON.parse((await ask(url, '/v1/chat/completions', shorter)).text);
  assert.deepEqual([reply.choices[0].message.content, reply.model], ['begin ', 'mine']);
});

test('with a seed the plan of a large body depends on its bytes alone', async () => {
  const settings = { ...SETTINGS, SEED: '7', OUTPUT_TOKENS: 'uniform(1,1000)' };
  const servers = [await startTestServer(settings), await startTestServer(settings)] as const;
  const tokensOf = async (url: string, content: string) =>
    JSON.parse((await ask(url, '/v1/chat/completions', chatOf(content))).text).usage.completion_tokens;
  const bodies = [1, 2, 3, 4].map((n) => `${n}`.repeat(300_000));
  const first = [];
  for (const body of bodies) first.push(await tokensOf(servers[0].url, body));
  const second = [];
  for (const body of bodies.toReversed()) second.unshift(await tokensOf(servers[1].url, body));
  assert.deepEqual(first, second);
  assert.equal(new Set(first).size, bodies.length);
});

test('with USAGE=exact a large prompt is counted where it is parsed', async () => {
  const settings = { ...SETTINGS, USAGE: 'exact', RESPONSE_DELAY: '3s', WORKER_THREADS: '1' };
  const server = await startSteppedServer(settings);
  const content = 'Count me exactly. '.repeat(15_000);
  const reply = ask(server.url, '/v1/chat/completions', chatOf(content));
  const { text } = await playCounted(server, reply, 3_000);
  assert.equal(JSON.parse(text).usage.prompt_tokens, 3 + 3 + 1 + encode(content).length);
  assert.equal(server.state.usageEstimates, 0);
  assert.deepEqual(server.workerFailures, []);
});

const tooComplex: readonly (readonly [name: string, body: string])[] = [
  ['empty objects, 16 MiB of them', `{"messages":[${'{},'.repeat(5_500_000)}{}]}`],
  ['arrays within each other, 8 million', `{"messages":${'['.repeat(8_000_000)}`],
  [
    'fields, 1.4 million',
    `{${Array.from({ length: 1_400_000 }, (_, n) => `"${n.toString(36)}":0`).join(',')}}`,
  ],
  ['arrays within each other, 129, in a small body', `{"messages":${'['.repeat(129)}${']'.repeat(129)}}`],
];

for (const [name, body] of tooComplex) {
  test(`a body that is too complex is refused in the shape of its API: ${name}`, async () => {
    const { url, workerFailures, state } = await startTestServer(SETTINGS);
    const openAi = await ask(url, '/v1/chat/completions', body);
    assert.equal(openAi.status, 400);
    assert.equal(JSON.parse(openAi.text).error.code, 'body_too_complex');
    assert.match(JSON.parse(openAi.text).error.message, /, but at most (128|524288) are allowed\.$/);
    const anthropic = await ask(url, '/v1/messages', body);
    assert.equal(JSON.parse(anthropic.text).type, 'error');
    assert.deepEqual([state.active, workerFailures], [0, []]);
  });
}

test('what a worker finds wrong in a large body the client is told, with the field', async () => {
  const { url } = await startTestServer(SETTINGS);
  const wrong = await ask(url, '/v1/chat/completions', chatOf('x'.repeat(300_000), { temperature: 9 }));
  assert.deepEqual([wrong.status, JSON.parse(wrong.text).error.param], [400, 'temperature']);
  const noJson = await ask(url, '/v1/chat/completions', 'x'.repeat(300_000));
  assert.match(JSON.parse(noJson.text).error.message, /could not be parsed as JSON/);
});

const toolOf = (name: string) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
});

test('tools beyond 256 KiB or 16,384 values are refused, and the names of many are not told', async () => {
  const { url } = await startTestServer(SETTINGS);
  const say = async (tools: object[], more: object = {}) => {
    const { status, text } = await ask(
      url,
      '/v1/chat/completions',
      chatOf('x'.repeat(270_000), { tools, ...more }),
    );
    return { status, ...(JSON.parse(text).error ?? {}) };
  };
  const many = (count: number) => Array.from({ length: count }, (_, index) => toolOf(`tool_${index}`));
  assert.equal((await say(many(1_000))).status, 200);
  const long = await say([toolOf('a'.repeat(300_000))]);
  assert.deepEqual([long.status, long.code], [400, 'body_too_complex']);
  assert.match(long.message, / have 3\d{5} bytes as JSON, but at most 262144 are allowed\.$/);
  const dense = { type: 'function', function: { name: 'a', parameters: { enum: Array(20_000).fill(0) } } };
  assert.match((await say([dense])).message, / have 2\d{4} values as JSON, but at most 16384 are allowed\.$/);
  const unknown = { tool_choice: { type: 'function', function: { name: 'no' } } };
  const told = await say(many(40_000), unknown);
  assert.deepEqual([told.status, told.message.length <= 4_097], [400, true]);
});

test('where memory for reading a body will not be there, it gets 503 and a reason, and small ones are answered', async () => {
  const { url, state } = await startTestServer({ ...SETTINGS, MAX_BUFFERED_BYTES: '2MiB' });
  const { status, text } = await ask(url, '/v1/chat/completions', chatOf('x'.repeat(400_000)));
  assert.deepEqual([status, JSON.parse(text).error.code], [503, 'memory_exceeded']);
  assert.equal((await ask(url, '/v1/chat/completions', chatOf('x'.repeat(300_000)))).status, 200);
  assert.deepEqual([state.bufferedBytes, state.rejectionsFor('memory')], [0, 1]);
});

test('clients that leave while their bodies wait or are parsed free their slots, and the others are answered', async () => {
  const server = await startTestServer({ ...SETTINGS, MAX_CONCURRENT: '30' });
  const body = chatOf('word '.repeat(800_000));
  const leaving = new AbortController();
  const left = Array.from({ length: 20 }, () =>
    ask(server.url, '/v1/chat/completions', body, leaving.signal),
  );
  const staying = Array.from({ length: 10 }, () => ask(server.url, '/v1/chat/completions', body));
  const settled = Promise.allSettled(left);
  await until(() => server.state.active > 10, 'some are there');
  leaving.abort();
  await settled;
  for (const { status } of await Promise.all(staying)) assert.equal(status, 200);
  await until(() => server.state.active === 0, 'no slot is held');
  assert.deepEqual(server.workerFailures, []);
});

test('large bodies are read on the HTTP/1.0 port as well', async () => {
  const server = await startTestServer({ ...SETTINGS, HTTP10_PORT: '0' });
  const { status, text } = await ask(
    `http://127.0.0.1:${server.http10Port}`,
    '/v1/completions',
    JSON.stringify({ prompt: 'x'.repeat(300_000) }),
  );
  assert.equal(status, 200, text);
});
