/**
 * How many tokens an answer has and why it ends, and which requests share one plan.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Content,
  createEchoContent,
  createFixedContent,
  createListContent,
  createLoremContent,
} from '../../../../dist/behavior/content/content.js';
import type { Plan } from '../../../../dist/behavior/plan/plan.js';
import { Planner } from '../../../../dist/behavior/plan/planner.js';
import { type Ask, NO_ASK, NO_WISH, type Wish } from '../../../../dist/behavior/plan/wish.js';
import {
  type Behavior,
  EMPTY_PROFILE,
  type LatencyProfile,
} from '../../../../dist/behavior/profile/profile.js';
import { count, duration } from '../../../support/parsed.js';

const BODY = Buffer.from('{"model":"m"}');
const FIVE_WORDS = createFixedContent('one two three four five');

function createPlanner(content: Content = FIVE_WORDS, tokensMax = 10_000): Planner {
  const fixed = { delayMaxMs: 600_000, running: () => 1, runningMax: () => 100, processSeed: 1 };
  return new Planner({ ...fixed, content, words: createLoremContent(7), tokensMax });
}

function behaviorOf(some: Partial<LatencyProfile>, seed: number | null = 7): Behavior {
  return { profile: { ...EMPTY_PROFILE, ...some }, seed };
}

/** What is said, in how many tokens, and why it ends. */
function saidBy({ text, tokens, finish, stopText }: Plan): [string, number, string, string | null] {
  return [JSON.parse(`"${text.join(tokens)}"`), tokens, finish, stopText];
}

function said(outputTokens: string | null, wish: Partial<Wish> = {}, tokensMax = 10_000) {
  const behavior = behaviorOf({ outputTokens: outputTokens === null ? null : count(outputTokens) });
  return saidBy(createPlanner(FIVE_WORDS, tokensMax).plan({ ...NO_WISH, ...wish }, behavior, BODY));
}

test('an answer is its text, or as many tokens of it as are said', () => {
  assert.deepEqual(said(null), ['one two three four five', 5, 'stop', null]);
  assert.deepEqual(said('3'), ['one two three', 3, 'stop', null]);
  assert.deepEqual(said('7'), ['one two three four five one two', 7, 'stop', null]);
  assert.deepEqual(said('2.4'), ['one two', 2, 'stop', null]);
  assert.deepEqual(said('2.5'), ['one two three', 3, 'stop', null]);
  assert.deepEqual(said('0'), ['', 0, 'stop', null]);
});

test('an answer that the request allows fewer tokens is cut off, and says so', () => {
  assert.deepEqual(said(null, { tokensMax: 2 }), ['one two', 2, 'length', null]);
  assert.deepEqual(said('7', { tokensMax: 6 }), ['one two three four five one', 6, 'length', null]);
});

test('an answer that is as long as allowed, or shorter, is not cut off', () => {
  assert.deepEqual(said(null, { tokensMax: 5 })[2], 'stop');
  assert.deepEqual(said(null, { tokensMax: 6 }), ['one two three four five', 5, 'stop', null]);
  assert.deepEqual(said('3', { tokensMax: 1_000_000 }), ['one two three', 3, 'stop', null]);
});

test('no answer has more tokens than the settings allow, whatever is said', () => {
  assert.deepEqual(said('7', {}, 2), ['one two', 2, 'length', null]);
  assert.deepEqual(said(null, {}, 2), ['one two', 2, 'length', null]);
  assert.deepEqual(said(null, { tokensMax: 4 }, 2), ['one two', 2, 'length', null]);
  assert.deepEqual(said(null, { tokensMax: 1 }, 2), ['one', 1, 'length', null]);
  assert.deepEqual(said(null, {}, 5)[2], 'stop');
});

test('a stop text ends an answer before it, and is named', () => {
  assert.deepEqual(said(null, { stop: ['x', ' three'] }), ['one two', 2, 'stop', ' three']);
  assert.deepEqual(said('9', { stop: ['five one'] }), ['one two three four ', 5, 'stop', 'five one']);
  assert.deepEqual(said(null, { stop: ['one'] }), ['', 0, 'stop', 'one']);
  assert.deepEqual(said(null, { stop: ['x'] }), ['one two three four five', 5, 'stop', null]);
});

test('whichever comes first ends an answer, the stop text or the limit of tokens', () => {
  assert.deepEqual(said(null, { stop: [' three'], tokensMax: 3 }), ['one two', 2, 'stop', ' three']);
  assert.deepEqual(said(null, { stop: [' three'], tokensMax: 2 }), ['one two', 2, 'length', null]);
});

test('an answer that was cut takes the whole time, and fewer gaps between tokens', () => {
  const planner = createPlanner();
  const whole = behaviorOf({ responseDelay: duration('10s') });
  const pace = behaviorOf({ timeToFirstToken: duration('300ms'), interTokenLatency: duration('20ms') });
  for (const wish of [{ tokensMax: 2 }, { stop: [' three'] }]) {
    const spread = planner.plan({ ...NO_WISH, ...wish }, whole, BODY);
    assert.deepEqual([spread.firstMs, spread.pace.nextGapMs(), spread.totalMs], [5000, 5000, 10_000]);
    assert.equal(planner.plan({ ...NO_WISH, ...wish }, pace, BODY).totalMs, 320);
  }
});

test('the user is echoed, in as many tokens as were said', () => {
  const planner = createPlanner(createEchoContent());
  const wish = { ...NO_WISH, userText: 'hello "you"' };
  assert.deepEqual(saidBy(planner.plan(wish, behaviorOf({}), BODY)), ['hello "you"', 2, 'stop', null]);
  const three = behaviorOf({ outputTokens: count('3') });
  assert.deepEqual(saidBy(planner.plan(wish, three, BODY)), ['hello "you" hello', 3, 'stop', null]);
});

/** Whether two requests of one behavior get one plan. */
function isShared(content: Content, profile: Partial<LatencyProfile>, wish: Partial<Wish> = {}): boolean {
  const planner = createPlanner(content);
  const behavior = behaviorOf(profile);
  const [one, other] = [1, 2].map(() => planner.plan({ ...NO_WISH, ...wish }, behavior, BODY));
  return one === other;
}

test('where nothing is left to chance, all requests share one plan', () => {
  assert.equal(isShared(FIVE_WORDS, {}), true);
  assert.equal(isShared(createListContent(['one']), { responseDelay: duration('2s') }), true);
  const said = {
    timeToFirstToken: duration('mix(50%:1s,50%:1s)'),
    interTokenLatency: duration('uniform(20ms,20ms)'),
    outputTokens: count('200'),
    loadFactor: 1,
  };
  assert.equal(isShared(FIVE_WORDS, said, { stream: true, userText: 'hello', promptTokens: 9 }), true);
});

test('a shared plan is that of every request, with a seed or without one, streamed or not', () => {
  const planner = createPlanner();
  for (const seed of [null, 0, 7]) {
    const behavior = behaviorOf(
      { timeToFirstToken: duration('1s'), interTokenLatency: duration('1s') },
      seed,
    );
    const plan = planner.plan(NO_WISH, behavior, BODY);
    assert.equal(planner.plan({ ...NO_WISH, stream: true }, behavior, Buffer.from('other')), plan);
    assert.equal(planner.plan({ ...NO_WISH, tokensMax: 5 }, behavior, BODY), plan);
    assert.deepEqual([plan.firstMs, plan.totalMs, plan.tokens], [1000, 5000, 5]);
  }
});

test('requests for which different things hold do not share a plan', () => {
  const planner = createPlanner();
  const one = planner.plan(NO_WISH, behaviorOf({ responseDelay: duration('1s') }), BODY);
  const two = planner.plan(NO_WISH, behaviorOf({ responseDelay: duration('2s') }), BODY);
  assert.deepEqual([one.totalMs, two.totalMs], [1000, 2000]);
});

test('where chance, the prompt, the load or the user count, every request has a plan of its own', () => {
  for (const profile of [
    { responseDelay: duration('uniform(1s,2s)') },
    { timeToFirstToken: duration('exponential(1s)') },
    { interTokenLatency: duration('normal(1s,1ms)') },
    { outputTokens: count('uniform(1,2)') },
    { prefillPerToken: duration('1ms') },
    { responseDelay: duration('1s'), loadFactor: 2 },
  ]) {
    assert.equal(isShared(FIVE_WORDS, profile), false, JSON.stringify(profile));
  }
  for (const content of [createEchoContent(), createListContent(['one', 'two']), createLoremContent(1)]) {
    assert.equal(isShared(content, {}), false);
  }
});

test('a stop text or fewer tokens than the shared plan has take a plan of their own, and leave the shared one', () => {
  const planner = createPlanner();
  const behavior = behaviorOf({ responseDelay: duration('10s') });
  const shared = planner.plan(NO_WISH, behavior, BODY);
  for (const wish of [{ stop: ['x'] }, { stop: [' three'] }, { tokensMax: 4 }]) {
    assert.notEqual(planner.plan({ ...NO_WISH, ...wish }, behavior, BODY), shared);
    assert.equal(planner.plan(NO_WISH, behavior, BODY), shared);
  }
  assert.deepEqual(saidBy(shared), ['one two three four five', 5, 'stop', null]);
});

test('whoever comes first with fewer tokens or a stop text does not make the plan of the others', () => {
  for (const wish of [{ tokensMax: 2 }, { stop: [' three'] }]) {
    const planner = createPlanner();
    const behavior = behaviorOf({});
    assert.equal(planner.plan({ ...NO_WISH, ...wish }, behavior, BODY).tokens, 2);
    assert.equal(planner.plan(NO_WISH, behavior, BODY).tokens, 5);
  }
});

test('a request that is not answered in words waits the whole time, and says nothing whatever others are told', () => {
  const behavior = { profile: { ...EMPTY_PROFILE, responseDelay: duration('10s') }, seed: null };
  for (const content of [
    FIVE_WORDS,
    createEchoContent(),
    createListContent(['one', 'two']),
    createLoremContent(1),
  ]) {
    const planner = createPlanner(content);
    const plan = planner.plan({ ...NO_WISH, speaks: false }, behavior, BODY);
    assert.deepEqual([plan.tokens, plan.text.bytes(0), plan.text.keptBytes, plan.finish], [0, 0, 0, 'stop']);
    assert.equal(plan.totalMs, 10_000);
    assert.equal(
      planner.plan({ ...NO_WISH, speaks: false, promptTokens: 9 }, behavior, BODY),
      plan,
      'shared by all',
    );
    assert.throws(() => plan.text.pieces().next(), /nothing is said/);
  }
});

test('a plan is certain where neither chance nor load is in it', () => {
  const profile = { ...EMPTY_PROFILE, responseDelay: duration('10s'), prefillPerToken: duration('1ms') };
  const isCertain = (more: object, content = FIVE_WORDS): boolean =>
    createPlanner(content).isCertain({ profile: { ...profile, ...more }, seed: 1 }, null);
  assert.equal(isCertain({}), true);
  assert.equal(isCertain({}, createEchoContent()), true);
  assert.equal(isCertain({}, createListContent(['one', 'two'])), false);
  assert.equal(isCertain({}, createLoremContent(1)), false);
  assert.equal(isCertain({ outputTokens: count('uniform(1,9)') }), false);
  assert.equal(isCertain({ interTokenLatency: duration('normal(20ms,5ms)') }), false);
  assert.equal(isCertain({ loadFactor: 2 }), false);
  assert.equal(isCertain({ loadFactor: 1 }), true);
});

test('calls that are drawn leave the plans of those uncertain who offer tools, and nobody else’s', () => {
  const profile = { ...EMPTY_PROFILE, responseDelay: duration('10s') };
  const tools = {
    tools: [{ name: 'f', schema: {} }],
    choice: 'auto',
    isParallel: true,
    turn: 0,
    thread: 0,
  } as const;
  const isCertain = (more: object, ask: Ask | null): boolean =>
    createPlanner().isCertain({ profile: { ...profile, ...more }, seed: 1 }, ask);
  for (const drawn of [{ toolCalls: count('40%') }, { toolTurns: count('uniform(1,3)') }]) {
    assert.equal(isCertain(drawn, null), true);
    assert.equal(isCertain(drawn, { ...NO_ASK, tokensMin: 5 }), true);
    assert.equal(isCertain(drawn, { ...NO_ASK, tools }), false);
  }
  assert.equal(isCertain({ toolCalls: count('2') }, { ...NO_ASK, tools }), true);
});
