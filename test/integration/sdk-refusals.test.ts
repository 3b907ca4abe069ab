/**
 * Answers of a model that does not want to answer, as the official clients read them, whole and streamed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';

const REFUSAL = "I'm sorry, but I can't assist with that request.";
const { url } = await startTestServer({ FAULTS: 'refusal' });
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: url, apiKey: 'any', maxRetries: 0 });
const google = new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: url } });

const schema = {
  type: 'object',
  properties: { a: { type: 'string' } },
  required: ['a'],
  additionalProperties: false,
};
const chat = {
  model: 'gpt-4o',
  messages: [{ role: 'user' as const, content: 'How?' }],
  response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', strict: true, schema } },
};
const message = {
  model: 'claude',
  max_tokens: 50,
  messages: [{ role: 'user' as const, content: 'How?' }],
};
const content = { model: 'gemini', contents: 'How?' };

test('a parsed chat completion has the refusal, and nothing else', async () => {
  const { choices } = await openai.chat.completions.parse(chat);
  assert.equal(choices[0]?.message.refusal, REFUSAL);
  assert.deepEqual([choices[0].message.content, choices[0].message.parsed], [null, null]);
  assert.equal(choices[0].finish_reason, 'stop');
});

test('a stream of chat sends the refusal by and by', async () => {
  const stream = openai.chat.completions.stream(chat);
  const pieces: string[] = [];
  stream.on('refusal.delta', ({ delta }) => pieces.push(delta));
  const { choices } = await stream.finalChatCompletion();
  assert.equal(choices[0]?.message.refusal, REFUSAL);
  assert.equal(choices[0].message.parsed, null);
  assert.ok(pieces.length > 3);
});

test('the likelihoods of a refusal stand at a place of their own', async () => {
  const { choices } = await openai.chat.completions.create({ ...chat, logprobs: true });
  assert.equal(choices[0]?.logprobs?.content, null);
  assert.equal(choices[0]?.logprobs?.refusal?.map(({ token }) => token).join(''), REFUSAL);
});

test('a response has a part of its own, whole and streamed', async () => {
  const ask = { model: 'gpt-4o', input: 'How?' };
  const { output, status } = await openai.responses.create(ask);
  const wanted = [{ type: 'refusal', refusal: REFUSAL }];
  assert.deepEqual(output[0]?.type === 'message' && output[0].content, wanted);
  assert.equal(status, 'completed');
  let said = '';
  const types = new Set<string>();
  for await (const event of await openai.responses.create({ ...ask, stream: true })) {
    types.add(event.type);
    if (event.type === 'response.refusal.delta') said += event.delta;
    if (event.type === 'response.refusal.done') assert.equal(event.refusal, REFUSAL);
    if (event.type === 'response.completed') {
      const [item] = event.response.output;
      assert.deepEqual(item?.type === 'message' && item.content, wanted);
    }
  }
  assert.equal(said, REFUSAL);
  assert.ok(types.has('response.refusal.done') && !types.has('response.output_text.delta'));
});

test('a message stops for a refusal without saying anything, whole and streamed', async () => {
  const { content: blocks, stop_reason } = await anthropic.messages.create(message);
  assert.deepEqual([blocks, stop_reason], [[], 'refusal']);
  const last = await anthropic.messages.stream(message).finalMessage();
  assert.deepEqual([last.content, last.stop_reason], [[], 'refusal']);
});

test('a prompt of Gemini’s is blocked, whole and streamed', async () => {
  const { candidates, promptFeedback } = await google.models.generateContent(content);
  assert.deepEqual([candidates, promptFeedback?.blockReason], [undefined, 'SAFETY']);
  const elements = [];
  for await (const element of await google.models.generateContentStream(content)) elements.push(element);
  assert.deepEqual(
    elements.map((element) => [element.candidates, element.promptFeedback?.blockReason]),
    [[undefined, 'SAFETY']],
  );
});

test('completions, which have no place for it, say it', async () => {
  const { choices } = await openai.completions.create({ model: 'm', prompt: 'How?' });
  assert.equal(choices[0]?.text, REFUSAL);
});
