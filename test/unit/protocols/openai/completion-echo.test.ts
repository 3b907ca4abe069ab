import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import {
  accept,
  answerOf,
  errorOf,
  replyOf,
  streamOf,
  textOf,
  USAGE_DETAILS,
} from '../../../support/protocol-answers.js';
import { parseSseJson } from '../../../support/sse.js';

interface Choice {
  readonly index: number;
  readonly text: string;
  readonly finish_reason: string | null;
  readonly logprobs: {
    readonly tokens: string[];
    readonly token_logprobs: (number | null)[];
    readonly top_logprobs: (Record<string, number> | null)[];
    readonly text_offset: number[];
  } | null;
}

const PROMPT = 'Say "hi"\n你好 \u0000';
const body = (fields: object = {}) => ({ model: 'm', prompt: PROMPT, echo: true, max_tokens: 9, ...fields });
const NONE = answerOf({ tokens: 0, finish: 'length', text: textOf('Hello') });

function choicesOf(fields: object, answer = answerOf()): Choice[] {
  return JSON.parse(replyOf(completionsProtocol, body(fields), answer)).choices;
}

/** What the events of a stream say to each choice, put together. */
function streamedOf(fields: object, answer = answerOf()): string[] {
  const texts: string[] = [];
  const stream = streamOf(completionsProtocol, body({ stream: true, ...fields }), answer);
  for (const { choices } of parseSseJson(stream, true)) {
    for (const { index, text } of choices as Choice[]) texts[index] = (texts[index] ?? '') + text;
  }
  return texts;
}

test('the prompt comes ahead of the answer, whole and streamed, and is not counted as said', () => {
  const reply = JSON.parse(replyOf(completionsProtocol, body()));
  assert.deepEqual(reply.choices, [
    { index: 0, text: `${PROMPT}Hello world`, logprobs: null, finish_reason: 'stop' },
  ]);
  assert.deepEqual(reply.usage, {
    prompt_tokens: 7,
    completion_tokens: 2,
    total_tokens: 9,
    ...USAGE_DETAILS,
  });
  assert.deepEqual(streamedOf({}), [`${PROMPT}Hello world`]);
});

test('with max_tokens of 0 the prompt is all that comes', () => {
  const [choice] = choicesOf({ max_tokens: 0 }, NONE);
  assert.deepEqual([choice?.text, choice?.finish_reason], [PROMPT, 'length']);
  assert.deepEqual(streamedOf({ max_tokens: 0 }, NONE), [PROMPT]);
});

test('each choice has the prompt that it belongs to', () => {
  const prompt = ['one', 'two'];
  const wanted = ['oneHello world', 'oneHello world', 'twoHello world', 'twoHello world'];
  assert.deepEqual(
    choicesOf({ prompt, n: 2 }).map(({ index, text }) => [index, text]),
    wanted.map((text, index) => [index, text]),
  );
  assert.deepEqual(streamedOf({ prompt, n: 2 }), wanted);
});

test('tokens that were sent as numbers are repeated as a word each, the same for the same number', () => {
  const [one, two] = choicesOf({ prompt: [[5, 6, 5], [5]], max_tokens: 0, logprobs: 1 }, NONE);
  assert.equal(one?.logprobs?.tokens.length, 3);
  assert.equal(one?.logprobs?.tokens[0], two?.text);
  assert.equal(one?.logprobs?.tokens[0], one?.logprobs?.tokens[2]);
  assert.equal(one?.logprobs?.tokens.join(''), one?.text);
  assert.deepEqual(
    choicesOf({ prompt: null, max_tokens: 0 }, NONE).map(({ text }) => text),
    [''],
  );
});

test('likelihoods begin with the prompt, whose first token has none, and say where each token stands', () => {
  const [choice] = choicesOf({ logprobs: 2 });
  assert.ok(choice?.logprobs);
  const told = choice.logprobs;
  assert.equal(told.tokens.join(''), choice.text);
  assert.equal(told.token_logprobs[0], null);
  assert.equal(told.top_logprobs[0], null);
  assert.ok(told.token_logprobs.slice(1).every((value) => value !== null && value <= 0));
  told.tokens.forEach((token, index) => {
    assert.ok(choice.text.startsWith(token, told.text_offset[index]));
  });
});

test('a stream tells the same likelihoods as a whole reply', () => {
  const fields = { prompt: ['one two', 'three'], logprobs: 2 };
  const all: Record<number, [string, number | null | undefined, number | undefined][]> = { 0: [], 1: [] };
  const stream = streamOf(completionsProtocol, body({ stream: true, ...fields }));
  for (const { choices } of parseSseJson(stream, true)) {
    for (const { index, logprobs } of choices as Choice[]) {
      logprobs?.tokens.forEach((token, at) => {
        all[index]?.push([token, logprobs.token_logprobs[at], logprobs.text_offset[at]]);
      });
    }
  }
  const whole = choicesOf(fields).map(({ logprobs }) =>
    logprobs?.tokens.map((token, at) => [token, logprobs.token_logprobs[at], logprobs.text_offset[at]]),
  );
  assert.deepEqual(Object.values(all), whole);
});

test('an answer of any length comes whole behind a long prompt', () => {
  const prompt = '"long" '.repeat(5_000);
  const tokens = 30_000;
  const [choice] = choicesOf({ prompt }, answerOf({ tokens }));
  assert.equal(choice?.text, prompt + 'Hello world'.repeat(tokens / 2));
});

test('a request that waits holds its prompts as often as they are repeated, and is refused above a bound', () => {
  const held = (fields: object) => accept(completionsProtocol, body({ prompt: 'abcd', ...fields })).keptBytes;
  assert.deepEqual([held({}), held({ n: 3 }), held({ echo: false })], [8, 24, 0]);
  assert.equal(errorOf(completionsProtocol, body({ prompt: 'a'.repeat(524_288), n: 2 })), null);
  assert.deepEqual(errorOf(completionsProtocol, body({ prompt: 'a'.repeat(524_289), n: 2 })), [
    'echo',
    'invalid_value',
    "Invalid 'echo': prompts of 1048578 characters in all choices, but at most 1048576 are repeated.",
  ]);
});
