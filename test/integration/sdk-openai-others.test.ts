import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';
import { USAGE_DETAILS } from '../support/protocol-answers.js';

type ResponseEvent = OpenAI.Responses.ResponseStreamEvent;

const PIECES = ['One', ' two', ' three', ' "four".'];
const TEXT = PIECES.join('');
const MODEL = 'gpt-4o';
const EMBEDDER = 'text-embedding-3-small';
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

const server = await startTestServer({ RESPONSE_TEXT: TEXT });
const elsewhere = await startTestServer({ DEFAULT_MODEL: 'house/model-1' });

function clientOf({ url }: { readonly url: string }, mount = '/v1'): OpenAI {
  return new OpenAI({ baseURL: url + mount, apiKey: 'any', maxRetries: 0 });
}

async function collect<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

function responseUsage(output_tokens: number) {
  return {
    // 2 tokens of text, 3 for the message and 3 for the prompt.
    input_tokens: 8,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 8 + output_tokens,
  };
}

function outputItem(id: string | undefined, status: string, text: string) {
  const content = [{ type: 'output_text', annotations: [], logprobs: [], text }];
  return { id: id?.replace('resp_', 'msg_'), type: 'message', status, role: 'assistant', content };
}

/** The types of a stream of `deltas` pieces, in their order. */
function eventTypes(deltas: number, last: string): string[] {
  return [
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    ...Array(deltas).fill('response.output_text.delta'),
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    last,
  ];
}

for (const mount of ['/v1', '/compatible-mode/v1']) {
  const { responses } = clientOf(server, mount);

  test(`${mount} gives a whole response with its text, usage and request id`, async () => {
    const response = await responses.create({ model: MODEL, input: 'hello' });
    const { id, object, model, status, output, usage, output_text } = response;
    assert.match(id, new RegExp(`^resp_${UUID}$`));
    assert.deepEqual([object, model, status, output_text], ['response', MODEL, 'completed', TEXT]);
    assert.deepEqual(output, [outputItem(id, 'completed', TEXT)]);
    assert.deepEqual(usage, responseUsage(4));
    assert.deepEqual([response.error, response.incomplete_details], [null, null]);
    const uuid = id.slice('resp_'.length);
    assert.equal(response._request_id, mount === '/v1' ? `req_${uuid.replaceAll('-', '')}` : uuid);
  });

  test(`${mount} streams a response's events in their order, numbered without a gap`, async () => {
    const events = await collect(await responses.create({ model: MODEL, input: 'hello', stream: true }));
    assert.deepEqual(
      events.map(({ type }) => type),
      eventTypes(PIECES.length, 'response.completed'),
    );
    assert.deepEqual(
      events.map(({ sequence_number }) => sequence_number),
      events.map((_, index) => index),
    );
    const deltas = events.filter((event) => event.type === 'response.output_text.delta');
    assert.deepEqual(
      deltas.map(({ delta }) => delta),
      PIECES,
    );
    const last = events.at(-1) as ResponseEvent & { type: 'response.completed' };
    const { id, status, output, usage } = last.response;
    assert.equal(status, 'completed');
    assert.deepEqual(output, [outputItem(id, 'completed', TEXT)]);
    assert.deepEqual(usage, responseUsage(4));
    for (const { item_id, output_index, content_index } of deltas) {
      assert.deepEqual([item_id, output_index, content_index], [id.replace('resp_', 'msg_'), 0, 0]);
    }
  });

  test(`${mount} ends a response at max_output_tokens as incomplete, streamed and not`, async () => {
    const params = { model: MODEL, input: 'hello', max_output_tokens: 2 };
    const stream = await collect(await responses.create({ ...params, stream: true }));
    assert.deepEqual(
      stream.map(({ type }) => type),
      eventTypes(2, 'response.incomplete'),
    );
    const last = stream.at(-1) as ResponseEvent & { type: 'response.incomplete' };
    for (const response of [await responses.create(params), last.response]) {
      assert.equal(response.status, 'incomplete');
      assert.deepEqual(response.incomplete_details, { reason: 'max_output_tokens' });
      assert.equal(response.max_output_tokens, 2);
      assert.deepEqual(response.output, [outputItem(response.id, 'incomplete', 'One two')]);
      assert.deepEqual(response.usage, responseUsage(2));
    }
  });

  test(`${mount} gives the helper responses.stream() every piece and the response at the end`, async () => {
    const stream = responses.stream({ model: MODEL, input: [{ role: 'user', content: 'hello' }] });
    const snapshots: string[] = [];
    stream.on('response.output_text.delta', ({ snapshot }) => snapshots.push(snapshot));
    const response = await stream.finalResponse();
    assert.deepEqual(
      snapshots,
      PIECES.map((_, index) => PIECES.slice(0, index + 1).join('')),
    );
    assert.deepEqual([response.status, response.output_text], ['completed', TEXT]);
    assert.deepEqual(response.usage, responseUsage(4));
  });

  test(`${mount} gives a legacy completion n times for each prompt, streamed and not`, async () => {
    const { completions } = clientOf(server, mount);
    const params = { model: MODEL, prompt: ['hello', 'dear world'], n: 2 };
    const whole = await completions.create(params);
    const choices = [0, 1, 2, 3].map((index) => ({
      index,
      text: TEXT,
      logprobs: null,
      finish_reason: 'stop',
    }));
    // 2 and 3 tokens of prompts, four times the 4 of the answer.
    const usage = { prompt_tokens: 5, completion_tokens: 16, total_tokens: 21, ...USAGE_DETAILS };
    assert.match(whole.id, new RegExp(`^cmpl-${UUID}$`));
    assert.deepEqual([whole.object, whole.model], ['text_completion', MODEL]);
    assert.deepEqual([whole.choices, whole.usage], [choices, usage]);
    const stream_options = { include_usage: true };
    const events = await collect(await completions.create({ ...params, stream: true, stream_options }));
    for (const index of [0, 1, 2, 3]) {
      const own = events.flatMap((event) => event.choices).filter((choice) => choice.index === index);
      assert.deepEqual(
        own.map(({ text, finish_reason }) => [text, finish_reason]),
        [...PIECES.map((piece) => [piece, null]), ['', 'stop']],
      );
    }
    assert.deepEqual(
      events.map((event) => event.usage),
      [...Array(4 * (PIECES.length + 1)).fill(null), usage],
    );
    assert.equal(new Set(events.map(({ id }) => id)).size, 1);
  });

  test(`${mount} ends a legacy completion after 16 tokens, or max_tokens, or before a stop text`, async () => {
    const { completions } = clientOf(server, mount);
    const answered = async (params: { max_tokens?: number; stop?: string; model: string }) => {
      const { choices } = await completions.create({ ...params, prompt: 'hello' });
      return choices.map(({ text, finish_reason }) => [text, finish_reason]);
    };
    const rounds = [0, 1, 2, 3].map(() => TEXT).join(' ');
    assert.deepEqual(await answered({ model: `${MODEL};tokens=17` }), [[rounds, 'length']]);
    assert.deepEqual(await answered({ model: MODEL, max_tokens: 3 }), [['One two three', 'length']]);
    assert.deepEqual(await answered({ model: MODEL, stop: ' three' }), [['One two', 'stop']]);
  });
}

const { embeddings } = clientOf(server);

async function embed(params: Omit<OpenAI.EmbeddingCreateParams, 'model'>): Promise<number[][]> {
  const { data } = await embeddings.create({ model: EMBEDDER, ...params });
  return data.map(({ embedding }) => embedding);
}

test('an embedding has 1536 components or as many as dimensions says, and unit length', async () => {
  for (const dimensions of [null, 1, 256, 1000, 3072, 8192]) {
    const [vector = []] = await embed({ input: 'hello', ...(dimensions === null ? {} : { dimensions }) });
    assert.equal(vector.length, dimensions ?? 1536);
    assert.equal(Math.hypot(...vector).toFixed(6), '1.000000');
  }
});

test('the base64 that the SDK asks for holds exactly the numbers of encoding_format float', async () => {
  for (const dimensions of [8, 1000, 1536]) {
    const floats = await embed({ input: 'hello', dimensions, encoding_format: 'float' });
    const decoded = await embed({ input: 'hello', dimensions });
    assert.deepEqual(decoded, [(floats[0] ?? []).map(Math.fround)]);
    const [raw] = (await embed({ input: 'hello', dimensions, encoding_format: 'base64' })) as unknown[];
    assert.equal(raw, Buffer.from(Float32Array.from(decoded[0] ?? []).buffer).toString('base64'));
  }
});

test('an input has the same vector in every place, request and server; different inputs have different ones', async () => {
  const [hello, world, again] = await embed({ input: ['hello', 'world', 'hello'] });
  assert.deepEqual(again, hello);
  assert.deepEqual(await embed({ input: 'hello' }), [hello]);
  const other = await clientOf(elsewhere).embeddings.create({ model: 'another', input: 'hello' });
  assert.deepEqual(other.data[0]?.embedding, hello);
  const [tokens, sameTokens] = await embed({ input: [7, 7].map((token) => [1, token]) });
  assert.deepEqual(tokens, sameTokens);
  assert.equal(new Set([hello, world, tokens].map(String)).size, 3);
  assert.deepEqual(await embed({ input: 'hello', dimensions: 4 }), [[0.5, 0.5, -0.5, 0.5]]);
});

test('a batch has a vector for each input in order, and its usage counts all', async () => {
  const input = Array.from({ length: 100 }, (_, index) => `text ${index + 100}`);
  const { object, model, data, usage } = await embeddings.create({ model: EMBEDDER, input, dimensions: 64 });
  assert.deepEqual([object, model], ['list', EMBEDDER]);
  // 8 bytes each.
  assert.deepEqual(usage, { prompt_tokens: 200, total_tokens: 200 });
  assert.deepEqual(
    data.map(({ index, object }) => [index, object]),
    input.map((_, index) => [index, 'embedding']),
  );
  assert.deepEqual(data[99]?.embedding, (await embed({ input: 'text 199', dimensions: 64 }))[0]);
  assert.equal(new Set(data.map(({ embedding }) => String(embedding))).size, 100);
});

test('the list of models names the default model', async () => {
  const created = Math.floor(performance.timeOrigin / 1000);
  const model = { object: 'model', created, owned_by: 'llm-mock-server' };
  for (const mount of ['/v1', '/compatible-mode/v1']) {
    const listed = await collect(clientOf(server, mount).models.list());
    assert.deepEqual(listed, [{ id: 'qwen-plus', ...model }]);
    const house = await collect(clientOf(elsewhere, mount).models.list());
    assert.deepEqual(house, [{ id: 'house/model-1', ...model }]);
  }
});

test('any model can be retrieved, also one with a slash in its name', async () => {
  for (const mount of ['/v1', '/compatible-mode/v1']) {
    for (const id of ['gpt-4o', 'meta-llama/Llama-3.1-8B', '通义 千问?', 'qwen-plus;delay=1s']) {
      const model = await clientOf(server, mount).models.retrieve(id);
      assert.deepEqual([model.id, model.object, model.owned_by], [id, 'model', 'llm-mock-server']);
    }
  }
});
