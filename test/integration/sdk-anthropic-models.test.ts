import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { withFolder } from '../support/folder.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { refusalOf } from '../support/sdk-refusal.js';

const NAMES = ['claude-a', 'claude-b', 'claude-c', 'claude-d', 'claude-e'];

async function startWithModels(): Promise<TestServer> {
  let starting: Promise<TestServer> | null = null;
  withFolder((folder) => {
    const file = join(folder, 'models.json');
    writeFileSync(
      file,
      JSON.stringify({ models: Object.fromEntries(NAMES.slice(1).map((name) => [name, {}])) }),
    );
    starting = startTestServer({ DEFAULT_MODEL: 'claude-a', MODELS_FILE: file });
  });
  return starting ?? assert.fail();
}

const server = await startWithModels();
const client = new Anthropic({ baseURL: server.url, apiKey: 'sk-any', maxRetries: 0 });

test('models are listed as Anthropic lists them to whoever sends its version, page after page', async () => {
  const first = await client.models.list({ limit: 2 });
  assert.deepEqual(
    [first.data.map(({ id }) => id), first.has_more, first.first_id, first.last_id],
    [['claude-a', 'claude-b'], true, 'claude-a', 'claude-b'],
  );
  const [one] = first.data;
  assert.deepEqual([one?.type, one?.display_name], ['model', 'claude-a']);
  assert.match(one?.created_at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const all: string[] = [];
  for await (const { id } of client.models.list({ limit: 2 })) all.push(id);
  assert.deepEqual(all, NAMES);
  const before = await client.models.list({ limit: 2, before_id: 'claude-e' });
  assert.deepEqual([before.data.map(({ id }) => id), before.has_more], [['claude-c', 'claude-d'], true]);
});

test('to all others they are listed as OpenAI lists them', async () => {
  const { models } = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
  const all: string[] = [];
  for await (const { id, object } of models.list()) all.push(`${object} ${id}`);
  assert.deepEqual(
    all,
    NAMES.map((name) => `model ${name}`),
  );
});

test('one model is told in its shape, and its request has an id', async () => {
  const { data, request_id } = await client.models.retrieve('claude-c').withResponse();
  assert.deepEqual([data.type, data.id], ['model', 'claude-c']);
  assert.match(request_id ?? '', /^req_/);
});

test('a page of no size, a wrong key and a wrong method are refused in its shape', async () => {
  const error = await refusalOf(client.models.list({ limit: 0 }), Anthropic.BadRequestError);
  assert.match(error.message, /limit: Input should be greater than or equal to 1/);
  const keyed = await startTestServer({ API_KEY: 'sk-right' });
  const stranger = new Anthropic({ baseURL: keyed.url, apiKey: 'sk-wrong', maxRetries: 0 });
  const refused = await refusalOf(stranger.models.list(), Anthropic.AuthenticationError);
  assert.equal((refused.error as { type: string }).type, 'error');
  const headers = { 'anthropic-version': '2023-06-01' };
  const reply = await fetch(`${server.url}/v1/models`, { method: 'PUT', headers });
  assert.deepEqual([reply.status, ((await reply.json()) as { type: string }).type], [405, 'error']);
});

test('the tokens of messages are counted as an answer to them counts its input', async () => {
  const body = {
    model: 'claude-a',
    system: 'Be brief.',
    messages: [{ role: 'user' as const, content: 'hello there, how are you?' }],
  };
  const { input_tokens } = await client.messages.countTokens(body);
  const { usage } = await client.messages.create({ ...body, max_tokens: 5 });
  assert.equal(input_tokens, usage.input_tokens);
  assert.equal(input_tokens, 19);
  await refusalOf(client.messages.countTokens({ ...body, messages: [] }), Anthropic.BadRequestError);
});
