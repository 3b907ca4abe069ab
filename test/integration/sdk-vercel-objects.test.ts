/**
 * Objects by the AI SDK: it checks what it gets against the schema, so an answer that does not satisfy it is an error there.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateObject, jsonSchema, type LanguageModel, streamObject } from 'ai';
import { startTestServer } from '../support/in-process.js';
import { satisfies } from '../support/json-property.js';

const server = await startTestServer({});
const openAi = createOpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any' });
const dashScope = createOpenAI({ baseURL: `${server.url}/compatible-mode/v1`, apiKey: 'any' });
const anthropic = createAnthropic({ baseURL: `${server.url}/v1`, apiKey: 'any' });

const MODELS: readonly (readonly [string, LanguageModel])[] = [
  ['chat completions', openAi.chat('gpt-4o')],
  ['the Responses API', openAi.responses('gpt-4o')],
  ['the compatible mode', dashScope.chat('qwen-plus')],
  ['the Messages API', anthropic('claude-sonnet-4-5')],
];
const SCHEMA = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer', minimum: 1, maximum: 120 },
    tags: { type: 'array', items: { type: 'string', enum: ['red', 'green'] }, minItems: 1 },
  },
  required: ['name', 'age', 'tags'],
  additionalProperties: false,
} as const;

for (const [name, model] of MODELS) {
  test(`an object by ${name} has its schema, whole and streamed`, async () => {
    const asked = { model, schema: jsonSchema(SCHEMA), prompt: 'anybody' };
    const { object, finishReason } = await generateObject(asked);
    assert.equal(satisfies(SCHEMA, object), true, JSON.stringify(object));
    assert.equal(finishReason, 'stop');
    const stream = streamObject(asked);
    // The object is there once its parts were read.
    for await (const _ of stream.partialObjectStream);
    const streamed = await stream.object;
    assert.equal(satisfies(SCHEMA, streamed), true, JSON.stringify(streamed));
  });
}
