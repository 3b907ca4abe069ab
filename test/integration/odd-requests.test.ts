// Owns: requests to the newer APIs that are odd, and what is wrong in them: told in the words of the API, and of what is wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';

const server = await startTestServer({ RESPONSE_TEXT: 'alpha beta' });
const messages = [{ role: 'user', content: 'hello' }];
const contents = [{ parts: [{ text: 'hello' }] }];

async function ask(path: string, body: unknown, method = 'POST'): Promise<[status: number, text: string]> {
  const sent = method === 'GET' ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(server.url + path, { method, ...sent });
  return [reply.status, await reply.text()];
}

async function assertRefused(path: string, body: unknown, words: RegExp): Promise<void> {
  const [status, text] = await ask(path, body);
  assert.equal(status, 400, text);
  assert.match(text, words);
}

test('tools that are wrong are wrong as well where only tokens are counted', async () => {
  const path = '/v1/messages/count_tokens';
  await assertRefused(path, { messages, tools: [''] }, /tools\.0: Input should be an object/);
  await assertRefused(path, { messages, tools: [{}] }, /tools\.0\.name: Field required/);
  const tools = [{ name: 'keep', input_schema: { type: 'object' } }];
  assert.equal((await ask(path, { messages, tools }))[0], 200);
  const google = '/v1beta/models/m:countTokens';
  const wrong = [{ functionDeclarations: [7] }];
  await assertRefused(google, { contents, tools: wrong }, /INVALID_ARGUMENT/);
  await assertRefused(google, { generateContentRequest: { contents, tools: wrong } }, /INVALID_ARGUMENT/);
  await assertRefused(google, { generate_content_request: { contents, tools: wrong } }, /INVALID_ARGUMENT/);
  const right = [{ functionDeclarations: [{ name: 'keep' }] }];
  assert.equal((await ask(google, { generateContentRequest: { contents, tools: right } }))[0], 200);
});

test('a number that is too large is told so, and not that it is too small', async () => {
  const huge = 1e300;
  const dashScope = '/api/v1/services/aigc/text-generation/generation';
  for (const [path, body] of [
    ['/api/generate', { prompt: 'x', options: { num_predict: huge } }],
    [dashScope, { input: { prompt: 'x' }, parameters: { max_tokens: huge } }],
    ['/v2/rerank', { query: 'a', documents: ['x'], top_n: huge }],
    ['/v1beta/models/m:generateContent', { contents, generationConfig: { maxOutputTokens: huge } }],
    ['/v1/chat/completions', { messages, max_tokens: huge }],
    ['/v1/messages', { messages, max_tokens: huge }],
  ] as const) {
    await assertRefused(path, body, /at most|greater than 9|less than or equal|in the range|in \[/);
  }
});

test('an id of a token that is no id is told as what it is', async () => {
  await assertRefused(
    '/detokenize',
    { tokens: [1, -1] },
    /'tokens\[1\]': expected an integer at least 0, but got -1/,
  );
  await assertRefused('/detokenize', { tokens: [1e20] }, /expected an integer at most/);
  await assertRefused('/detokenize', { tokens: [1.5] }, /Invalid type for 'tokens\[0\]'/);
});

test("Ollama's options are an object wherever they stand, and a name that is null is none", async () => {
  for (const path of ['/api/embed', '/api/embeddings', '/api/generate']) {
    await assertRefused(
      path,
      { input: 'a', prompt: 'a', options: 3 },
      /cannot unmarshal number .* field \.options/,
    );
  }
  await assertRefused(
    '/api/generate',
    { prompt: 'a', raw: 1 },
    /cannot unmarshal number .* field \.raw of type bool/,
  );
  for (const body of [{}, { model: null }, { name: null }])
    await assertRefused('/api/show', body, /model is required/);
  assert.equal((await ask('/api/show', { name: 'llama' }))[0], 200);
});

test('names that stand where ids of responses do, and are endpoints elsewhere, are unknown here', async () => {
  for (const name of ['compact', 'input_tokens']) {
    for (const method of ['POST', 'GET']) {
      const [status, text] = await ask(`/v1/responses/${name}`, {}, method);
      assert.equal(status, 404);
      assert.match(text, /Unknown request URL/);
    }
  }
});

test("Azure's deployments have pictures and sound, and their errors are Azure's", async () => {
  const at = (what: string): string => `/openai/deployments/my-images/${what}?api-version=2025-04-01-preview`;
  const asked = { prompt: 'A cat', size: '256x256' };
  const [status, text] = await ask(at('images/generations'), asked);
  assert.equal(status, 200);
  assert.match(text, /data:image\/png;base64/);
  const sound = await ask(at('audio/speech'), { input: 'hello', voice: 'alloy', response_format: 'wav' });
  assert.deepEqual([sound[0], sound[1].slice(0, 4)], [200, 'RIFF']);
  const full = await fetch(server.url + at('images/generations'), {
    method: 'POST',
    body: JSON.stringify(asked),
    headers: { 'x-mock-fault': '429' },
  });
  const { error } = (await full.json()) as { error: { code: string; message: string } };
  assert.deepEqual([full.status, error.code], [429, '429']);
  assert.match(error.message, /^Rate limit reached/);
});
