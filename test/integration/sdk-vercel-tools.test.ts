// Owns: what Vercel's AI SDK makes of tool calls, with its loop of steps, for OpenAI's APIs and Anthropic's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import {
  generateText,
  jsonSchema,
  type LanguageModel,
  stepCountIs,
  streamText,
  type ToolSet,
  tool,
} from 'ai';
import { startTestServer } from '../support/in-process.js';
import { assertArguments, CLOCK_SCHEMA, WEATHER_SCHEMA } from '../support/tools.js';

const TEXT = 'One two three';
const TURNS = 2;
const CALLS = 2;

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

const headers = { 'x-mock-tool-turns': String(TURNS), 'x-mock-tool-calls': String(CALLS) };
const openai = createOpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any' });
const anthropic = createAnthropic({ baseURL: `${server.url}/v1`, apiKey: 'any' });

const MODELS: Readonly<Record<string, LanguageModel>> = {
  'openai.chat': openai.chat('gpt-4o'),
  'openai.responses': openai.responses('gpt-4o'),
  anthropic: anthropic('claude-mock-1'),
};

/** Two tools that note what they are called with. */
function toolsThatNote(called: string[]): ToolSet {
  const noting = (name: string, schema: object) =>
    tool({
      description: name,
      inputSchema: jsonSchema<object>(schema),
      execute: (input: object) => {
        assertArguments(name, input);
        called.push(name);
        return 'done';
      },
    });
  return { get_weather: noting('get_weather', WEATHER_SCHEMA), get_time: noting('get_time', CLOCK_SCHEMA) };
}

for (const [title, model] of Object.entries(MODELS)) {
  test(`${title}: generateText calls as often as is set, and ends with the text`, async () => {
    const called: string[] = [];
    const tools = toolsThatNote(called);
    const params = { model, tools, headers, prompt: 'hello', maxRetries: 0, stopWhen: stepCountIs(9) };
    const { text, steps, finishReason } = await generateText(params);
    assert.deepEqual([text, steps.length, called.length], [TEXT, TURNS + 1, TURNS * CALLS]);
    assert.equal(finishReason, 'stop');
  });

  test(`${title}: so does streamText`, async () => {
    const called: string[] = [];
    const tools = toolsThatNote(called);
    const params = { model, tools, headers, prompt: 'hello', maxRetries: 0, stopWhen: stepCountIs(9) };
    const result = streamText(params);
    assert.deepEqual([await result.text, (await result.steps).length], [TEXT, TURNS + 1]);
    assert.equal(called.length, TURNS * CALLS);
  });

  test(`${title}: a tool that is chosen is the one that is called`, async () => {
    const tools = toolsThatNote([]);
    const toolChoice = { type: 'tool', toolName: 'get_time' } as const;
    const { toolCalls, finishReason } = await generateText({ model, tools, toolChoice, prompt: 'hello' });
    assert.deepEqual([toolCalls.map(({ toolName }) => toolName), finishReason], [['get_time'], 'tool-calls']);
  });
}
