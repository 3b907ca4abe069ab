/**
 * Agents that call tools until the model is done: 200 at once, by the AI SDK and by OpenAI's own client, over real sockets.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, type LanguageModel, stepCountIs, tool } from 'ai';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';

const AGENTS = 200;
/** Two answers that call the tool, and one in words. */
const TURNS = 3;
const STEPS_MAX = 10;

const server = await startTestServer({ TOOL_TURNS: `${TURNS - 1}`, RESPONSE_DELAY_SECONDS: '0.05' });
const PARAMETERS = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 7 } },
  required: ['city', 'days'],
  additionalProperties: false,
} as const;

/** The tool of one agent; how often it was called, with arguments as they have to be. */
function weather(): { calls: number; execute: (given: unknown) => string } {
  const counted = {
    calls: 0,
    execute(given: unknown): string {
      const { city, days } = given as { city: unknown; days: unknown };
      assert.ok(typeof city === 'string' && Number.isInteger(days), JSON.stringify(given));
      counted.calls++;
      return 'sunny';
    },
  };
  return counted;
}

function agents(run: (index: number) => Promise<void>): Promise<unknown> {
  return Promise.all(Array.from({ length: AGENTS }, (_, index) => run(index)));
}

const openAi = createOpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any' });
const anthropic = createAnthropic({ baseURL: `${server.url}/v1`, apiKey: 'any' });
const MODELS: readonly (readonly [string, LanguageModel])[] = [
  ['chat completions', openAi.chat('m')],
  ['the Responses API', openAi.responses('m')],
  ['the Messages API', anthropic('c')],
];

for (const [name, model] of MODELS) {
  test(`${AGENTS} agents of the AI SDK at once come to their end by ${name} in ${TURNS} turns`, async () => {
    await agents(async (index) => {
      const counted = weather();
      const { steps, text } = await generateText({
        model,
        prompt: `agent ${index}`,
        stopWhen: stepCountIs(STEPS_MAX),
        tools: { weather: tool({ inputSchema: jsonSchema(PARAMETERS), execute: counted.execute }) },
      });
      assert.equal(steps.length, TURNS);
      assert.deepEqual(
        steps.map((step) => step.toolCalls.length),
        [1, 1, 0],
      );
      assert.notEqual(text, '');
      assert.equal(counted.calls, TURNS - 1);
    });
  });
}

test(`${AGENTS} loops of OpenAI's runTools at once end after ${TURNS} turns`, async () => {
  const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
  await agents(async (index) => {
    const counted = weather();
    const runner = client.chat.completions.runTools({
      model: 'm',
      messages: [{ role: 'user', content: `agent ${index}` }],
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'x',
            parse: (text: string) => JSON.parse(text) as object,
            parameters: { ...PARAMETERS, required: [...PARAMETERS.required] },
            function: counted.execute,
          },
        },
      ],
    });
    assert.notEqual(await runner.finalContent(), '');
    assert.equal(counted.calls, TURNS - 1);
  });
});

test('all slots are free again', () => {
  assert.equal(server.state.active, 0);
});
