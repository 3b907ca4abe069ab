/**
 * What OpenAI's chat, completions and Responses are asked for beside words: from a body to the ask, or to the error with its path.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ask, JSON_OBJECT, NO_ASK, type ToolAsk } from '../../../../../dist/behavior/plan/wish.js';
import { createChatProtocol } from '../../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../../dist/protocols/openai/completions.js';
import { responsesProtocol } from '../../../../../dist/protocols/openai/responses/responses.js';
import { accept, errorOf } from '../../../../support/protocol-answers.js';

const chat = createChatProtocol({ dashScope: false });
const SCHEMA = { type: 'object', properties: { a: { type: 'string' } } };
const F = { name: 'f', parameters: SCHEMA };
const G = { name: 'g' };
const USER = { role: 'user', content: 'x' };
const chatBody = (fields: object) => ({ messages: [USER], ...fields });
const responseBody = (fields: object) => ({ input: [USER], ...fields });

/** The ask of a chat; null where it asks for nothing. */
const askOf = (fields: object): Ask | null => accept(chat, chatBody(fields)).ask;
const asking = (some: Partial<Ask>): Ask => ({ ...NO_ASK, ...some });

const nested = [F, G].map((tool) => ({ type: 'function', function: tool }));
const flat = [F, G].map((tool) => ({ type: 'function', ...tool }));
const TOOLS: readonly ToolAsk['tools'][number][] = [
  { name: 'f', schema: SCHEMA },
  { name: 'g', schema: undefined },
];

/** A choice of tools, as the behaviour is asked for it, but for where the conversation stands. */
function chosen(ask: Ask | null): unknown {
  const tools = ask?.tools ?? null;
  return tools === null ? null : [tools.tools.map(({ name }) => name).join(), tools.choice, tools.isParallel];
}

test('a body that asks for nothing has no ask', () => {
  for (const fields of [
    {},
    { ignore_eos: false, min_tokens: 0 },
    { tools: [] },
    { tools: nested, tool_choice: 'none' },
    { tools: [{ type: 'web_search' }] },
    { functions: [] },
    { response_format: { type: 'text' } },
    { reasoning_effort: null, thinking: null, tools: null, response_format: null },
  ]) {
    assert.equal(askOf(fields), null, JSON.stringify(fields));
  }
});

test('lengths are read in chat, completions and Responses', () => {
  const fields = { ignore_eos: true, min_tokens: 5 };
  const expected = asking({ isEndless: true, tokensMin: 5 });
  assert.deepEqual(askOf(fields), expected);
  assert.deepEqual(accept(completionsProtocol, { prompt: 'x', ...fields }).ask, expected);
  assert.deepEqual(accept(responsesProtocol, responseBody(fields)).ask, expected);
});

test('tools are read with their schemas, and what is no function is passed over', () => {
  const asked = askOf({ tools: [{ type: 'code_interpreter' }, ...nested] });
  assert.deepEqual(asked?.tools?.tools, TOOLS);
  const responded = accept(responsesProtocol, responseBody({ tools: [{ type: 'web_search' }, ...flat] })).ask;
  assert.deepEqual(responded?.tools?.tools, TOOLS);
});

test('every way of choosing a tool is understood; what is not is left to the model', () => {
  const named = { type: 'function', function: { name: 'g' } };
  const allowed = { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [] } };
  for (const [tool_choice, expected] of [
    [undefined, ['f,g', 'auto', true]],
    [null, ['f,g', 'auto', true]],
    ['auto', ['f,g', 'auto', true]],
    ['required', ['f,g', 'required', true]],
    ['none', null],
    [named, ['g', 'required', true]],
    [allowed, ['f,g', 'required', true]],
    [{ type: 'custom' }, ['f,g', 'auto', true]],
    ['whatever', ['f,g', 'auto', true]],
  ] as const) {
    assert.deepEqual(chosen(askOf({ tools: nested, tool_choice })), expected, JSON.stringify(tool_choice));
  }
  assert.deepEqual(chosen(askOf({ tools: nested, parallel_tool_calls: false })), ['f,g', 'auto', false]);
  const response = (tool_choice: unknown) =>
    chosen(accept(responsesProtocol, responseBody({ tools: flat, tool_choice })).ask);
  assert.deepEqual(response({ type: 'function', name: 'g' }), ['g', 'required', true]);
  assert.deepEqual(response({ type: 'allowed_tools', mode: 'required', tools: [] }), [
    'f,g',
    'required',
    true,
  ]);
  assert.deepEqual(response('required'), ['f,g', 'required', true]);
});

test('functions are tools of which one is called at a time; where there are tools they do not count', () => {
  assert.deepEqual(chosen(askOf({ functions: [F, G] })), ['f,g', 'auto', false]);
  assert.deepEqual(chosen(askOf({ functions: [F, G], function_call: { name: 'g' } })), [
    'g',
    'required',
    false,
  ]);
  assert.equal(askOf({ functions: [F, G], function_call: 'none' }), null);
  assert.deepEqual(chosen(askOf({ functions: [F], tools: nested })), ['f,g', 'auto', true]);
});

test('turns are counted from the last message of the user, or from the input', () => {
  const tool = { role: 'tool', tool_call_id: 'c', content: 'x' };
  const messages = [USER, { role: 'assistant' }, tool, tool, { role: 'assistant' }, tool];
  assert.equal(accept(chat, { messages, tools: nested }).ask?.tools?.turn, 2);
  const output = { type: 'function_call_output', call_id: 'c', output: 'x' };
  const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' };
  const input = [USER, call, output, { type: 'reasoning', summary: [] }, call, output];
  assert.equal(accept(responsesProtocol, { input, tools: flat }).ask?.tools?.turn, 2);
  assert.equal(accept(responsesProtocol, { input: 'hello', tools: flat }).ask?.tools?.turn, 0);
});

test('a format is read from every field that may hold one', () => {
  const schema = { is: 'schema', schema: SCHEMA };
  for (const [fields, format] of [
    [{ response_format: { type: 'json_object' } }, JSON_OBJECT],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'x', schema: SCHEMA } } }, schema],
    [{ guided_json: SCHEMA }, schema],
    [{ guided_json: JSON.stringify(SCHEMA) }, schema],
    [{ guided_choice: ['a', 'b'] }, { is: 'choice', choices: ['a', 'b'] }],
    [{ guided_regex: 'a+' }, { is: 'pattern', pattern: 'a+' }],
    [{ structured_outputs: { json: SCHEMA } }, schema],
    [{ structured_outputs: { choice: ['a'] } }, { is: 'choice', choices: ['a'] }],
    [{ structured_outputs: { regex: 'a' } }, { is: 'pattern', pattern: 'a' }],
  ] as const) {
    assert.deepEqual(askOf(fields), asking({ format: format as Ask['format'] }), JSON.stringify(fields));
    assert.deepEqual(accept(completionsProtocol, { prompt: 'x', ...fields }).ask?.format, format);
  }
  const text = { format: { type: 'json_schema', name: 'x', schema: SCHEMA } };
  assert.deepEqual(accept(responsesProtocol, responseBody({ text })).ask?.format, schema);
});

test('thoughts are wanted, or not, in every way in which that is said', () => {
  const wanted = (isWanted: boolean, tokensMax: number | null = null) => ({ isWanted, tokensMax });
  for (const [fields, reasoning] of [
    [{ reasoning_effort: 'low' }, wanted(true)],
    [{ reasoning_effort: 'none' }, wanted(false)],
    [{ reasoning: { effort: 'high' } }, wanted(true)],
    [{ reasoning: { effort: 'none' } }, wanted(false)],
    [{ enable_thinking: true }, wanted(true)],
    [{ enable_thinking: false, thinking_budget: 9 }, wanted(false, 9)],
    [{ enable_thinking: true, thinking_budget: 9 }, wanted(true, 9)],
    [{ thinking_budget: 9 }, wanted(true, 9)],
    [{ thinking_budget: 0 }, wanted(false, 0)],
    [{ thinking: { type: 'enabled', budget_tokens: 9 } }, wanted(true, 9)],
    [{ thinking: { type: 'disabled' } }, wanted(false)],
    [{ chat_template_kwargs: { enable_thinking: false } }, wanted(false)],
    [{ chat_template_kwargs: { thinking: true } }, wanted(true)],
    [{ chat_template_kwargs: {}, thinking: {} }, null],
    [{ enable_thinking: 'yes' }, null],
  ] as const) {
    assert.deepEqual(askOf(fields)?.reasoning ?? null, reasoning, JSON.stringify(fields));
  }
  const response = (reasoning: object) =>
    accept(responsesProtocol, responseBody({ reasoning })).ask?.reasoning;
  assert.deepEqual(response({ effort: 'low', summary: 'auto' }), wanted(true));
  assert.deepEqual(response({ effort: 'none' }), wanted(false));
});

test('what is wrong is named by its path', () => {
  const json = (schema: unknown) => ({ response_format: { type: 'json_schema', json_schema: schema } });
  for (const [fields, param, code] of [
    [{ tools: [1] }, 'tools[0]', 'invalid_type'],
    [{ tools: [{}] }, 'tools[0].type', 'missing_required_parameter'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].function', 'missing_required_parameter'],
    [{ tools: [nested[0], { type: 'function', function: 1 }] }, 'tools[1].function', 'invalid_type'],
    [{ tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name', 'missing_required_parameter'],
    [{ tools: [{ type: 'function', function: { name: 1 } }] }, 'tools[0].function.name', 'invalid_type'],
    [
      { tools: [{ type: 'function', function: { name: 'f', parameters: [] } }] },
      'tools[0].function.parameters',
      'invalid_type',
    ],
    [
      { tools: nested, tool_choice: { type: 'function', function: { name: 'h' } } },
      'tool_choice',
      'invalid_value',
    ],
    [{ functions: [{}] }, 'functions[0].name', 'missing_required_parameter'],
    [{ functions: [F], function_call: { name: 'h' } }, 'function_call', 'invalid_value'],
    [{ response_format: {} }, 'response_format.type', 'missing_required_parameter'],
    [{ response_format: { type: 'xml' } }, 'response_format.type', 'invalid_value'],
    [json(1), 'response_format.json_schema', 'invalid_type'],
    [json({}), 'response_format.json_schema.schema', 'missing_required_parameter'],
    [json({ schema: 'x' }), 'response_format.json_schema.schema', 'invalid_type'],
    [{ guided_json: 'no JSON' }, 'guided_json', 'invalid_type'],
    [{ guided_choice: [] }, 'guided_choice', 'invalid_type'],
    [{ structured_outputs: { choice: [1] } }, 'structured_outputs.choice', 'invalid_type'],
  ] as const) {
    assert.deepEqual(errorOf(chat, chatBody(fields))?.slice(0, 2), [param, code], JSON.stringify(fields));
  }
  const text = { format: { type: 'json_schema' } };
  for (const [fields, param] of [
    [{ tools: [{ type: 'function' }] }, 'tools[0].name'],
    [{ text }, 'text.format.schema'],
    [{ text: { format: {} } }, 'text.format.type'],
  ] as const) {
    assert.equal(errorOf(responsesProtocol, responseBody(fields))?.[0], param);
  }
});

test('an ask does not outlive its plan', () => {
  const request = accept(chat, chatBody({ tools: nested, ignore_eos: true }));
  assert.notEqual(request.ask, null);
  request.forgetTexts();
  assert.equal(request.ask, null);
});

test('one value that is supported stands alone', () => {
  const message = errorOf(chat, chatBody({ functions: [F], function_call: { name: 'h' } }))?.[2];
  assert.match(message ?? '', /^Invalid value: 'h'\. Supported values are: '\w+'\.$/);
});
