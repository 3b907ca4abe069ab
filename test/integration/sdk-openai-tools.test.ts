// Owns: what OpenAI's own client makes of tool calls in chat completions, whole, streamed and in its loop of tools.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';
import { assertArguments, assertArgumentsText, CLOCK_SCHEMA, WEATHER_SCHEMA } from '../support/tools.js';

type Params = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'model' | 'messages' | 'stream'>;
type Message = OpenAI.ChatCompletionMessage;
type Messages = OpenAI.ChatCompletionMessageParam[];

const TEXT = 'One two three';
const MODEL = 'gpt-4o';
const HELLO: Messages = [{ role: 'user', content: 'hello' }];
const TOOLS: OpenAI.ChatCompletionTool[] = [
  { type: 'function', function: { name: 'get_weather', parameters: WEATHER_SCHEMA } },
  { type: 'function', function: { name: 'get_time', parameters: CLOCK_SCHEMA } },
];

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

function clientOf(headers: Record<string, string> = {}, url = server.url): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0, defaultHeaders: headers });
}

/** The one choice of an answer, whole and streamed through the SDK's helper, which are to say the same. */
async function choicesOf(
  params: Params,
  headers: Record<string, string> = {},
  messages = HELLO,
): Promise<OpenAI.ChatCompletion.Choice[]> {
  const { chat } = clientOf(headers);
  const whole = await chat.completions.create({ model: MODEL, messages, ...params });
  type StreamParams = Parameters<typeof chat.completions.stream>[0];
  const body = { model: MODEL, messages, ...params } as StreamParams;
  const streamed = await chat.completions.stream(body).finalChatCompletion();
  return [...whole.choices, ...(streamed.choices as OpenAI.ChatCompletion.Choice[])];
}

/** The names of the tools that a message calls; fails unless their arguments satisfy the schemas. */
function calledIn({ tool_calls = [] }: Message): string[] {
  return tool_calls.map((call) => {
    assert.ok(call.type === 'function');
    assert.match(call.id, /^call_[0-9a-z]+$/);
    assertArgumentsText(call.function.name, call.function.arguments);
    return call.function.name;
  });
}

test('tools that are left to the model are called once, whole and streamed', async () => {
  for (const choice of [{}, { tool_choice: 'auto' }] as const) {
    for (const { message, finish_reason } of await choicesOf({ tools: TOOLS, ...choice })) {
      assert.equal(calledIn(message).length, 1);
      assert.deepEqual([message.content, finish_reason], [null, 'tool_calls']);
    }
  }
});

test('required is a call, also behind the answer of a tool; none is a text', async () => {
  const after: Messages = [...HELLO, { role: 'tool', tool_call_id: 'call_1', content: '20' }];
  for (const messages of [HELLO, after]) {
    const required = await choicesOf({ tools: TOOLS, tool_choice: 'required' }, {}, messages);
    for (const { message } of required) assert.equal(calledIn(message).length, 1);
    for (const { message, finish_reason } of await choicesOf(
      { tools: TOOLS, tool_choice: 'none' },
      {},
      messages,
    )) {
      assert.deepEqual([message.content, message.tool_calls, finish_reason], [TEXT, undefined, 'stop']);
    }
  }
});

test('a tool that is named is the one that is called, and one that is not offered is refused', async () => {
  for (const name of ['get_weather', 'get_time']) {
    const choices = await choicesOf({ tools: TOOLS, tool_choice: { type: 'function', function: { name } } });
    for (const { message } of choices) assert.deepEqual(calledIn(message), [name]);
  }
  await assert.rejects(
    choicesOf({ tools: TOOLS, tool_choice: { type: 'function', function: { name: 'x' } } }),
    (error: unknown) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'tool_choice');
      return true;
    },
  );
});

test('three calls in one answer have ids of their own, unless one at a time is wanted', async () => {
  const three = { 'x-mock-tool-calls': '3' };
  for (const { message } of await choicesOf({ tools: TOOLS }, three)) {
    const [first, second, third, ...more] = calledIn(message);
    assert.deepEqual([first === third, first === second, more.length], [true, false, 0]);
    assert.equal(new Set(message.tool_calls?.map(({ id }) => id)).size, 3);
  }
  for (const { message } of await choicesOf({ tools: TOOLS, parallel_tool_calls: false }, three)) {
    assert.equal(calledIn(message).length, 1);
  }
  for (const { message } of await choicesOf({ tools: TOOLS }, { 'x-mock-tool-calls': '0%' })) {
    assert.equal(message.content, TEXT);
  }
});

test('two choices call alike, under different ids', async () => {
  const { choices, usage } = await clientOf().chat.completions.create({
    model: MODEL,
    messages: HELLO,
    tools: TOOLS,
    n: 2,
  });
  assert.deepEqual(calledIn(choices[0]?.message as Message), calledIn(choices[1]?.message as Message));
  assert.equal(new Set(choices.flatMap(({ message }) => message.tool_calls?.map(({ id }) => id))).size, 2);
  assert.equal((usage?.completion_tokens ?? 1) % 2, 0);
});

test('the legacy functions are called as function_call', async () => {
  const functions = TOOLS.flatMap((tool) => (tool.type === 'function' ? [tool.function] : []));
  for (const function_call of ['auto', { name: 'get_time' }] as const) {
    for (const { message, finish_reason } of await choicesOf({ functions, function_call })) {
      const { name = '', arguments: args = '' } = message.function_call ?? {};
      assertArgumentsText(name, args);
      if (function_call !== 'auto') assert.equal(name, 'get_time');
      assert.deepEqual([message.tool_calls, finish_reason], [undefined, 'function_call']);
    }
  }
  for (const { message } of await choicesOf({ functions, function_call: 'none' })) {
    assert.equal(message.content, TEXT);
  }
});

test('the loop of runTools calls as often as there are turns, and ends with the text', async () => {
  const turns = 3;
  for (const stream of [false, true]) {
    const called: unknown[] = [];
    const tool = (name: string, parameters: object) => ({
      type: 'function' as const,
      function: {
        name,
        parameters: parameters as Record<string, unknown>,
        description: name,
        parse: (text: string) => JSON.parse(text) as object,
        function: (args: unknown) => {
          assertArguments(name, args);
          called.push(name);
          return 'done';
        },
      },
    });
    const tools = [tool('get_weather', WEATHER_SCHEMA), tool('get_time', CLOCK_SCHEMA)];
    const { chat } = clientOf({ 'x-mock-tool-turns': String(turns) });
    const params = { model: MODEL, messages: HELLO, tools };
    const text = stream
      ? await chat.completions.runTools({ ...params, stream: true }).finalContent()
      : await chat.completions.runTools(params).finalContent();
    assert.deepEqual([called.length, text], [turns, TEXT], `stream ${stream}`);
  }
});

test('arguments that a limit cuts off are a part of the JSON, and end with length', async () => {
  for (const { message, finish_reason } of await choicesOf({
    tools: TOOLS,
    tool_choice: 'required',
    max_tokens: 2,
  })) {
    const [call] = message.tool_calls ?? [];
    assert.ok(call?.type === 'function');
    assert.throws(() => JSON.parse(call.function.arguments));
    assert.equal(finish_reason, 'length');
  }
});

test('thoughts come ahead of the text, and are counted in the details of the usage', async () => {
  const messages = HELLO;
  const { chat } = clientOf({ 'x-mock-reasoning-tokens': '5' });
  const { choices, usage } = await chat.completions.create({
    model: MODEL,
    messages,
    reasoning_effort: 'low',
  });
  const message = choices[0]?.message as Message & { reasoning_content: string };
  assert.equal(message.content, TEXT);
  assert.equal(message.reasoning_content.trim().split(' ').length, 5);
  assert.equal(usage?.completion_tokens_details?.reasoning_tokens, 5);
  assert.equal(usage?.completion_tokens, 8);
  const stream = await chat.completions.create({ model: MODEL, messages, stream: true });
  let thoughts = '';
  let text = '';
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta as { content?: string; reasoning_content?: string };
    if (delta.reasoning_content !== undefined) assert.equal(text, '');
    thoughts += delta.reasoning_content ?? '';
    text += delta.content ?? '';
  }
  assert.deepEqual([thoughts.trim().split(' ').length, text], [5, TEXT]);
});

test('no thoughts where none are wanted', async () => {
  const { chat } = clientOf({ 'x-mock-reasoning-tokens': '5' });
  const { choices } = await chat.completions.create({
    model: MODEL,
    messages: HELLO,
    reasoning_effort: 'none',
  });
  assert.equal('reasoning_content' in (choices[0]?.message ?? {}), false);
});
