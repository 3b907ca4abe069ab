/**
 * What a request may ask of which model, and when: MAX_MODEL_LEN, STRICT_MODELS and STARTUP_DURATION.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import OpenAI from 'openai';
import { request } from 'undici';
import { withFolder } from '../support/folder.js';
import { type Settings, startTestServer, type TestServer } from '../support/in-process.js';
import { startSteppedServer } from '../support/stepped-server.js';

interface Reply {
  readonly status: number;
  readonly text: string;
}

async function ask(url: string, path: string, fields: object): Promise<Reply> {
  const { statusCode, body } = await request(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify(fields),
  });
  return { status: statusCode, text: await body.text() };
}

async function get(url: string): Promise<{ status: number; json: Record<string, unknown> }> {
  const { statusCode, body } = await request(url);
  return { status: statusCode, json: (await body.json()) as Record<string, unknown> };
}

/** The file is read before the call gives a promise back. */
function startWithModels(yaml: string, settings: Settings): Promise<TestServer> {
  let server: Promise<TestServer> | null = null;
  withFolder((folder) => {
    const file = join(folder, 'models.yaml');
    writeFileSync(file, yaml);
    server = startTestServer({ MODELS_FILE: file, STRICT_MODELS: 'true', ...settings });
  });
  return server as unknown as Promise<TestServer>;
}

const HI = [{ role: 'user', content: 'hi' }];
const CHAT = '/v1/chat/completions';
const GEMINI = '/v1beta/models/m:generateContent';
const CONTENTS = { contents: [{ role: 'user', parts: [{ text: 'x'.repeat(400) }] }] };

test('a prompt that is too long with the answer asked for gets 400 in the words of each provider', async () => {
  const { url } = await startTestServer({ MAX_MODEL_LEN: '50' });
  // "hi" is a token, with 3 for its message and 3 for the whole.
  const fits = { model: 'm', messages: HI, max_tokens: 43 };
  assert.equal((await ask(url, CHAT, fits)).status, 200);
  const over = await ask(url, CHAT, { ...fits, max_tokens: 44 });
  assert.deepEqual(JSON.parse(over.text).error, {
    message:
      "This model's maximum context length is 50 tokens. However, you requested 51 tokens (7 in the messages, " +
      '44 in the completion). Please reduce the length of the messages or completion.',
    type: 'invalid_request_error',
    param: null,
    code: 'context_length_exceeded',
  });
  assert.equal(over.status, 400);
  const messages = await ask(url, '/v1/messages', { ...fits, max_tokens: 100 });
  assert.equal(messages.status, 400);
  assert.match(
    messages.text,
    /"invalid_request_error","message":"input length and `max_tokens` exceed context limit: \d+ \+ 100 > 50/,
  );
  const google = await ask(url, GEMINI, CONTENTS);
  assert.equal(google.status, 400);
  assert.match(
    google.text,
    /The input token count \(\d+\) exceeds the maximum number of tokens allowed \(50\)/,
  );
  const dashScope = await ask(url, `/compatible-mode${CHAT}`, { ...fits, max_tokens: 44 });
  assert.match(dashScope.text, /Range of input length should be \[1, 50\]/);
  assert.deepEqual((await get(`${url}/v1/models/m`)).json.max_model_len, 50);
});

test('the models file says it by model, and a body that a worker reads is held to it, too', async () => {
  const yaml = 'models:\n  small:\n    max_model_len: 100\n  "large-*":\n    max_model_len: 1000000\n';
  const { url } = await startWithModels(yaml, { MAX_BODY_BYTES: '200000' });
  const messages = [{ role: 'user', content: 'x'.repeat(100_000) }];
  assert.equal((await ask(url, CHAT, { model: 'small', messages })).status, 400);
  assert.equal((await ask(url, CHAT, { model: 'large-1', messages })).status, 200);
  const { json } = await get(`${url}/v1/models`);
  const listed = json.data as readonly Record<string, unknown>[];
  assert.equal(listed.find(({ id }) => id === 'small')?.max_model_len, 100);
});

test('with STRICT_MODELS a model that nobody named is unknown in each provider’s words, and not without', async () => {
  const yaml = 'models:\n  known:\n    load_factor: 1\n  "fits-*":\n    load_factor: 1\n';
  const { url, config } = await startWithModels(yaml, {});
  for (const model of ['known', 'known;delay=0s', 'fits-all', config.modelDefault]) {
    assert.equal((await ask(url, CHAT, { model, messages: HI })).status, 200, model);
  }
  assert.equal((await ask(url, CHAT, { messages: HI })).status, 200, 'the default model');
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'k', maxRetries: 0 });
  await assert.rejects(
    client.chat.completions.create({ model: 'gone', messages: [{ role: 'user', content: 'hi' }] }),
    (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.equal(error.code, 'model_not_found');
      assert.match(error.message, /The model `gone` does not exist or you do not have access to it\./);
      return true;
    },
  );
  const messages = await ask(url, '/v1/messages', { model: 'gone', messages: HI, max_tokens: 5 });
  assert.deepEqual(
    [messages.status, JSON.parse(messages.text).error],
    [404, { type: 'not_found_error', message: 'model: gone' }],
  );
  const google = await ask(url, GEMINI, CONTENTS);
  assert.deepEqual([google.status, JSON.parse(google.text).error.status], [404, 'NOT_FOUND']);
  assert.equal((await get(`${url}/v1/models/gone`)).status, 404);
  assert.equal((await get(`${url}/v1/models/known`)).status, 200);
  const lenient = await startTestServer();
  assert.equal((await ask(lenient.url, CHAT, { model: 'gone', messages: HI })).status, 200);
});

test('for STARTUP_DURATION the server is not ready, and its APIs answer 503; then all is well', async () => {
  const server = await startSteppedServer({ STARTUP_DURATION: '20s', RETRY_AFTER_SECONDS: '3' });
  const { url, clock, state } = server;
  const early = await request(`${url}${CHAT}`, { method: 'POST', body: JSON.stringify({ messages: HI }) });
  assert.deepEqual([early.statusCode, early.headers['retry-after']], [503, '3']);
  assert.match(await early.body.text(), /"code":"server_starting"/);
  assert.deepEqual(await get(`${url}/ready`), { status: 503, json: { ready: false, reason: 'starting' } });
  clock.advance(19_999);
  assert.equal((await ask(url, CHAT, { messages: HI })).status, 503);
  clock.advance(1);
  assert.equal((await ask(url, CHAT, { messages: HI })).status, 200);
  assert.equal(state.rejectionsFor('starting'), 2);
});
