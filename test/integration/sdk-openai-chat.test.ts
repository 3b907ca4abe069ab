import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import type { Stream } from 'openai/streaming';
import { startTestServer } from '../support/in-process.js';
import { USAGE_DETAILS } from '../support/protocol-answers.js';
import { until } from '../support/until.js';

type Chunk = OpenAI.ChatCompletionChunk;
type Messages = OpenAI.ChatCompletionMessageParam[];

const PIECES = ['One', ' two', ' three', ' "four".'];
const TEXT = PIECES.join('');
const MODEL = 'gpt-4o';
// 2 tokens of text, 3 for the message and 3 for the prompt.
const messages: Messages = [{ role: 'user', content: 'hello' }];
const USAGE = { prompt_tokens: 8, completion_tokens: 4, total_tokens: 12, ...USAGE_DETAILS };
const USAGE_OF_TWO = { prompt_tokens: 8, completion_tokens: 8, total_tokens: 16, ...USAGE_DETAILS };
const UUID = /^chatcmpl-([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

/** The request's id that belongs to a completion's. */
const requestIdOf = {
  '/v1': (id: string) => `req_${UUID.exec(id)?.[1]?.replaceAll('-', '')}`,
  '/compatible-mode/v1': (id: string) => UUID.exec(id)?.[1],
} as const;

/** One choice of a whole reply. */
function choice(index: number, content = TEXT, finish_reason = 'stop') {
  const message = { role: 'assistant', content, refusal: null };
  return { index, message, logprobs: null, finish_reason };
}

/** What one choice's events have to be. */
function choiceEvents(index: number, pieces = PIECES, finish = 'stop') {
  const events: (readonly [delta: object, finish: string | null])[] = [
    [{ role: 'assistant', content: '' }, null],
    ...pieces.map((content) => [{ content }, null] as const),
    [{}, finish],
  ];
  return events.map(([delta, finish_reason]) => ({ index, delta, logprobs: null, finish_reason }));
}

async function collect(stream: Promise<Stream<Chunk>>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of await stream) chunks.push(chunk);
  return chunks;
}

for (const mount of ['/v1', '/compatible-mode/v1'] as const) {
  const client = new OpenAI({ baseURL: server.url + mount, apiKey: 'any', maxRetries: 0 });
  const chat = client.chat.completions;
  // DashScope has the key in every event, OpenAI only if the usage was asked for.
  const usageUnasked = mount === '/v1' ? undefined : null;

  test(`${mount} gives a whole completion with its text, usage and request id`, async () => {
    const completion = await chat.create({ model: MODEL, messages });
    assert.equal(completion.object, 'chat.completion');
    assert.equal(completion.model, MODEL);
    assert.deepEqual(completion.choices, [choice(0)]);
    assert.deepEqual(completion.usage, USAGE);
    assert.match(completion.id, UUID);
    assert.equal(completion._request_id, requestIdOf[mount](completion.id));
  });

  test(`${mount} streams the role, each piece and the end, all under one id`, async () => {
    const chunks = await collect(chat.create({ model: MODEL, messages, stream: true }));
    assert.deepEqual(
      chunks.flatMap(({ choices }) => choices),
      choiceEvents(0),
    );
    const { id, created } = chunks[0] as Chunk;
    assert.match(id, UUID);
    for (const chunk of chunks) {
      const { object, model, choices, usage } = chunk;
      assert.deepEqual(
        [chunk.id, chunk.created, object, model],
        [id, created, 'chat.completion.chunk', MODEL],
      );
      assert.equal(choices.length, 1);
      assert.equal(usage, usageUnasked);
    }
  });

  test(`${mount} ends a stream with the usage if it was asked for, and says null before`, async () => {
    const stream_options = { include_usage: true };
    const chunks = await collect(chat.create({ model: MODEL, messages, stream: true, stream_options }));
    assert.equal(chunks.length, PIECES.length + 3);
    assert.deepEqual(
      chunks.map(({ usage }) => usage),
      [...Array(PIECES.length + 2).fill(null), USAGE],
    );
    assert.deepEqual(chunks.at(-1)?.choices, []);
  });

  test(`${mount} gives both of n: 2 choices whole, and counts both`, async () => {
    const completion = await chat.create({ model: MODEL, messages, n: 2 });
    assert.deepEqual(completion.choices, [choice(0), choice(1)]);
    assert.deepEqual(completion.usage, USAGE_OF_TWO);
  });

  test(`${mount} streams both of n: 2 choices whole, told apart by their index`, async () => {
    const stream_options = { include_usage: true };
    const chunks = await collect(chat.create({ model: MODEL, messages, n: 2, stream: true, stream_options }));
    const events = chunks.flatMap(({ choices }) => choices);
    for (const index of [0, 1]) {
      assert.deepEqual(
        events.filter((event) => event.index === index),
        choiceEvents(index),
      );
    }
    assert.equal(events.length, 2 * (PIECES.length + 2));
    assert.deepEqual(chunks.at(-1)?.usage, USAGE_OF_TWO);
  });

  test(`${mount} ends at max_tokens and max_completion_tokens with 'length', streamed and not`, async () => {
    const usage = { prompt_tokens: 8, completion_tokens: 2, total_tokens: 10, ...USAGE_DETAILS };
    for (const limit of [{ max_tokens: 2 }, { max_completion_tokens: 2 }]) {
      const completion = await chat.create({ model: MODEL, messages, ...limit });
      assert.deepEqual(completion.choices, [choice(0, 'One two', 'length')]);
      assert.deepEqual(completion.usage, usage);
      const chunks = await collect(chat.create({ model: MODEL, messages, ...limit, stream: true }));
      assert.deepEqual(
        chunks.flatMap(({ choices }) => choices),
        choiceEvents(0, ['One', ' two'], 'length'),
      );
    }
  });

  test(`${mount} ends before the first stop text with 'stop', streamed and not`, async () => {
    const completion = await chat.create({ model: MODEL, messages, stop: ['four', ' three'] });
    assert.deepEqual(completion.choices, [choice(0, 'One two')]);
    const chunks = await collect(chat.create({ model: MODEL, messages, stop: ' three', stream: true }));
    assert.deepEqual(
      chunks.flatMap(({ choices }) => choices),
      choiceEvents(0, ['One', ' two']),
    );
  });

  test(`${mount} gives the helper .stream() every piece and the completion at the end`, async () => {
    const stream_options = { include_usage: true };
    const runner = chat.stream({ model: MODEL, messages, n: 2, stream_options });
    const contents: [delta: string, snapshot: string][] = [];
    runner.on('content', (delta, snapshot) => contents.push([delta, snapshot]));
    const completion = await runner.finalChatCompletion();
    assert.deepEqual(
      completion.choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason]),
      [
        [0, TEXT, 'stop'],
        [1, TEXT, 'stop'],
      ],
    );
    assert.deepEqual(completion.usage, USAGE_OF_TWO);
    // Both choices say the same; the empty piece that comes with a role is nothing to tell about.
    const told = PIECES.map((piece, index) => [piece, PIECES.slice(0, index + 1).join('')]);
    assert.deepEqual(
      contents.filter(([delta]) => delta !== ''),
      told.flatMap((each) => [each, each]),
    );
    assert.equal(await runner.finalContent(), TEXT);
  });

  test(`${mount} sends the request's id ahead of a reply and of a stream`, async () => {
    const whole = await chat.create({ model: MODEL, messages }).withResponse();
    assert.equal(whole.request_id, requestIdOf[mount](whole.data.id));
    assert.equal(whole.response.headers.get('content-type'), 'application/json');
    const streamed = await chat.create({ model: MODEL, messages, stream: true }).withResponse();
    assert.equal(streamed.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    const chunks = await collect(Promise.resolve(streamed.data));
    assert.equal(streamed.request_id, requestIdOf[mount](chunks[0]?.id ?? ''));
  });

  test(`${mount} frees the slot of a stream that the client breaks off`, async () => {
    const stream = await chat.create({ model: `${MODEL};ttft=0s;delay=5m`, messages, stream: true });
    assert.equal(server.state.active, 1);
    stream.controller.abort();
    await until(() => server.state.active === 0, 'the slot is free');
  });
}

const azureServer = await startTestServer({ RESPONSE_TEXT: TEXT, API_KEY: 'azure-key' });

function azureClient(deployment: string, apiKey = 'azure-key'): AzureOpenAI {
  // A null keeps the client from looking into the environment.
  const options = { endpoint: azureServer.url, baseURL: null, apiVersion: '2024-10-21', maxRetries: 0 };
  return new AzureOpenAI({ ...options, apiKey, deployment });
}

/** The choices without what Azure's filter says of them: sdk-azure looks at that. */
function unfiltered<Choice extends object>(choices: readonly Choice[]): readonly object[] {
  return choices.map((choice) => {
    const { content_filter_results: found, ...rest } = choice as Record<string, unknown>;
    assert.ok(found);
    return rest;
  });
}

test("Azure's client gets its answers with its key, and the deployment as the model where none is named", async () => {
  // Other clients of Azure leave the model out; the types of this one want it.
  const modelless = { messages } as OpenAI.ChatCompletionCreateParamsNonStreaming;
  for (const deployment of ['my-gpt', 'my-other.gpt_4']) {
    const { data, request_id } = await azureClient(deployment)
      .chat.completions.create(modelless)
      .withResponse();
    assert.equal(data.model, deployment);
    assert.deepEqual([unfiltered(data.choices), data.usage], [[choice(0)], USAGE]);
    assert.equal(request_id, data.id.replace('chatcmpl-', ''));
  }
  const named = await azureClient('my-gpt').chat.completions.create({ model: MODEL, messages });
  assert.equal(named.model, MODEL);
});

test("Azure's client gets streams under the deployment's name", async () => {
  const modelless = { messages, stream: true } as OpenAI.ChatCompletionCreateParamsStreaming;
  const chunks = await collect(azureClient('my-gpt').chat.completions.create(modelless));
  assert.deepEqual(unfiltered(chunks.flatMap(({ choices }) => choices)), choiceEvents(0));
  assert.deepEqual(new Set(chunks.map(({ model }) => model)), new Set(['', 'my-gpt']));
});

test("Azure's client is refused with a wrong key", async () => {
  const client = azureClient('my-gpt', 'another');
  await assert.rejects(
    client.chat.completions.create({ model: MODEL, messages }),
    (error) => error instanceof OpenAI.AuthenticationError && error.code === '401',
  );
});
