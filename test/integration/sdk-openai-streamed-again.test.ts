// Owns: stored responses that are streamed again: the events of before, from wherever a client wants them, and those of a response in
// the background when they would have come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { startTestServer } from '../support/in-process.js';
import { refusalOf } from '../support/sdk-refusal.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const TEXT = 'One two three four';
const MODEL = 'gpt-4o';
type Event = OpenAI.Responses.ResponseStreamEvent;

const server = await startTestServer({ RESPONSE_TEXT: TEXT, HTTP10_PORT: '0' });

function clientOf({ url }: { readonly url: string }, mount = '/v1'): OpenAI.Responses {
  return new OpenAI({ baseURL: url + mount, apiKey: 'any', maxRetries: 0 }).responses;
}

const responses = clientOf(server);

async function all(events: Promise<AsyncIterable<Event>>): Promise<Event[]> {
  const got: Event[] = [];
  for await (const event of await events) got.push(event);
  return got;
}

function idOf(events: readonly Event[]): string {
  const last = events.at(-1);
  if (last?.type !== 'response.completed' && last?.type !== 'response.incomplete') assert.fail(last?.type);
  return last.response.id;
}

const TOOL = {
  type: 'function' as const,
  name: 'keep',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

const KINDS: Readonly<Record<string, Partial<OpenAI.Responses.ResponseCreateParamsStreaming>>> = {
  'a text': {},
  'thoughts and a text': { reasoning: { effort: 'high', summary: 'auto' } },
  'a call': { tools: [TOOL], tool_choice: 'required' },
  'a text that was cut off': { max_output_tokens: 2 },
  likelihoods: { include: ['message.output_text.logprobs'] },
  'a text that is long': { model: `${MODEL};tokens=9000` },
};

for (const [kind, asked] of Object.entries(KINDS)) {
  test(`${kind}: the same events come again, from each one on`, async () => {
    const made = await all(responses.create({ model: MODEL, input: 'hello', ...asked, stream: true }));
    const id = idOf(made);
    assert.deepEqual(await all(responses.retrieve(id, { stream: true })), made);
    const last = made.length - 1;
    for (const after of new Set([0, 1, 3, 4, Math.floor(last / 2), last - 3, last - 2, last - 1, last])) {
      const rest = await all(responses.retrieve(id, { stream: true, starting_after: after }));
      assert.deepEqual(rest, made.slice(after + 1), `after ${after}`);
    }
  });
}

test('what was answered whole is streamed by its id at every mount, on both listeners', async () => {
  const { id } = await responses.create({ model: MODEL, input: 'hello' });
  const azure = new AzureOpenAI({ endpoint: server.url, apiKey: 'any', apiVersion: '2025-03-01-preview' });
  const old = { url: `http://127.0.0.1:${server.http10Port}` };
  const asking = ['/v1', '/openai/v1', '/compatible-mode/v1'].map((mount) => clientOf(server, mount));
  for (const own of [...asking, azure.responses, clientOf(old)]) {
    const events = await all(own.retrieve(id, { stream: true }));
    const said = events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''));
    assert.equal(said.join(''), TEXT);
    assert.deepEqual(
      events.map((event) => event.sequence_number),
      events.map((_, index) => index),
    );
  }
});

test('a number that is behind the last event has nothing more come, and one that is none is refused', async () => {
  const { id } = await responses.create({ model: MODEL, input: 'hello' });
  assert.deepEqual(await all(responses.retrieve(id, { stream: true, starting_after: 1_000_000 })), []);
  for (const after of [-1, 1.5, 'x', '1e3', 'null', '9'.repeat(40)]) {
    const wrong = responses.retrieve(id, { stream: true, starting_after: after as number });
    assert.equal((await refusalOf(wrong, OpenAI.BadRequestError)).param, 'starting_after', String(after));
  }
  const unclear = fetch(`${server.url}/v1/responses/${id}?stream=yes`);
  assert.equal((await unclear).status, 400);
  await refusalOf(responses.retrieve('resp_unknown', { stream: true }), OpenAI.NotFoundError);
  const head = await fetch(`${server.url}/v1/responses/${id}?stream=true`, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-type')], [200, 'application/json']);
});

test('it takes no slot, and is no answer that is measured', async () => {
  const own = await startTestServer({ RESPONSE_TEXT: TEXT });
  const { id } = await clientOf(own).create({ model: MODEL, input: 'hello' });
  await all(clientOf(own).retrieve(id, { stream: true }));
  assert.deepEqual([own.state.active, own.state.activeStreams, own.state.peak], [0, 0, 1]);
  assert.ok(own.state.firstToken.counts().every((count) => count === 0));
  assert.deepEqual(own.faults, []);
});

const TIMES = { TIME_TO_FIRST_TOKEN: '100ms', INTER_TOKEN_LATENCY: '50ms', RESPONSE_TEXT: TEXT };

test('a response in the background is streamed as it comes, by its planned times', async () => {
  const stepped = await startSteppedServer(TIMES);
  const own = clientOf(stepped);
  const { id } = await own.create({ model: MODEL, input: 'hello', background: true });
  const stream = await own.retrieve(id, { stream: true });
  const got: Event[] = [];
  const reading = (async () => {
    for await (const event of stream) got.push(event);
  })();
  const counts: number[] = [];
  for (const [ms, events] of [
    [99, 0],
    [1, 5],
    [49, 5],
    [1, 6],
    [50, 7],
    [50, 12],
  ] as const) {
    stepped.clock.advance(ms);
    await until(() => got.length >= events, `${events} events`);
    counts.push(got.length);
  }
  await reading;
  assert.deepEqual(counts, [0, 5, 5, 6, 7, 12]);
  assert.equal(idOf(got), id);
  assert.deepEqual(await all(own.retrieve(id, { stream: true })), got);
});

test('a response that is cancelled meanwhile ends there, and is not streamed any more', async () => {
  const stepped = await startSteppedServer(TIMES);
  const own = clientOf(stepped);
  const { id } = await own.create({ model: MODEL, input: 'hello', background: true });
  const reading = all(own.retrieve(id, { stream: true }) as Promise<AsyncIterable<Event>>);
  await until(() => stepped.clock.isArmed, 'the stream waits for its first event');
  await own.cancel(id);
  stepped.clock.advance(100);
  assert.deepEqual(await reading, []);
  const error = await refusalOf(own.retrieve(id, { stream: true }), OpenAI.BadRequestError);
  assert.match(error.message, /Cannot stream a cancelled response/);
});

test('a client that leaves in the middle leaves nothing behind', async () => {
  const stepped = await startSteppedServer(TIMES);
  const own = clientOf(stepped);
  const { id } = await own.create({ model: MODEL, input: 'hello', background: true });
  const stream = await own.retrieve(id, { stream: true });
  await until(() => stepped.clock.isArmed, 'the stream waits for its first event');
  stream.controller.abort();
  await until(() => !stepped.clock.isArmed, 'nothing waits any more');
  assert.deepEqual(stepped.faults, []);
});
