/**
 * What the Messages API is asked for beside words: from a body to the ask, or to the error with its path.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ask } from '../../../../dist/behavior/plan/wish.js';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import { accept, errorOf } from '../../../support/protocol-answers.js';

const SCHEMA = { type: 'object', properties: { a: { type: 'string' } } };
const USER = { role: 'user', content: 'x' };
const TOOLS = [
  { name: 'f', input_schema: SCHEMA },
  { type: 'custom', name: 'g', input_schema: {} },
];
const body = (fields: object) => ({ max_tokens: 9, messages: [USER], ...fields });
const askOf = (fields: object): Ask | null => accept(messagesProtocol, body(fields)).ask;

test('a body that asks for nothing has no ask', () => {
  for (const fields of [
    {},
    { tools: [] },
    { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
    { tools: TOOLS, tool_choice: { type: 'none' } },
    { output_config: {} },
    { output_format: { type: 'text' } },
  ]) {
    assert.equal(askOf(fields), null, JSON.stringify(fields));
  }
});

test('every way of choosing a tool is understood', () => {
  for (const [tool_choice, expected] of [
    [undefined, ['f,g', 'auto', true]],
    [{ type: 'auto' }, ['f,g', 'auto', true]],
    [{ type: 'auto', disable_parallel_tool_use: true }, ['f,g', 'auto', false]],
    [{ type: 'any' }, ['f,g', 'required', true]],
    [{ type: 'any', disable_parallel_tool_use: true }, ['f,g', 'required', false]],
    [{ type: 'tool', name: 'g' }, ['g', 'required', true]],
  ] as const) {
    const { tools, choice, isParallel } = askOf({ tools: TOOLS, tool_choice })?.tools ?? assert.fail();
    assert.deepEqual([tools.map(({ name }) => name).join(), choice, isParallel], expected);
  }
  assert.deepEqual(askOf({ tools: TOOLS })?.tools?.tools, [
    { name: 'f', schema: SCHEMA },
    { name: 'g', schema: {} },
  ]);
});

test('a message with results of tools is no word of the user’s', () => {
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'x' }] };
  const called = { role: 'assistant', content: 'calls' };
  const turnOf = (...messages: object[]) =>
    accept(messagesProtocol, { max_tokens: 9, messages, tools: TOOLS }).ask?.tools?.turn;
  assert.equal(turnOf(USER), 0);
  assert.equal(turnOf(USER, called, result), 1);
  assert.equal(turnOf(USER, called, result, called, result), 2);
  assert.equal(turnOf(USER, called, result, called, USER), 0);
});

test('thinking is wanted, or not, within its budget', () => {
  const thinkingOf = (thinking: object) => askOf({ thinking })?.reasoning;
  assert.deepEqual(thinkingOf({ type: 'enabled', budget_tokens: 9 }), { isWanted: true, tokensMax: 9 });
  assert.deepEqual(thinkingOf({ type: 'adaptive' }), { isWanted: true, tokensMax: null });
  assert.deepEqual(thinkingOf({ type: 'disabled' }), { isWanted: false, tokensMax: null });
});

test('a format is read from both of its fields', () => {
  const format = { type: 'json_schema', schema: SCHEMA };
  const expected = { is: 'schema', schema: SCHEMA };
  assert.deepEqual(askOf({ output_config: { format } })?.format, expected);
  assert.deepEqual(askOf({ output_format: format })?.format, expected);
});

test('what is wrong is named by its path', () => {
  for (const [fields, param, code] of [
    [{ tools: [1] }, 'tools.0', 'invalid_type'],
    [{ tools: [{}] }, 'tools.0.name', 'missing_required_parameter'],
    [{ tools: [{ name: 1 }] }, 'tools.0.name', 'invalid_type'],
    [{ tools: [TOOLS[0], { name: 'g' }] }, 'tools.1.input_schema', 'missing_required_parameter'],
    [{ tools: [{ name: 'g', input_schema: [] }] }, 'tools.0.input_schema', 'invalid_type'],
    [{ tools: TOOLS, tool_choice: { type: 'tool', name: 'h' } }, 'tool_choice', 'invalid_value'],
    [
      { output_config: { format: { type: 'json_schema' } } },
      'output_config.format.schema',
      'missing_required_parameter',
    ],
    [{ output_format: { type: 'json_schema', schema: 1 } }, 'output_format.schema', 'invalid_type'],
  ] as const) {
    assert.deepEqual(
      errorOf(messagesProtocol, body(fields))?.slice(0, 2),
      [param, code],
      JSON.stringify(fields),
    );
  }
});
