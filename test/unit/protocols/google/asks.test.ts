/**
 * What Gemini is asked for beside words: from a body to the ask, or to the error with its path; in camel case and in snake case.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ask, JSON_OBJECT } from '../../../../dist/behavior/plan/wish.js';
import { generateContentProtocol } from '../../../../dist/protocols/google/generate-content.js';
import { snake } from '../../../../dist/protocols/google/wording.js';
import { accept, errorOf } from '../../../support/protocol-answers.js';

const SCHEMA = { type: 'OBJECT', properties: { a: { type: 'STRING' } } };
const USER = { role: 'user', parts: [{ text: 'x' }] };
const DECLARATIONS = [{ name: 'f', parameters: SCHEMA }, { name: 'g' }];
const TOOLS = [{ googleSearch: {} }, { functionDeclarations: DECLARATIONS }];
const body = (fields: object) => ({ contents: [USER], ...fields });

/** The same with all names in snake case. */
function snaked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snaked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [snake(name), snaked(each)]));
}

/** The ask of a body, in either case. */
function askOf(fields: object): Ask | null {
  const { ask } = accept(generateContentProtocol, body(fields));
  const { ask: other } = accept(generateContentProtocol, body(snaked(fields) as object));
  assert.deepEqual(ask, other, JSON.stringify(fields));
  return ask;
}

function withMode(mode: unknown, allowedFunctionNames?: readonly string[]): object {
  const functionCallingConfig = {
    mode,
    ...(allowedFunctionNames === undefined ? {} : { allowedFunctionNames }),
  };
  return { tools: TOOLS, toolConfig: { functionCallingConfig } };
}

test('a body that asks for nothing has no ask', () => {
  for (const fields of [
    {},
    { tools: [{ googleSearch: {} }] },
    withMode('NONE'),
    { generationConfig: { responseMimeType: 'text/plain' } },
    { generationConfig: { thinkingConfig: {} } },
  ]) {
    assert.equal(askOf(fields), null, JSON.stringify(fields));
  }
});

test('every mode is understood, in whatever letters', () => {
  for (const [fields, names, choice] of [
    [{ tools: TOOLS }, 'f,g', 'auto'],
    [withMode('AUTO'), 'f,g', 'auto'],
    [withMode('ANY'), 'f,g', 'required'],
    [withMode('any'), 'f,g', 'required'],
    [withMode('ANY', ['g']), 'g', 'required'],
    [withMode('ANY', []), 'f,g', 'required'],
    [withMode('AUTO', ['g']), 'f,g', 'auto'],
  ] as const) {
    const asked = askOf(fields)?.tools ?? assert.fail();
    assert.deepEqual([asked.tools.map(({ name }) => name).join(), asked.choice], [names, choice]);
  }
  assert.deepEqual(askOf({ tools: TOOLS })?.tools?.tools, [
    { name: 'f', schema: SCHEMA },
    { name: 'g', schema: undefined },
  ]);
});

test('a schema of JSON goes before one of Google’s own', () => {
  const functionDeclarations = [{ name: 'f', parameters: SCHEMA, parametersJsonSchema: { type: 'object' } }];
  assert.deepEqual(askOf({ tools: [{ functionDeclarations }] })?.tools?.tools[0]?.schema, { type: 'object' });
});

test('a content with responses of functions is no word of the user’s', () => {
  const called = { role: 'model', parts: [{ functionCall: { name: 'f', args: {} } }] };
  const result = { role: 'user', parts: [{ functionResponse: { name: 'f', response: {} } }] };
  const turnOf = (...contents: object[]) =>
    accept(generateContentProtocol, { contents, tools: TOOLS }).ask?.tools?.turn;
  assert.equal(turnOf(USER), 0);
  assert.equal(turnOf(USER, called, result), 1);
  assert.equal(turnOf(USER, called, result, called, { ...result, role: 'function' }), 2);
  assert.equal(turnOf(USER, called, result, called, USER), 0);
});

test('a format is read from the configuration', () => {
  const formatOf = (generationConfig: object) => askOf({ generationConfig })?.format ?? null;
  const json = { responseMimeType: 'application/json' };
  assert.deepEqual(formatOf(json), JSON_OBJECT);
  assert.deepEqual(formatOf({ ...json, responseSchema: { type: 'STRING' } }), {
    is: 'schema',
    schema: { type: 'STRING' },
  });
  const both = { responseSchema: { type: 'STRING' }, responseJsonSchema: { type: 'string' } };
  assert.deepEqual(formatOf({ ...json, ...both }), { is: 'schema', schema: { type: 'string' } });
  const choice = { responseMimeType: 'text/x.enum', responseSchema: { type: 'STRING', enum: ['a', 'b'] } };
  assert.deepEqual(formatOf(choice), { is: 'choice', choices: ['a', 'b'] });
});

test('thoughts are wanted, or not, within their budget', () => {
  const thinkingOf = (thinkingConfig: object) => askOf({ generationConfig: { thinkingConfig } })?.reasoning;
  for (const [config, isWanted, tokensMax] of [
    [{ thinkingBudget: 9 }, true, 9],
    [{ thinkingBudget: 0, includeThoughts: true }, false, 0],
    [{ thinkingBudget: -1 }, true, null],
    [{ includeThoughts: true }, true, null],
    [{ thinkingLevel: 'HIGH' }, true, null],
  ] as const) {
    assert.deepEqual(thinkingOf(config), { isWanted, tokensMax }, JSON.stringify(config));
  }
});

test('what is wrong is named by its path', () => {
  const declared = (functionDeclarations: unknown) => ({ tools: [{ functionDeclarations }] });
  for (const [fields, param] of [
    [{ tools: [1] }, 'tools[0]'],
    [declared(1), 'tools[0].function_declarations'],
    [declared([1]), 'tools[0].function_declarations[0]'],
    [declared([{}]), 'tools[0].function_declarations[0].name'],
    [declared([{ name: 1 }]), 'tools[0].function_declarations[0].name'],
    [withMode('ANY', ['h']), 'toolConfig.functionCallingConfig.allowedFunctionNames'],
  ] as const) {
    assert.equal(errorOf(generateContentProtocol, body(fields))?.[0], param, JSON.stringify(fields));
  }
});

test('a function that was not declared is told with those that were', () => {
  const message = errorOf(generateContentProtocol, body(withMode('ANY', ['h'])))?.[2];
  assert.match(
    message ?? '',
    /^\* GenerateContentRequest\.tool_config\.function_calling_config\.allowed_function_names: must be one of \w/,
  );
});
