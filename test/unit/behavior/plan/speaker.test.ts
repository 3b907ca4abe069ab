/**
 * What an answer says: thoughts, words, what a format asks for, calls; and what a limit leaves of it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixedContent, createLoremContent } from '../../../../dist/behavior/content/content.js';
import type { Said } from '../../../../dist/behavior/plan/plan.js';
import { NOTHING_SAID, Speaker } from '../../../../dist/behavior/plan/speaker.js';
import { type Ask, NO_ASK, NO_WISH, type ToolAsk, type Wish } from '../../../../dist/behavior/plan/wish.js';
import { EMPTY_PROFILE, type LatencyProfile } from '../../../../dist/behavior/profile/profile.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { count } from '../../../support/parsed.js';
import { WEATHER_SCHEMA } from '../../../support/tools.js';

const TEXT = 'one two three';
const TOOLS: ToolAsk = {
  tools: [{ name: 'get_weather', schema: WEATHER_SCHEMA }],
  choice: 'required',
  isParallel: true,
  turn: 0,
  thread: 0,
};
const WANTED = { isWanted: true, tokensMax: null };
const SCHEMA = { is: 'schema', schema: WEATHER_SCHEMA } as const;

function say(
  ask: Partial<Ask>,
  wish: Partial<Wish> = {},
  profile: Partial<Record<'outputTokens' | 'reasoningTokens' | 'toolCalls', string>> = {},
  { tokensMax = 10_000, isShort = false } = {},
): Said {
  const drawn = Object.fromEntries(Object.entries(profile).map(([field, text]) => [field, count(text)]));
  const speaker = new Speaker({
    content: createFixedContent(TEXT, isShort),
    words: createLoremContent(7),
    tokensMax,
  });
  const asked = { ...NO_WISH, ...wish, ask: { ...NO_ASK, ...ask } };
  return speaker.say(
    asked,
    { ...EMPTY_PROFILE, ...(drawn as Partial<LatencyProfile>) },
    createRandom(7, 1),
    7,
  );
}

/** The parts by their kinds and tokens; the text alone where there are none. */
function shapeOf({ parts, tokens, finish }: Said): unknown {
  return [parts?.map((part) => [part.kind, part.tokens]) ?? tokens, finish];
}

function textOf({ text, tokens }: Said): string {
  return JSON.parse(`"${text.join(tokens)}"`);
}

test('who is not answered in words is told nothing', () => {
  assert.equal(say({ reasoning: WANTED, tools: TOOLS }, { speaks: false }), NOTHING_SAID);
});

test('thoughts go ahead where they are asked for or set, and nowhere against the request’s will', () => {
  assert.deepEqual(shapeOf(say({})), [3, 'stop']);
  assert.deepEqual(shapeOf(say({ reasoning: WANTED })), [
    [
      ['reasoning', 64],
      ['text', 3],
    ],
    'stop',
  ]);
  const five = { reasoningTokens: '5' };
  for (const reasoning of [null, WANTED, { isWanted: true, tokensMax: 9 }]) {
    const said = say({ reasoning }, {}, five);
    assert.deepEqual(shapeOf(said), [
      [
        ['reasoning', 5],
        ['text', 3],
      ],
      'stop',
    ]);
    assert.equal(said.tokens, 8);
  }
  assert.deepEqual(shapeOf(say({ reasoning: { isWanted: true, tokensMax: 2 } }, {}, five)), [
    [
      ['reasoning', 2],
      ['text', 3],
    ],
    'stop',
  ]);
  assert.deepEqual(shapeOf(say({ reasoning: { isWanted: false, tokensMax: null } }, {}, five)), [3, 'stop']);
  assert.deepEqual(shapeOf(say({ reasoning: { isWanted: true, tokensMax: 0 } }, {}, five)), [3, 'stop']);
  assert.deepEqual(shapeOf(say({}, {}, { reasoningTokens: '0' })), [3, 'stop']);
});

test('a limit cuts the answer off in whatever part it falls into', () => {
  const five = { reasoningTokens: '5' };
  assert.deepEqual(shapeOf(say({}, { tokensMax: 6 }, five)), [
    [
      ['reasoning', 5],
      ['text', 1],
    ],
    'length',
  ]);
  assert.deepEqual(shapeOf(say({}, { tokensMax: 5 }, five)), [[['reasoning', 5]], 'length']);
  assert.deepEqual(shapeOf(say({}, { tokensMax: 4 }, five)), [[['reasoning', 4]], 'length']);
  assert.deepEqual(shapeOf(say({ tools: TOOLS }, { tokensMax: 7 }, five)), [
    [
      ['reasoning', 5],
      ['call', 2],
    ],
    'length',
  ]);
  assert.deepEqual(shapeOf(say({ tools: TOOLS }, {}, five, { tokensMax: 6 })), [
    [
      ['reasoning', 5],
      ['call', 1],
    ],
    'length',
  ]);
  assert.deepEqual(shapeOf(say({}, {}, five, { tokensMax: 3 })), [[['reasoning', 3]], 'length']);
});

test('calls end an answer with tools, and have no text beside them', () => {
  const said = say({ tools: TOOLS, format: SCHEMA }, {}, { toolCalls: '2' });
  assert.deepEqual([said.parts?.map(({ kind }) => kind), said.finish], [['call', 'call'], 'tools']);
  assert.equal(
    said.tokens,
    said.parts?.reduce((sum, { tokens }) => sum + tokens, 0),
  );
});

test('a text is as its format wants it, and a limit cuts it off', () => {
  const said = say({ format: SCHEMA });
  assert.deepEqual([said.parts, said.finish], [null, 'stop']);
  assert.deepEqual(Object.keys(JSON.parse(textOf(said))).sort(), ['city', 'unit']);
  const choices = ['yes', 'no'];
  assert.ok(choices.includes(textOf(say({ format: { is: 'choice', choices } }))));
  const cut = say({ format: SCHEMA }, { tokensMax: 3 });
  assert.deepEqual([cut.tokens, cut.finish], [3, 'length']);
  const thoughtful = say({ format: SCHEMA, reasoning: WANTED });
  assert.deepEqual(
    [thoughtful.parts?.map(({ kind }) => kind), thoughtful.finish],
    [['reasoning', 'text'], 'stop'],
  );
});

test('what is not made of words is not made longer', () => {
  const endless = { isEndless: true, tokensMin: 500 };
  const limit = { tokensMax: 1_000 };
  assert.ok(say({ ...endless, format: { is: 'choice', choices: ['yes'] } }, limit).tokens < 5);
  assert.equal(say({ ...endless, tools: TOOLS }, limit).finish, 'tools');
});

test('a text that is too short for its answer begins anew, or gives way to other words', () => {
  const wish = { tokensMax: 7 };
  const ask = { isEndless: true };
  assert.equal(textOf(say(ask, wish)), 'one two three one two three one');
  const other = say(ask, wish, {}, { isShort: true });
  assert.deepEqual([other.tokens, other.finish, textOf(other).includes('one two')], [7, 'length', false]);
  assert.equal(textOf(say({}, wish, {}, { isShort: true })), TEXT);
});

test('the thoughts of an answer that goes on to a limit count within it', () => {
  const said = say({ isEndless: true }, { tokensMax: 20 }, { reasoningTokens: '5' });
  assert.deepEqual(shapeOf(said), [
    [
      ['reasoning', 5],
      ['text', 15],
    ],
    'length',
  ]);
});

test('a stop text ends what is said behind the thoughts, not the thoughts', () => {
  const said = say({}, { stop: [' three'] }, { reasoningTokens: '5' });
  assert.deepEqual(shapeOf(said), [
    [
      ['reasoning', 5],
      ['text', 2],
    ],
    'stop',
  ]);
  assert.equal(said.stopText, ' three');
});

test('the same seed says the same', () => {
  const once = () => say({ tools: TOOLS, reasoning: WANTED }, {}, { toolCalls: 'uniform(1,9)' });
  assert.equal(textOf(once()), textOf(once()));
});

test('a stop text ends also what has a format, and leaves it in pieces', () => {
  const whole = textOf(say({ format: SCHEMA }));
  const said = say({ format: SCHEMA }, { stop: ['nowhere', '":'] });
  assert.deepEqual(
    [textOf(said), said.stopText, said.finish],
    [whole.slice(0, whole.indexOf('":')), '":', 'stop'],
  );
  const thought = say({ format: SCHEMA, reasoning: WANTED }, { stop: ['":'] });
  assert.deepEqual([thought.stopText, thought.finish], ['":', 'stop']);
  const limited = say({ format: SCHEMA }, { stop: ['}'], tokensMax: 2 });
  assert.deepEqual([limited.tokens, limited.stopText, limited.finish], [2, null, 'length']);
});

test('a request for a refusal gets one, as long as it may be', () => {
  const said = say({ isRefused: true, tools: TOOLS });
  assert.match(textOf(said), /^I'm sorry/);
  assert.deepEqual([said.finish, said.parts], ['refusal', null]);
  assert.equal(say({ isRefused: true }, { tokensMax: 3 }).tokens, 3);
});
