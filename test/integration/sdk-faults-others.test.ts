/** What the clients of Anthropic and Google make of faults. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { ApiError, GoogleGenAI } from '@google/genai';
import { startTestServer } from '../support/in-process.js';

const { url, state } = await startTestServer({ RESPONSE_TEXT: 'alpha beta gamma delta' });

async function claude(fault: string, stream: boolean): Promise<{ error: unknown; text: string }> {
  const client = new Anthropic({
    baseURL: url,
    apiKey: 'sk-any',
    maxRetries: 0,
    defaultHeaders: { 'x-mock-fault': fault },
  });
  const hello = { model: 'claude', max_tokens: 100, messages: [{ role: 'user' as const, content: 'hello' }] };
  let text = '';
  try {
    if (!stream) await client.messages.create(hello);
    else {
      for await (const event of await client.messages.create({ ...hello, stream: true }))
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
          text += event.delta.text;
    }
    return { error: null, text };
  } catch (error) {
    return { error, text };
  }
}

test('Anthropic: 529 is overloaded, 429 a limit of the rate, whole and streamed', async () => {
  for (const stream of [false, true]) {
    for (const [fault, kind, type] of [
      ['529', Anthropic.InternalServerError, 'overloaded_error'],
      ['429', Anthropic.RateLimitError, 'rate_limit_error'],
    ] as const) {
      const { error } = await claude(fault, stream);
      assert.ok(error instanceof kind, String(error));
      assert.deepEqual([error.status, error.type], [Number(fault), type]);
    }
  }
});

test('Anthropic: an error event throws behind what came ahead of it, and so does a cut', async () => {
  const { error, text } = await claude('error(status=529)', true);
  assert.ok(error instanceof Anthropic.APIError, String(error));
  assert.deepEqual([text, error.type], ['alpha beta', 'overloaded_error']);
  const cut = await claude('cut', true);
  assert.ok(cut.error instanceof Error);
  assert.ok('alpha beta'.startsWith(cut.text));
});

const google = (fault: string) =>
  new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: url, headers: { 'x-mock-fault': fault } } })
    .models;

test('Google: 429 is RESOURCE_EXHAUSTED, an answer that is no JSON a SyntaxError, and a broken frame throws', async () => {
  const hello = { model: 'gemini', contents: 'hello' };
  const thrown = await google('429')
    .generateContent(hello)
    .catch((error: unknown) => error);
  assert.ok(thrown instanceof ApiError, String(thrown));
  assert.deepEqual([thrown.status, JSON.parse(thrown.message).error.status], [429, 'RESOURCE_EXHAUSTED']);
  await assert.rejects(google('broken').generateContent(hello), Error);
  await assert.rejects(async () => {
    for await (const _ of await google('broken').generateContentStream(hello));
  }, Error);
  assert.equal(state.active, 0);
});
