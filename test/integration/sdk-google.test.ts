// Owns: what Google's own client makes of our Gemini API, whole and streamed, and of its errors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, GoogleGenAI } from '@google/genai';
import { ENDPOINTS, type Endpoint } from '../../dist/shared/labels.js';
import { type Settings, startTestServer } from '../support/in-process.js';

const TEXT = 'One two three "four".';
const PIECES = ['One', ' two', ' three', ' "four".'];
const MODEL = 'gemini-mock';
const KEY = 'key-right';

const server = await startTestServer({ RESPONSE_TEXT: TEXT, API_KEY: KEY });

function clientOf({ url }: { readonly url: string }, apiKey = KEY): GoogleGenAI {
  return new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } });
}

const { models, chats } = clientOf(server);

/** The error that a call ends with: its status, and what is in its body. */
async function errorOf(call: Promise<unknown>): Promise<{ code: number; status: string; message: string }> {
  const error = await call.then(
    () => assert.fail('no error'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ApiError);
  const { error: body } = JSON.parse(error.message);
  assert.equal(body.code, error.status);
  return body;
}

test('a whole answer: text, candidates, finish, usage', async () => {
  const reply = await models.generateContent({ model: MODEL, contents: 'hello' });
  assert.equal(reply.text, TEXT);
  assert.equal(reply.modelVersion, MODEL);
  assert.match(reply.responseId as string, /^[0-9a-f-]{36}$/);
  assert.deepEqual(reply.candidates, [
    { index: 0, content: { parts: [{ text: TEXT }], role: 'model' }, finishReason: 'STOP' },
  ]);
  const { promptTokenCount, candidatesTokenCount, totalTokenCount } = reply.usageMetadata ?? {};
  assert.deepEqual([promptTokenCount, candidatesTokenCount, totalTokenCount], [8, 4, 12]);
});

test('the configuration is honoured: candidates, tokens, stop texts, a system instruction', async () => {
  const config = { candidateCount: 2, maxOutputTokens: 2, systemInstruction: 'hello' };
  const cut = await models.generateContent({ model: MODEL, contents: 'hello', config });
  assert.deepEqual(
    cut.candidates?.map(({ content, finishReason }) => [content?.parts?.[0]?.text, finishReason]),
    [
      ['One two', 'MAX_TOKENS'],
      ['One two', 'MAX_TOKENS'],
    ],
  );
  assert.equal(cut.usageMetadata?.promptTokenCount, 8 + 5);
  assert.equal(cut.usageMetadata?.candidatesTokenCount, 4);
  const stopped = await models.generateContent({
    model: MODEL,
    contents: 'hello',
    config: { stopSequences: [' three'] },
  });
  assert.equal(stopped.text, 'One two');
});

test('a stream: piece by piece, the end and the usage in its last chunk', async () => {
  const chunks = [];
  for await (const chunk of await models.generateContentStream({ model: MODEL, contents: 'hello' })) {
    chunks.push([chunk.text, chunk.candidates?.[0]?.finishReason, chunk.usageMetadata?.totalTokenCount]);
  }
  assert.deepEqual(chunks, [...PIECES.map((piece) => [piece, undefined, undefined]), ['', 'STOP', 12]]);
});

test('without alt=sse a stream is one JSON array', async () => {
  const response = await fetch(`${server.url}/v1beta/models/${MODEL}:streamGenerateContent?key=${KEY}`, {
    method: 'POST',
    body: '{"contents":[{"parts":[{"text":"hello"}]}],"generation_config":{"candidate_count":2}}',
  });
  assert.equal(response.headers.get('content-type'), 'application/json; charset=UTF-8');
  const chunks = (await response.json()) as { candidates: [{ index: number; finishReason?: string }] }[];
  const expected = [...PIECES.flatMap(() => [undefined, undefined]), 'STOP', 'STOP'];
  assert.deepEqual(
    chunks.map(({ candidates: [{ finishReason }] }) => finishReason),
    expected,
  );
  assert.deepEqual(
    chunks.map(({ candidates: [{ index }] }) => index),
    expected.map((_, place) => place % 2),
  );
});

test('a conversation goes on', async () => {
  const chat = chats.create({ model: MODEL });
  assert.equal((await chat.sendMessage({ message: 'hello' })).text, TEXT);
  assert.equal((await chat.sendMessage({ message: 'and then?' })).usageMetadata?.promptTokenCount, 23);
  assert.equal(chat.getHistory().length, 4);
});

test('tokens are counted, inputs are embedded, models are listed', async () => {
  assert.equal((await models.countTokens({ model: MODEL, contents: 'hello' })).totalTokens, 8);
  const config = { outputDimensionality: 3 };
  const { embeddings = [] } = await models.embedContent({ model: MODEL, contents: ['a', 'b'], config });
  assert.deepEqual(
    embeddings.map(({ values }) => values?.length),
    [3, 3],
  );
  assert.notDeepEqual(embeddings[0]?.values, embeddings[1]?.values);
  const names = [];
  for await (const { name } of await models.list()) names.push(name);
  assert.deepEqual(names, ['models/qwen-plus']);
  assert.equal((await models.get({ model: MODEL })).name, `models/${MODEL}`);
});

test('errors have the shape and the status of the API', async () => {
  const wrongRole = { model: MODEL, contents: [{ role: 'nobody', parts: [{ text: 'a' }] }] };
  const { code, status, message } = await errorOf(models.generateContent(wrongRole));
  assert.deepEqual([code, status], [400, 'INVALID_ARGUMENT']);
  assert.match(message, /valid role/);
  const hot = models.generateContent({ model: MODEL, contents: 'a', config: { temperature: 9 } });
  assert.match((await errorOf(hot)).message, /generation_config\.temperature: must be in the range \[0, 2\]/);
  const stranger = clientOf(server, 'key-wrong').models;
  assert.equal((await errorOf(stranger.countTokens({ model: MODEL, contents: 'a' }))).code, 400);
});

test('a server that is full is unavailable', async () => {
  const settings: Settings = { MAX_CONCURRENT: '1', RESPONSE_DELAY: '60s' };
  const full = await startTestServer(settings);
  const held = clientOf(full).models.generateContent({ model: MODEL, contents: 'a' });
  held.catch(() => {});
  while (full.state.active === 0) await new Promise((resolve) => setImmediate(resolve));
  const body = JSON.stringify({ contents: [{ parts: [{ text: 'a' }] }] });
  const response = await fetch(`${full.url}/v1beta/models/m:generateContent`, { method: 'POST', body });
  const { error } = (await response.json()) as { error: { code: number; status: string } };
  assert.deepEqual([response.status, error.code, error.status], [503, 503, 'UNAVAILABLE']);
});

test('the verbs are below /v1 too, where the models stay as OpenAI lists them', async () => {
  const fresh = await startTestServer({ RESPONSE_TEXT: TEXT, API_KEY: KEY });
  const httpOptions = { baseUrl: fresh.url, apiVersion: 'v1' };
  const below = new GoogleGenAI({ apiKey: KEY, httpOptions }).models;
  assert.equal((await below.generateContent({ model: MODEL, contents: 'hello' })).text, TEXT);
  const pieces: (string | undefined)[] = [];
  for await (const { text } of await below.generateContentStream({ model: MODEL, contents: 'hello' })) {
    pieces.push(text);
  }
  assert.deepEqual(pieces, [...PIECES, '']);
  assert.equal((await below.countTokens({ model: MODEL, contents: 'hello' })).totalTokens, 8);
  const { embeddings } = await below.embedContent({ model: MODEL, contents: 'a' });
  assert.equal(embeddings?.length, 1);
  const stranger = new GoogleGenAI({ apiKey: 'key-wrong', httpOptions }).models;
  const refused = await errorOf(stranger.generateContent({ model: MODEL, contents: 'a' }));
  assert.deepEqual([refused.code, refused.status], [400, 'INVALID_ARGUMENT']);
  const counted = (verb: string) =>
    fresh.state.repliesOf(ENDPOINTS.indexOf(`/v1beta/models/{model}:${verb}` as Endpoint), 200);
  assert.deepEqual(['generateContent', 'streamGenerateContent', 'countTokens'].map(counted), [1, 1, 1]);
  const headers = { authorization: `Bearer ${KEY}` };
  const get = async (
    path: string,
  ): Promise<[number, { readonly object?: string; readonly error?: object }]> => {
    const response = await fetch(`${fresh.url}${path}`, { headers });
    return [response.status, await response.json()] as never;
  };
  for (const [path, object] of [
    ['/v1/models', 'list'],
    [`/v1/models/${MODEL}`, 'model'],
    ['/v1/models/ft:gpt-4o:team', 'model'],
  ] as const) {
    const [status, body] = await get(path);
    assert.deepEqual([status, body.object], [200, object], path);
  }
  const [status, { error }] = await get(`/v1/models/${MODEL}:generateContent`);
  assert.deepEqual([status, (error as { status?: string }).status], [405, 'UNIMPLEMENTED']);
});
