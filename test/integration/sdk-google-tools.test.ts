// Owns: what Google's own client makes of function calls and thoughts in the Gemini API.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiError,
  type Content,
  FunctionCallingConfigMode,
  type FunctionDeclaration,
  type GenerateContentConfig,
  type GenerateContentResponse,
  GoogleGenAI,
  type Part,
} from '@google/genai';
import { startTestServer } from '../support/in-process.js';
import { assertArguments, CLOCK_SCHEMA, WEATHER_SCHEMA } from '../support/tools.js';

const TEXT = 'One two three';
const MODEL = 'gemini-mock';
const { AUTO, ANY, NONE } = FunctionCallingConfigMode;
const HELLO: Content[] = [{ role: 'user', parts: [{ text: 'hello' }] }];
const functionDeclarations: FunctionDeclaration[] = [
  { name: 'get_weather', parametersJsonSchema: WEATHER_SCHEMA },
  { name: 'get_time', parametersJsonSchema: CLOCK_SCHEMA },
];
const TOOLS = { tools: [{ functionDeclarations }] };

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

function modelsOf(headers: Record<string, string> = {}): GoogleGenAI['models'] {
  return new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: server.url, headers } }).models;
}

/** The parts of an answer, whole, and of the same streamed, with what was told last beside them. */
async function answersOf(
  config: GenerateContentConfig,
  headers: Record<string, string> = {},
  contents = HELLO,
): Promise<{ readonly parts: readonly Part[]; readonly last: GenerateContentResponse }[]> {
  const models = modelsOf(headers);
  const whole = await models.generateContent({ model: MODEL, contents, config });
  const parts: Part[] = [];
  let last = whole;
  for await (const chunk of await models.generateContentStream({ model: MODEL, contents, config })) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    last = chunk;
  }
  return [
    { parts: whole.candidates?.[0]?.content?.parts ?? [], last: whole },
    { parts, last },
  ];
}

/** The names of the functions that are called; fails unless their arguments satisfy the schemas. */
function calledIn(parts: readonly Part[]): string[] {
  return parts.flatMap(({ functionCall }) => {
    if (functionCall === undefined) return [];
    const { name = '', args } = functionCall;
    assertArguments(name, args);
    return [name];
  });
}

function textOf(parts: readonly Part[], isThought = false): string {
  const own = parts.filter(({ thought }) => (thought === true) === isThought);
  return own.map(({ text = '' }) => text).join('');
}

function choice(mode: FunctionCallingConfigMode, allowedFunctionNames?: string[]): GenerateContentConfig {
  const allowed = allowedFunctionNames === undefined ? {} : { allowedFunctionNames };
  return { ...TOOLS, toolConfig: { functionCallingConfig: { mode, ...allowed } } };
}

test('every mode is obeyed, whole and streamed', async () => {
  for (const config of [TOOLS, choice(AUTO), choice(ANY)]) {
    for (const { parts, last } of await answersOf(config)) {
      assert.deepEqual([calledIn(parts).length, textOf(parts)], [1, '']);
      assert.equal(last.candidates?.[0]?.finishReason, 'STOP');
    }
  }
  for (const { parts } of await answersOf(choice(ANY, ['get_time']))) {
    assert.deepEqual(calledIn(parts), ['get_time']);
  }
  for (const { parts } of await answersOf(choice(NONE))) {
    assert.deepEqual([calledIn(parts), textOf(parts)], [[], TEXT]);
  }
  await assert.rejects(
    answersOf(choice(ANY, ['x'])),
    (error) => error instanceof ApiError && error.status === 400,
  );
});

test('a loop that gives responses back ends with the text after the turns that are set', async () => {
  const turns = 3;
  const headers = { 'x-mock-tool-turns': String(turns), 'x-mock-tool-calls': '2' };
  const contents = [...HELLO];
  for (let turn = 0; turn < turns; turn++) {
    const [whole, streamed] = await answersOf(TOOLS, headers, contents);
    assert.deepEqual([calledIn(whole?.parts ?? []).length, calledIn(streamed?.parts ?? []).length], [2, 2]);
    contents.push({ role: 'model', parts: [...(whole?.parts ?? [])] });
    const results = calledIn(whole?.parts ?? []).map((name) => ({
      functionResponse: { name, response: { output: 'done' } },
    }));
    contents.push({ role: 'user', parts: results });
  }
  for (const { parts } of await answersOf(TOOLS, headers, contents)) {
    assert.deepEqual([calledIn(parts), textOf(parts)], [[], TEXT]);
  }
});

test('thoughts are counted, and shown to whoever includes them; a budget is a limit, and 0 is none', async () => {
  const five = { 'x-mock-reasoning-tokens': '5' };
  for (const includeThoughts of [true, false]) {
    for (const [thinkingBudget, tokens] of [
      [-1, 5],
      [3, 3],
      [0, 0],
    ] as const) {
      for (const { parts, last } of await answersOf(
        { thinkingConfig: { includeThoughts, thinkingBudget } },
        five,
      )) {
        const shown = textOf(parts, true).split(' ').filter(Boolean).length;
        assert.deepEqual([shown, textOf(parts)], [includeThoughts ? tokens : 0, TEXT]);
        const { thoughtsTokenCount, candidatesTokenCount } = last.usageMetadata ?? {};
        assert.deepEqual([thoughtsTokenCount ?? 0, candidatesTokenCount], [tokens, 3]);
      }
    }
  }
});
