// Owns: that answers have exactly the length that a load test asks for, and are counted as that.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';

const TOKENS = 128;
const MODEL = 'gpt-4o';
const messages = [{ role: 'user' as const, content: 'hello' }];
const STREAMED = { stream: true, stream_options: { include_usage: true } } as const;

const SERVERS = {
  'the default text': await startTestServer(),
  'a text of its own': await startTestServer({ RESPONSE_TEXT: 'One two three' }),
  'an echo': await startTestServer({ RESPONSE_CONTENT: 'echo' }),
  'a drawn length': await startTestServer({ OUTPUT_TOKENS: 'uniform(1,50)' }),
};

/** What asks for exactly so many tokens, in ways that the SDK does not know. */
const WAYS: Readonly<Record<string, object>> = {
  ignore_eos: { max_tokens: TOKENS, ignore_eos: true },
  min_tokens: { max_tokens: TOKENS, min_tokens: TOKENS },
};

for (const [what, { url }] of Object.entries(SERVERS)) {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });

  for (const [way, fields] of Object.entries(WAYS)) {
    test(`${what}, ${way}: a chat completion has exactly so many tokens and ends with length`, async () => {
      const { choices, usage } = await client.chat.completions.create({ model: MODEL, messages, ...fields });
      assert.deepEqual([usage?.completion_tokens, choices[0]?.finish_reason], [TOKENS, 'length']);
      let pieces = 0;
      let told: unknown;
      let content = '';
      const stream = await client.chat.completions.create({ model: MODEL, messages, ...fields, ...STREAMED });
      for await (const chunk of stream) {
        const [choice] = chunk.choices;
        if ((choice?.delta.content ?? '') !== '') pieces++;
        content += choice?.delta.content ?? '';
        told = choice?.finish_reason ?? told;
        if (chunk.usage) assert.equal(chunk.usage.completion_tokens, TOKENS);
      }
      assert.deepEqual([pieces, told, content === ''], [TOKENS, 'length', false]);
    });

    test(`${what}, ${way}: so has a completion`, async () => {
      const params = { model: MODEL, prompt: 'hello', ...fields };
      const { choices, usage } = await client.completions.create(params);
      assert.deepEqual([usage?.completion_tokens, choices[0]?.finish_reason], [TOKENS, 'length']);
      let pieces = 0;
      let told: unknown;
      for await (const chunk of await client.completions.create({ ...params, ...STREAMED })) {
        const [choice] = chunk.choices;
        if ((choice?.text ?? '') !== '') pieces++;
        told = choice?.finish_reason ?? told;
        if (chunk.usage) assert.equal(chunk.usage.completion_tokens, TOKENS);
      }
      assert.deepEqual([pieces, told], [TOKENS, 'length']);
    });
  }
}

test('a response goes on as well, and is incomplete at its limit', async () => {
  const { url } = SERVERS['the default text'];
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
  const params = { model: MODEL, input: 'hello', max_output_tokens: TOKENS, ignore_eos: true };
  const { usage, status } = await client.responses.create(params);
  assert.deepEqual([usage?.output_tokens, status], [TOKENS, 'incomplete']);
});

test('the thoughts of an answer count within its limit', async () => {
  const { url } = SERVERS['the default text'];
  const defaultHeaders = { 'x-mock-reasoning-tokens': '100' };
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0, defaultHeaders });
  for (const fields of Object.values(WAYS)) {
    const { usage, choices } = await client.chat.completions.create({ model: MODEL, messages, ...fields });
    assert.deepEqual([usage?.completion_tokens, choices[0]?.finish_reason], [TOKENS, 'length']);
    assert.equal(usage?.completion_tokens_details?.reasoning_tokens, 100);
    const words = (choices[0]?.message.content ?? '').trim().split(/\s+/);
    assert.equal(words.length, TOKENS - 100);
  }
});
