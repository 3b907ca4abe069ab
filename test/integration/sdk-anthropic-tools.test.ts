// Owns: what Anthropic's own client makes of tool use and thinking, whole and streamed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { startTestServer } from '../support/in-process.js';
import { assertArguments, CLOCK_SCHEMA, WEATHER_SCHEMA } from '../support/tools.js';

type Params = Partial<Anthropic.MessageCreateParamsNonStreaming>;

const TEXT = 'One two three';
const BASE = { model: 'claude-mock-1', max_tokens: 1_000 };
const HELLO: Anthropic.MessageParam[] = [{ role: 'user', content: 'hello' }];
const tools: Anthropic.Tool[] = [
  { name: 'get_weather', input_schema: WEATHER_SCHEMA },
  { name: 'get_time', input_schema: CLOCK_SCHEMA },
];

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

function clientOf(headers: Record<string, string> = {}): Anthropic {
  return new Anthropic({ baseURL: server.url, apiKey: 'any', maxRetries: 0, defaultHeaders: headers });
}

/** A message whole, and the same streamed through the SDK's helper. */
async function messagesOf(
  params: Params,
  headers: Record<string, string> = {},
): Promise<Anthropic.Message[]> {
  const { messages } = clientOf(headers);
  const body = { ...BASE, messages: HELLO, ...params };
  return [await messages.create(body), await messages.stream(body).finalMessage()];
}

/** The names of the tools that a message uses; fails unless their inputs satisfy the schemas. */
function usedIn({ content }: Anthropic.Message): string[] {
  return content.flatMap((block) => {
    if (block.type !== 'tool_use') return [];
    assert.match(block.id, /^toolu_[0-9a-z]+$/);
    assertArguments(block.name, block.input);
    return [block.name];
  });
}

test('every choice of tools is obeyed, whole and streamed', async () => {
  for (const tool_choice of [undefined, { type: 'auto' }, { type: 'any' }] as const) {
    const choice = tool_choice === undefined ? {} : { tool_choice };
    for (const message of await messagesOf({ tools, ...choice })) {
      assert.deepEqual(
        [usedIn(message).length, message.content.length, message.stop_reason],
        [1, 1, 'tool_use'],
      );
    }
  }
  for (const message of await messagesOf({ tools, tool_choice: { type: 'tool', name: 'get_time' } })) {
    assert.deepEqual(usedIn(message), ['get_time']);
  }
  for (const message of await messagesOf({ tools, tool_choice: { type: 'none' } })) {
    assert.deepEqual([message.content, message.stop_reason], [[{ type: 'text', text: TEXT }], 'end_turn']);
  }
  await assert.rejects(
    messagesOf({ tools, tool_choice: { type: 'tool', name: 'x' } }),
    Anthropic.BadRequestError,
  );
});

test('several tools are used in one message, unless one at a time is wanted', async () => {
  const three = { 'x-mock-tool-calls': '3' };
  for (const message of await messagesOf({ tools }, three)) {
    assert.equal(usedIn(message).length, 3);
    const ids = message.content.map((block) => block.type === 'tool_use' && block.id);
    assert.equal(new Set(ids).size, 3);
  }
  const tool_choice = { type: 'any', disable_parallel_tool_use: true } as const;
  for (const message of await messagesOf({ tools, tool_choice }, three))
    assert.equal(usedIn(message).length, 1);
});

test('a loop that gives results back ends with the text after the turns that are set', async () => {
  const turns = 3;
  const { messages: api } = clientOf({ 'x-mock-tool-turns': String(turns), 'x-mock-tool-calls': '2' });
  const messages = [...HELLO];
  for (let turn = 0; turn < turns; turn++) {
    const message = await api.create({ ...BASE, messages, tools });
    assert.equal(usedIn(message).length, 2, `turn ${turn}`);
    messages.push({ role: 'assistant', content: message.content });
    const results = message.content.map((block) => {
      assert.ok(block.type === 'tool_use');
      return { type: 'tool_result' as const, tool_use_id: block.id, content: 'done' };
    });
    messages.push({ role: 'user', content: results });
  }
  const last = await api.create({ ...BASE, messages, tools });
  assert.deepEqual(last.content, [{ type: 'text', text: TEXT }]);
});

test('thinking is a block with a signature ahead of the text, and its budget is a limit', async () => {
  for (const budget_tokens of [1_024, 3]) {
    const thinking = { type: 'enabled', budget_tokens } as const;
    for (const message of await messagesOf({ thinking }, { 'x-mock-reasoning-tokens': '5' })) {
      const [thoughts, text, ...more] = message.content;
      assert.ok(thoughts?.type === 'thinking');
      const tokens = Math.min(budget_tokens, 5);
      assert.equal(thoughts.thinking.trim().split(' ').length, tokens);
      assert.equal(Buffer.from(thoughts.signature, 'base64').toString('base64'), thoughts.signature);
      assert.deepEqual([text, more.length], [{ type: 'text', text: TEXT }, 0]);
      assert.equal(message.usage.output_tokens, tokens + 3);
    }
  }
  const disabled = { type: 'disabled' } as const;
  for (const message of await messagesOf({ thinking: disabled }, { 'x-mock-reasoning-tokens': '5' })) {
    assert.deepEqual(message.content, [{ type: 'text', text: TEXT }]);
  }
});

test('an input that a limit cuts off is an empty object in a whole message, and ends with max_tokens', async () => {
  const params = { tools, tool_choice: { type: 'any' }, max_tokens: 2 } as const;
  const whole = await clientOf().messages.create({ ...BASE, messages: HELLO, ...params });
  const [block] = whole.content;
  assert.ok(block?.type === 'tool_use');
  assert.deepEqual([block.input, whole.stop_reason, whole.usage.output_tokens], [{}, 'max_tokens', 2]);
});
