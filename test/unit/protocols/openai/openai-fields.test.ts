/**
 * Every optional field of OpenAI's APIs against every kind of JSON value, through the parsers.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { CHAT_FIELDS, createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { COMPLETION_FIELDS, completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { EMBEDDINGS_FIELDS, embeddingsProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import {
  RESPONSES_FIELDS,
  responsesProtocol,
} from '../../../../dist/protocols/openai/responses/responses.js';
import type { Rules } from '../../../../dist/protocols/validation/rules.js';
import { errorOf } from '../../../support/protocol-answers.js';

/** One harmless value of each kind; the words are those of the messages. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  'a string': 'x',
  'an integer': 1,
  'a decimal number': 0.5,
  'a boolean': false,
  'an array': [],
  'an object': {},
};

interface Rule {
  readonly expected: string;
  readonly kinds: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

const SAFE = Number.MAX_SAFE_INTEGER;
const COUNT: Rule = { expected: 'an integer', kinds: ['an integer'], min: 1, max: SAFE };
const PENALTY: Rule = { expected: 'a number', kinds: ['an integer', 'a decimal number'], min: -2, max: 2 };
const TEMPERATURE: Rule = { ...PENALTY, min: 0 };
const TOP_P: Rule = { ...TEMPERATURE, max: 1 };
const BOOLEAN: Rule = { expected: 'a boolean', kinds: ['a boolean'] };
const OBJECT: Rule = { expected: 'an object', kinds: ['an object'] };
const ARRAY: Rule = { expected: 'an array', kinds: ['an array'] };
const STRING: Rule = { expected: 'a string', kinds: ['a string'] };
const STOP: Rule = { expected: 'a string or an array of strings', kinds: ['a string', 'an array'] };
const CHOICE: Rule = { expected: 'a string or an object', kinds: ['a string', 'an object'] };
const TOP_LOGPROBS: Rule = { ...COUNT, min: 0, max: 20 };

const LENGTHS: Readonly<Record<string, Rule>> = { ignore_eos: BOOLEAN, min_tokens: { ...COUNT, min: 0 } };

const SAMPLING: Readonly<Record<string, Rule>> = {
  stream: BOOLEAN,
  n: { ...COUNT, max: 128 },
  max_tokens: COUNT,
  temperature: TEMPERATURE,
  top_p: TOP_P,
  presence_penalty: PENALTY,
  frequency_penalty: PENALTY,
  // Its bounds have a test of their own: one more than they are is no other number.
  seed: { expected: 'an integer', kinds: ['an integer'] },
  logit_bias: OBJECT,
  stop: STOP,
  user: STRING,
};

const APIS: readonly {
  readonly name: string;
  readonly protocol: Protocol;
  readonly fields: Rules;
  readonly minimal: object;
  readonly rules: Readonly<Record<string, Rule>>;
  /** Fields whose values have a rule of their own, with their own tests. */
  readonly apart: readonly string[];
}[] = [
  {
    name: 'chat',
    protocol: createChatProtocol({ dashScope: false }),
    fields: CHAT_FIELDS,
    minimal: { messages: [{ role: 'user', content: 'x' }] },
    rules: {
      ...SAMPLING,
      max_completion_tokens: COUNT,
      top_logprobs: TOP_LOGPROBS,
      logprobs: BOOLEAN,
      parallel_tool_calls: BOOLEAN,
      metadata: OBJECT,
      ...LENGTHS,
      tools: ARRAY,
      tool_choice: CHOICE,
      functions: ARRAY,
      function_call: CHOICE,
      reasoning_effort: STRING,
    },
    apart: ['stream_options', 'response_format'],
  },
  {
    name: 'completions',
    protocol: completionsProtocol,
    fields: COMPLETION_FIELDS,
    minimal: { prompt: 'x' },
    rules: {
      ...SAMPLING,
      best_of: { ...COUNT, max: 20 },
      echo: BOOLEAN,
      logprobs: { ...COUNT, min: 0, max: 5 },
      suffix: STRING,
      ...LENGTHS,
      max_tokens: { ...COUNT, min: 0 },
    },
    apart: ['stream_options'],
  },
  {
    name: 'responses',
    protocol: responsesProtocol,
    fields: RESPONSES_FIELDS,
    minimal: { input: 'x' },
    rules: {
      ...LENGTHS,
      background: BOOLEAN,
      include: ARRAY,
      instructions: STRING,
      max_output_tokens: COUNT,
      max_tool_calls: COUNT,
      metadata: OBJECT,
      parallel_tool_calls: BOOLEAN,
      previous_response_id: STRING,
      reasoning: OBJECT,
      store: BOOLEAN,
      stream: BOOLEAN,
      stream_options: OBJECT,
      temperature: TEMPERATURE,
      text: OBJECT,
      tool_choice: CHOICE,
      tools: ARRAY,
      top_logprobs: TOP_LOGPROBS,
      top_p: TOP_P,
      truncation: STRING,
      user: STRING,
    },
    apart: [],
  },
  {
    name: 'embeddings',
    protocol: embeddingsProtocol,
    fields: EMBEDDINGS_FIELDS,
    minimal: { input: 'x' },
    rules: { dimensions: { ...COUNT, max: 8192 }, user: STRING },
    apart: ['encoding_format'],
  },
];

for (const { name, protocol, fields, minimal, rules, apart } of APIS) {
  const errorFor = (field: string, value: unknown) => errorOf(protocol, { ...minimal, [field]: value });

  test(`${name}: the fields with a rule are exactly those of this table`, () => {
    assert.deepEqual([...fields.keys()].sort(), [...Object.keys(rules), ...apart].sort());
  });

  test(`${name}: in every field null is as absent, its own kinds are accepted, every other one is named`, () => {
    for (const [field, { expected, kinds }] of Object.entries(rules)) {
      assert.equal(errorFor(field, null), null, field);
      for (const [kind, sample] of Object.entries(SAMPLES)) {
        const message = `Invalid type for '${field}': expected ${expected}, but got ${kind} instead.`;
        const error = kinds.includes(kind) ? null : [field, 'invalid_type', message];
        assert.deepEqual(errorFor(field, sample), error, `${field}: ${kind}`);
      }
    }
  });

  test(`${name}: the bounds of a number are accepted, one step outside is not`, () => {
    for (const [field, { expected, min, max }] of Object.entries(rules)) {
      if (min === undefined || max === undefined) continue;
      const between = `between ${min} and ${max}`;
      const start = `Invalid '${field}': expected ${expected} `;
      assert.equal(errorFor(field, min), null, field);
      assert.equal(errorFor(field, max), null, field);
      const under = `${start}${max === SAFE ? `at least ${min}` : between}, but got ${min - 1}.`;
      assert.deepEqual(errorFor(field, min - 1), [field, 'invalid_value', under]);
      const over = `${start}${max === SAFE ? `at most ${max}` : between}, but got ${max + 1}.`;
      assert.deepEqual(errorFor(field, max + 1), [field, 'invalid_value', over]);
    }
  });
}

test('a seed is any integer of 64 bits', () => {
  const chat = createChatProtocol({ dashScope: false });
  const errorFor = (seed: number) => errorOf(chat, { messages: [{ role: 'user', content: 'x' }], seed });
  for (const seed of [-(2 ** 63), -1, 0, 2 ** 63]) assert.equal(errorFor(seed), null, `${seed}`);
  for (const seed of [-(2 ** 64), 2 ** 64]) assert.equal(errorFor(seed)?.[1], 'invalid_value', `${seed}`);
});

test('names that every object inherits are fields like any unknown one', () => {
  for (const field of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    for (const json of ['null', '1', '{"model":1}']) {
      const body = `{"messages":[{"role":"user","content":"x"}],${JSON.stringify(field)}:${json}}`;
      assert.equal(errorOf(createChatProtocol({ dashScope: false }), body), null, field);
    }
  }
});
