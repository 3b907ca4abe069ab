import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { startTestServer } from '../support/in-process.js';
import { refusalOf } from '../support/sdk-refusal.js';
import { startSteppedServer } from '../support/stepped-server.js';

const TEXT = 'One two three four';
const MODEL = 'gpt-4o';
const server = await startTestServer({ RESPONSE_TEXT: TEXT, MAX_BODY_BYTES: '1MiB' });

function clientOf({ url }: { readonly url: string }, mount = '/v1'): OpenAI {
  return new OpenAI({ baseURL: url + mount, apiKey: 'any', maxRetries: 0 });
}

const { responses } = clientOf(server);

for (const mount of ['/v1', '/openai/v1', '/compatible-mode/v1']) {
  test(`${mount} gives a response again by its id, and no more once it was deleted`, async () => {
    const { responses: own } = clientOf(server, mount);
    const { _request_id: _, ...created } = await own.create({ model: MODEL, input: 'hello' });
    assert.equal((created as { store?: boolean }).store, true);
    const { _request_id: __, ...again } = await own.retrieve(created.id);
    assert.deepEqual(again, created);
    await own.delete(created.id);
    const gone = await refusalOf(own.retrieve(created.id), OpenAI.NotFoundError);
    assert.match(gone.message, new RegExp(`Response with id '${created.id}' not found`));
    await refusalOf(own.delete(created.id), OpenAI.NotFoundError);
  });
}

test('AzureOpenAI gives a response again', async () => {
  const { responses: own } = new AzureOpenAI({
    endpoint: server.url,
    apiKey: 'any',
    apiVersion: '2025-03-01-preview',
  });
  const { id } = await own.create({ model: MODEL, input: 'hello' });
  assert.equal((await own.retrieve(id)).output_text, TEXT);
});

test('a streamed response is stored when it has ended, one that says store: false is not', async () => {
  const events: OpenAI.Responses.ResponseStreamEvent[] = [];
  for await (const event of await responses.create({ model: MODEL, input: 'hello', stream: true }))
    events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'response.completed') assert.fail(last?.type);
  const { _request_id: _, output_text: __, ...again } = await responses.retrieve(last.response.id);
  assert.deepEqual(again, last.response);
  const untold = await responses.create({ model: MODEL, input: 'hello', store: false });
  assert.equal((untold as { store?: boolean }).store, false);
  await refusalOf(responses.retrieve(untold.id), OpenAI.NotFoundError);
});

test('the items of the input are told, the last first, a page at a time, as the service writes them', async () => {
  const { id } = await responses.create({
    model: MODEL,
    input: [
      { role: 'system', content: 'Sei kürzer.' },
      { role: 'user', content: [{ type: 'input_text', text: '你好' }] },
      { role: 'assistant', content: 'Hm.' },
    ],
  });
  const texts: unknown[] = [];
  for await (const item of responses.inputItems.list(id, { limit: 2, order: 'asc' })) {
    if (item.type !== 'message') assert.fail(item.type);
    texts.push([item.role, item.content]);
  }
  assert.deepEqual(texts, [
    ['system', [{ type: 'input_text', text: 'Sei kürzer.' }]],
    ['user', [{ type: 'input_text', text: '你好' }]],
    ['assistant', [{ type: 'output_text', text: 'Hm.' }]],
  ]);
  const { data, has_more } = await responses.inputItems.list(id, { limit: 1 });
  assert.deepEqual([data.length, has_more, data[0]?.type], [1, true, 'message']);
  const plain = await responses.create({ model: MODEL, input: 'hello' });
  const one = await responses.inputItems.list(plain.id);
  assert.deepEqual([one.data.length, (one.data[0] as { role?: string }).role], [1, 'user']);
  const wrong = await refusalOf(responses.inputItems.list(id, { limit: 0 }), OpenAI.BadRequestError);
  assert.equal(wrong.param, 'limit');
});

test('a response that is long is told again, on both listeners', async () => {
  const both = await startTestServer({ HTTP10_PORT: '0' });
  const made = await clientOf(both).responses.create({ model: `${MODEL};tokens=20000`, input: 'hello' });
  assert.ok(made.output_text.length > 65_536);
  for (const port of [both.port, both.http10Port]) {
    const { responses: own } = clientOf({ url: `http://127.0.0.1:${port}` });
    assert.equal((await own.retrieve(made.id)).output_text, made.output_text);
  }
});

test('an input that is too long to be kept says so', async () => {
  const { id } = await responses.create({ model: MODEL, input: 'x'.repeat(80_000) });
  assert.equal((await responses.retrieve(id)).output_text, TEXT);
  const error = await refusalOf(responses.inputItems.list(id), OpenAI.NotFoundError);
  assert.match(error.message, /The input of this response is not kept/);
});

// What is kept of inputs is bounded in each thread that serves: with several it is forgotten later.
test('the input of a request that comes again is kept again, whatever came between', async () => {
  const { responses } = clientOf(await startTestServer({ MAX_BODY_BYTES: '1MiB', SOCKET_THREADS: '1' }));
  const ask = () => responses.create({ model: MODEL, input: 'the same' });
  for (let times = 0; times < 4; times++) await ask();
  const { id } = await ask();
  for (let others = 0; others < 140; others++) {
    await responses.create({ model: MODEL, input: `${others}${'x'.repeat(60_000)}` });
  }
  await refusalOf(responses.inputItems.list(id), OpenAI.NotFoundError);
  const again = await ask();
  assert.equal((await responses.inputItems.list(again.id)).data.length, 1);
});

test('a conversation counts what was said before, and is refused where that is unknown or deleted', async () => {
  const first = await responses.create({ model: MODEL, input: 'hello' });
  for (const again of [1, 2, 3]) {
    const next = await responses.create({ model: MODEL, input: 'hello', previous_response_id: first.id });
    assert.equal(next.previous_response_id, first.id);
    assert.equal(next.usage?.input_tokens, 8 + 8 + 4, `try ${again}`);
  }
  await responses.delete(first.id);
  for (const id of [first.id, 'resp_unknown', 'nonsense']) {
    const answer = responses.create({ model: MODEL, input: 'hello', previous_response_id: id });
    const error = await refusalOf(answer, OpenAI.BadRequestError);
    assert.deepEqual([error.code, error.param], ['previous_response_not_found', 'previous_response_id']);
  }
});

test('a response in the background is queued, in progress and completed by its planned times', async () => {
  const stepped = await startSteppedServer({
    TIME_TO_FIRST_TOKEN: '100ms',
    INTER_TOKEN_LATENCY: '50ms',
    RESPONSE_TEXT: TEXT,
  });
  const { responses: own } = clientOf(stepped);
  const { id, status, background, output } = await own.create({
    model: MODEL,
    input: 'hello',
    background: true,
  });
  assert.deepEqual([status, background, output], ['queued', true, []]);
  assert.equal(stepped.state.active, 0);
  const seen: unknown[] = [];
  for (const ms of [0, 99, 1, 149, 1]) {
    stepped.clock.advance(ms);
    const { status: now, output_text, usage } = await own.retrieve(id);
    seen.push([now, output_text, usage?.output_tokens]);
  }
  assert.deepEqual(seen, [
    ['queued', '', undefined],
    ['queued', '', undefined],
    ['in_progress', '', undefined],
    ['in_progress', '', undefined],
    ['completed', TEXT, 4],
  ]);
});

test('a response in the background can be cancelled until it is done, others cannot', async () => {
  const stepped = await startSteppedServer({ RESPONSE_DELAY: '1s' });
  const { responses: own } = clientOf(stepped);
  const { id } = await own.create({ model: MODEL, input: 'hello', background: true });
  assert.equal((await own.cancel(id)).status, 'cancelled');
  stepped.clock.advance(1_000);
  assert.equal((await own.retrieve(id)).status, 'cancelled');
  const other = await own.create({ model: MODEL, input: 'hello', background: true });
  stepped.clock.advance(1_000);
  const done = await refusalOf(own.cancel(other.id), OpenAI.BadRequestError);
  assert.match(done.message, /Cannot cancel a completed response/);
  const plain = await responses.create({ model: MODEL, input: 'hello' });
  const error = await refusalOf(responses.cancel(plain.id), OpenAI.BadRequestError);
  assert.match(error.message, /Cannot cancel a synchronous response/);
});

test('with STORED_RESPONSES=0 nothing is stored, and a conversation is not looked at', async () => {
  const forgetful = clientOf(await startTestServer({ STORED_RESPONSES: '0' })).responses;
  const created = await forgetful.create({ model: MODEL, input: 'hello', background: true });
  assert.deepEqual([created.status, (created as { store?: boolean }).store], ['completed', false]);
  await refusalOf(forgetful.retrieve(created.id), OpenAI.NotFoundError);
  await forgetful.create({ model: MODEL, input: 'hello', previous_response_id: 'resp_unknown' });
});

test('a wrong key and a wrong method are refused', async () => {
  const keyed = await startTestServer({ API_KEY: 'sk-right' });
  await refusalOf(clientOf(keyed).responses.retrieve('resp_x'), OpenAI.AuthenticationError);
  for (const [method, path, allow] of [
    ['PUT', '/v1/responses/resp_x', 'GET, HEAD, DELETE'],
    ['GET', '/v1/responses/resp_x/cancel', 'POST'],
    ['POST', '/v1/responses/resp_x/input_items', 'GET, HEAD'],
  ]) {
    const reply = await fetch(`${server.url}${path}`, { method: method as string });
    assert.deepEqual([reply.status, reply.headers.get('allow')], [405, allow]);
  }
});
