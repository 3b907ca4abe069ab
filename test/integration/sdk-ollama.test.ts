// Owns: what Ollama's own client makes of our API at /api, whole and streamed, and of its errors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChatResponse, Ollama, type Tool } from 'ollama';
import { startTestServer } from '../support/in-process.js';

const TEXT = 'One two three "four".';
const PIECES = ['One', ' two', ' three', ' "four".'];
const MODEL = 'llama3.2';
const FIRST_MS = 30;
const GAP_MS = 10;
const NS_PER_MS = 1_000_000;

const server = await startTestServer({
  RESPONSE_TEXT: TEXT,
  TIME_TO_FIRST_TOKEN: `${FIRST_MS}ms`,
  INTER_TOKEN_LATENCY: `${GAP_MS}ms`,
});
const ollama = new Ollama({ host: server.url });
const messages = [{ role: 'user', content: 'hello' }];

async function all<T>(items: Promise<AsyncIterable<T>>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of await items) got.push(item);
  return got;
}

/** What every answer of four tokens tells of its time. */
function assertDurations({
  eval_count,
  prompt_eval_duration,
  eval_duration,
  total_duration,
}: ChatResponse): void {
  assert.deepEqual(
    [eval_count, prompt_eval_duration, eval_duration, total_duration],
    [4, FIRST_MS * NS_PER_MS, 3 * GAP_MS * NS_PER_MS, (FIRST_MS + 3 * GAP_MS) * NS_PER_MS],
  );
}

test('a whole chat: text, why it ended, tokens, and how long it was planned to take', async () => {
  const reply = await ollama.chat({ model: MODEL, messages });
  assert.deepEqual(reply.message, { role: 'assistant', content: TEXT });
  assert.deepEqual([reply.model, reply.done, reply.done_reason], [MODEL, true, 'stop']);
  assert.equal(reply.prompt_eval_count, 8);
  assert.equal(new Date(reply.created_at).getTime() % 1_000, 0);
  assertDurations(reply);
});

test('a streamed chat: piece by piece, and in its last line the same figures', async () => {
  const lines = await all(ollama.chat({ model: MODEL, messages, stream: true }));
  assert.deepEqual(
    lines.map(({ message, done }) => [message.content, done]),
    [...PIECES.map((piece) => [piece, false]), ['', true]],
  );
  assertDurations(lines.at(-1) as ChatResponse);
});

test('a chat is streamed unless it says otherwise, as JSON lines', async () => {
  const body = JSON.stringify({ model: MODEL, messages });
  const response = await fetch(`${server.url}/api/chat`, { method: 'POST', body });
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson');
  const lines = (await response.text()).split('\n');
  assert.equal(lines.pop(), '');
  assert.equal(lines.map((line) => JSON.parse(line)).length, PIECES.length + 1);
});

test('options are honoured: the number of tokens, and stop texts', async () => {
  const cut = await ollama.chat({ model: MODEL, messages, options: { num_predict: 2 } });
  assert.deepEqual([cut.message.content, cut.done_reason, cut.eval_count], ['One two', 'length', 2]);
  const endless = await ollama.chat({ model: MODEL, messages, options: { num_predict: -1 } });
  assert.deepEqual([endless.message.content, endless.done_reason], [TEXT, 'stop']);
  const stopped = await ollama.generate({ model: MODEL, prompt: 'hello', options: { stop: [' three'] } });
  assert.deepEqual([stopped.response, stopped.done_reason], ['One two', 'stop']);
});

test('generate: whole and streamed', async () => {
  const reply = await ollama.generate({ model: MODEL, prompt: 'hello', system: 'be brief' });
  assert.deepEqual([reply.response, reply.done_reason, reply.prompt_eval_count], [TEXT, 'stop', 4]);
  const lines = await all(ollama.generate({ model: MODEL, prompt: 'hello', stream: true }));
  assert.deepEqual(
    lines.map(({ response }) => response),
    [...PIECES, ''],
  );
});

test('nothing to be answered has the model loaded', async () => {
  const reply = await ollama.chat({ model: MODEL, messages: [], keep_alive: '5m' });
  assert.deepEqual([reply.message.content, reply.done, reply.done_reason], ['', true, 'load']);
  const generated = await ollama.generate({ model: MODEL, prompt: '' });
  assert.deepEqual([generated.response, generated.done_reason], ['', 'load']);
});

const TOOL: Tool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Of a town',
    parameters: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
  },
};

test('a tool is called, whole and in a stream, and what it answers ends in words', async () => {
  const reply = await ollama.chat({ model: MODEL, messages, tools: [TOOL] });
  const [call] = reply.message.tool_calls ?? [];
  assert.equal(call?.function.name, 'weather');
  assert.equal(typeof call?.function.arguments.town, 'string');
  const lines = await all(ollama.chat({ model: MODEL, messages, tools: [TOOL], stream: true }));
  const called = lines.flatMap(({ message }) => message.tool_calls ?? []);
  assert.deepEqual(
    called.map(({ function: { name } }) => name),
    ['weather'],
  );
  const answered = [...messages, reply.message, { role: 'tool', content: 'rain', tool_name: 'weather' }];
  const last = await ollama.chat({ model: MODEL, messages: answered, tools: [TOOL] });
  assert.equal(last.message.content, TEXT);
});

test('a format is kept to: any JSON, and a schema', async () => {
  const free = await ollama.chat({ model: MODEL, messages, format: 'json' });
  assert.equal(typeof JSON.parse(free.message.content), 'object');
  const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
  const { response } = await ollama.generate({ model: MODEL, prompt: 'hello', format: schema });
  assert.equal(Number.isInteger(JSON.parse(response as string).n), true);
});

test('thoughts come in a field of their own, ahead of the text', async () => {
  const reply = await ollama.chat({ model: MODEL, messages, think: true });
  assert.notEqual(reply.message.thinking ?? '', '');
  assert.equal(reply.message.content, TEXT);
  const lines = await all(ollama.chat({ model: MODEL, messages, think: 'high', stream: true }));
  const thought = lines.map(({ message }) => message.thinking ?? '').join('');
  assert.equal(thought.length > 0, true);
  assert.equal(lines.map(({ message }) => message.content).join(''), TEXT);
  const silent = await ollama.chat({ model: MODEL, messages, think: false });
  assert.equal(silent.message.thinking, undefined);
});

test('embeddings: of one text, of several, and as they were asked for before', async () => {
  const several = await ollama.embed({ model: MODEL, input: ['a', 'b'], dimensions: 5 });
  assert.deepEqual(
    several.embeddings.map(({ length }) => length),
    [5, 5],
  );
  assert.equal(several.prompt_eval_count, 2);
  const one = await ollama.embed({ model: MODEL, input: 'a' });
  assert.equal(one.embeddings[0]?.length, 768);
  const { embedding } = await ollama.embeddings({ model: MODEL, prompt: 'a' });
  assert.deepEqual(embedding, one.embeddings[0]);
});

test('models are listed, shown, and loaded, and the version is told', async () => {
  const { models } = await ollama.list();
  assert.deepEqual(
    models.map(({ name }) => name),
    [server.config.modelDefault],
  );
  assert.equal((await ollama.ps()).models.length, 1);
  assert.equal((await ollama.show({ model: MODEL })).details.format, 'gguf');
  assert.match((await ollama.version()).version, /^\d+\.\d+\.\d+$/);
});

test('what is wrong with a request is told in one text', async () => {
  const refused = async (body: unknown): Promise<[number, string]> => {
    const response = await fetch(`${server.url}/api/chat`, { method: 'POST', body: JSON.stringify(body) });
    const { error } = (await response.json()) as { error: string };
    return [response.status, error];
  };
  assert.deepEqual(await refused({ messages: [{ role: 'user', content: [] }] }), [
    400,
    'json: cannot unmarshal array into Go struct field .messages.content of type string',
  ]);
  assert.deepEqual(await refused({ messages, think: 'very' }), [
    400,
    'invalid think: "very", must be one of [true, false, low, medium, high, max]',
  ]);
  assert.equal((await refused({ messages, options: { num_predict: 'many' } }))[0], 400);
  const response = await fetch(`${server.url}/api/nothing`, { method: 'POST' });
  assert.deepEqual([response.status, Object.keys((await response.json()) as object)], [404, ['error']]);
});

test('refusals, faults and rate limits reach the client in its own shape', async () => {
  const strict = await startTestServer({
    STRICT_MODELS: 'true',
    DEFAULT_MODEL: 'only',
    RATE_LIMITS: 'all: 1 requests/day',
  });
  const limited = new Ollama({ host: strict.url });
  await assert.rejects(limited.chat({ model: MODEL, messages }), {
    status_code: 404,
    error: `model '${MODEL}' not found`,
  });
  await limited.chat({ model: 'only', messages });
  await assert.rejects(limited.chat({ model: 'only', messages }), {
    status_code: 429,
    error: /^rate limit reached/,
  });
  const model = `${MODEL};fault=503`;
  await assert.rejects(ollama.chat({ model, messages }), { status_code: 503 });
  const broken = ollama.chat({ model: `${MODEL};fault=error(at=50%)`, messages, stream: true });
  await assert.rejects(all(broken), /A fault that was asked of this mock server/);
  const unfinished = ollama.chat({ model: `${MODEL};fault=unfinished`, messages, stream: true });
  await assert.rejects(all(unfinished), /Did not receive done/);
});

test('what is asked of it is counted by its endpoint', async () => {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(metrics, /^llm_mock_requests_total\{[^}]*"\/api\/chat"[^}]*"503"[^}]*\} 1$/m);
});
