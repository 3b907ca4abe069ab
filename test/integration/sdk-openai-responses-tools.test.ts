// Owns: what OpenAI's own client makes of function calls and thoughts in the Responses API.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';
import { assertArgumentsText, CLOCK_SCHEMA, WEATHER_SCHEMA } from '../support/tools.js';

type Response = OpenAI.Responses.Response;
type Input = OpenAI.Responses.ResponseInput;
type Params = Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, 'model' | 'stream'>;

const TEXT = 'One two three';
const MODEL = 'gpt-4o';
const HELLO: Input = [{ role: 'user', content: 'hello' }];
const tools: OpenAI.Responses.FunctionTool[] = [
  { type: 'function', name: 'get_weather', parameters: WEATHER_SCHEMA, strict: true },
  { type: 'function', name: 'get_time', parameters: CLOCK_SCHEMA, strict: true },
];

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

function clientOf(headers: Record<string, string> = {}): OpenAI['responses'] {
  const options = { apiKey: 'any', maxRetries: 0, defaultHeaders: headers };
  return new OpenAI({ baseURL: `${server.url}/v1`, ...options }).responses;
}

/** An answer whole, and the same streamed through the SDK's helper. */
async function responsesOf(params: Params, headers: Record<string, string> = {}): Promise<Response[]> {
  const responses = clientOf(headers);
  const whole = await responses.create({ model: MODEL, ...params });
  const streamed = await responses
    .stream({ model: MODEL, ...params } as Parameters<typeof responses.stream>[0])
    .finalResponse();
  return [whole, streamed as Response];
}

/** The names of the functions that a response calls; fails unless their arguments satisfy the schemas. */
function calledIn({ output }: Response): string[] {
  return output.flatMap((item) => {
    if (item.type !== 'function_call') return [];
    assert.equal(item.status, 'completed');
    assertArgumentsText(item.name, item.arguments);
    return [item.name];
  });
}

test('every choice of tools is obeyed, whole and streamed', async () => {
  for (const response of await responsesOf({ input: 'hello', tools })) {
    assert.equal(calledIn(response).length, 1);
    assert.deepEqual([response.status, response.output_text], ['completed', '']);
  }
  for (const response of await responsesOf({ input: HELLO, tools, tool_choice: 'required' })) {
    assert.equal(calledIn(response).length, 1);
  }
  const named = { type: 'function', name: 'get_time' } as const;
  for (const response of await responsesOf({ input: HELLO, tools, tool_choice: named })) {
    assert.deepEqual(calledIn(response), ['get_time']);
  }
  for (const response of await responsesOf({ input: HELLO, tools, tool_choice: 'none' })) {
    assert.deepEqual([calledIn(response), response.output_text], [[], TEXT]);
  }
});

test('several calls are several items, with ids of their own, unless one at a time is wanted', async () => {
  const three = { 'x-mock-tool-calls': '3' };
  for (const response of await responsesOf({ input: HELLO, tools }, three)) {
    assert.equal(calledIn(response).length, 3);
    const ids = response.output.flatMap((item) =>
      item.type === 'function_call' ? [item.id, item.call_id] : [],
    );
    assert.equal(new Set(ids).size, 6);
  }
  for (const response of await responsesOf({ input: HELLO, tools, parallel_tool_calls: false }, three)) {
    assert.equal(calledIn(response).length, 1);
  }
});

test('a loop that gives outputs back ends with the text after the turns that are set', async () => {
  const turns = 2;
  const responses = clientOf({ 'x-mock-tool-turns': String(turns), 'x-mock-tool-calls': '2' });
  const input: Input = [...HELLO];
  for (let turn = 0; turn < turns; turn++) {
    const response = await responses.create({ model: MODEL, input, tools });
    assert.equal(calledIn(response).length, 2, `turn ${turn}`);
    for (const item of response.output) {
      assert.ok(item.type === 'function_call');
      input.push(item);
    }
    for (const item of response.output) {
      assert.ok(item.type === 'function_call');
      input.push({ type: 'function_call_output', call_id: item.call_id, output: 'done' });
    }
  }
  const last = await responses.create({ model: MODEL, input, tools });
  assert.deepEqual([calledIn(last), last.output_text], [[], TEXT]);
});

test('thoughts are an item of their own, with a summary only for whoever asks for one', async () => {
  const five = { 'x-mock-reasoning-tokens': '5' };
  for (const summary of ['auto', undefined] as const) {
    const reasoning = { effort: 'low', ...(summary === undefined ? {} : { summary }) } as const;
    for (const response of await responsesOf({ input: HELLO, reasoning }, five)) {
      const [thoughts, message, ...more] = response.output;
      assert.ok(thoughts?.type === 'reasoning');
      assert.deepEqual([message?.type, more.length, response.output_text], ['message', 0, TEXT]);
      const told = thoughts.summary.map(({ text }) => text.trim().split(' ').length);
      assert.deepEqual(told, summary === undefined ? [] : [5]);
      const { output_tokens, output_tokens_details: details } = response.usage ?? {};
      assert.deepEqual([output_tokens, details?.reasoning_tokens], [8, 5]);
    }
  }
  for (const response of await responsesOf({ input: HELLO, reasoning: { effort: 'none' } }, five)) {
    assert.deepEqual(
      response.output.map(({ type }) => type),
      ['message'],
    );
  }
});

test('events are numbered without a gap, and every item is added and done at its own place', async () => {
  const headers = { 'x-mock-reasoning-tokens': '5', 'x-mock-tool-calls': '2' };
  const params = { model: MODEL, input: HELLO, tools, reasoning: { summary: 'auto' }, stream: true } as const;
  const added: unknown[] = [];
  const done: unknown[] = [];
  let next = 0;
  for await (const event of await clientOf(headers).create(params)) {
    assert.equal(event.sequence_number, next++);
    if (event.type === 'response.output_item.added') added.push([event.output_index, event.item.type]);
    if (event.type === 'response.output_item.done') done.push([event.output_index, event.item.type]);
  }
  assert.deepEqual(added, [
    [0, 'reasoning'],
    [1, 'function_call'],
    [2, 'function_call'],
  ]);
  assert.deepEqual(done, added);
});

test('arguments that a limit cuts off make the response incomplete', async () => {
  for (const response of await responsesOf({
    input: HELLO,
    tools,
    tool_choice: 'required',
    max_output_tokens: 2,
  })) {
    const [item] = response.output;
    assert.ok(item?.type === 'function_call');
    assert.deepEqual([response.status, item.status], ['incomplete', 'incomplete']);
    assert.equal(response.incomplete_details?.reason, 'max_output_tokens');
    assert.throws(() => JSON.parse(item.arguments));
  }
});
