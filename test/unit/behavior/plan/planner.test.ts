/**
 * When tokens come: durations, load, bounds. Limits of tokens and the sharing of plans have a file of their own.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixedContent } from '../../../../dist/behavior/content/content.js';
import type { Plan } from '../../../../dist/behavior/plan/plan.js';
import { Planner, type PlannerOptions } from '../../../../dist/behavior/plan/planner.js';
import { NO_WISH, type Wish } from '../../../../dist/behavior/plan/wish.js';
import { EMPTY_PROFILE, type LatencyProfile } from '../../../../dist/behavior/profile/profile.js';
import { count, duration } from '../../../support/parsed.js';

const BODY = Buffer.from('{"model":"m"}');
const KEYS = {
  whole: 'responseDelay',
  ttft: 'timeToFirstToken',
  itl: 'interTokenLatency',
  prefill: 'prefillPerToken',
  tokens: 'outputTokens',
} as const;

type Texts = Partial<Record<keyof typeof KEYS, string>>;

function profileOf(texts: Texts, loadFactor: number | null = null): LatencyProfile {
  const fields = Object.entries(texts).map(([key, text]) => {
    return [KEYS[key as keyof Texts], key === 'tokens' ? count(text) : duration(text)];
  });
  return { ...EMPTY_PROFILE, loadFactor, ...Object.fromEntries(fields) };
}

function createPlanner(options: Partial<PlannerOptions> = {}): Planner {
  return new Planner({
    content: createFixedContent('one two three four five'),
    words: createFixedContent('well'),
    delayMaxMs: 600_000,
    tokensMax: 10_000,
    running: () => 1,
    runningMax: () => 100,
    processSeed: 1,
    ...options,
  });
}

/** The first token, every gap behind it, and the answer in one piece. */
function timesOf(plan: Plan): [firstMs: number, gapsMs: number[], totalMs: number] {
  const gaps = Array.from({ length: Math.max(0, plan.tokens - 1) }, () => plan.pace.nextGapMs());
  return [plan.firstMs, gaps, plan.totalMs];
}

function timesFor(texts: Texts, wish: Partial<Wish> = {}, options: Partial<PlannerOptions> = {}) {
  const behavior = { profile: profileOf(texts), seed: 7 };
  return timesOf(createPlanner(options).plan({ ...NO_WISH, ...wish }, behavior, BODY));
}

test('a whole time alone spreads the tokens evenly, the last of which comes when it is over', () => {
  assert.deepEqual(timesFor({ whole: '10s' }), [2000, [2000, 2000, 2000, 2000], 10_000]);
  assert.deepEqual(timesFor({ whole: '10s', tokens: '2' }), [5000, [5000], 10_000]);
  assert.deepEqual(timesFor({ whole: '10s', tokens: '1' }), [10_000, [], 10_000]);
  assert.deepEqual(timesFor({ whole: '0' }), [0, [0, 0, 0, 0], 0]);
});

test('an answer without tokens takes the whole time as well', () => {
  assert.deepEqual(timesFor({ whole: '10s', tokens: '0' }), [10_000, [], 10_000]);
});

test('nothing said means no wait', () => {
  assert.deepEqual(timesFor({}), [0, [0, 0, 0, 0], 0]);
});

test('behind a first token, the rest is spread until the whole time is over', () => {
  assert.deepEqual(timesFor({ whole: '10s', ttft: '2s' }), [2000, [2000, 2000, 2000, 2000], 10_000]);
  assert.deepEqual(timesFor({ whole: '10s', ttft: '0' }), [0, [2500, 2500, 2500, 2500], 10_000]);
  assert.deepEqual(timesFor({ whole: '10s', ttft: '1s', tokens: '4' }), [1000, [3000, 3000, 3000], 10_000]);
});

test('where the first token is later than the whole time, all come with it', () => {
  assert.deepEqual(timesFor({ whole: '1s', ttft: '2s' }), [2000, [0, 0, 0, 0], 2000]);
  assert.deepEqual(timesFor({ whole: '2s', ttft: '2s' }), [2000, [0, 0, 0, 0], 2000]);
});

test('a first-token time alone lets all tokens come with the first', () => {
  assert.deepEqual(timesFor({ ttft: '2s' }), [2000, [0, 0, 0, 0], 2000]);
});

test('with a time between tokens, an answer takes the first token and n − 1 gaps', () => {
  assert.deepEqual(timesFor({ ttft: '300ms', itl: '20ms' }), [300, [20, 20, 20, 20], 380]);
  assert.deepEqual(timesFor({ ttft: '300ms', itl: '20ms', tokens: '200' })[2], 300 + 199 * 20);
  assert.deepEqual(timesFor({ ttft: '300ms', itl: '20ms', tokens: '1' }), [300, [], 300]);
  assert.deepEqual(timesFor({ ttft: '300ms', itl: '20ms', tokens: '0' }), [300, [], 300]);
  assert.deepEqual(timesFor({ itl: '20ms' }), [0, [20, 20, 20, 20], 80]);
});

test('a whole time beside a time between tokens has no meaning', () => {
  assert.deepEqual(timesFor({ whole: '10s', itl: '20ms' }), [0, [20, 20, 20, 20], 80]);
});

test('the prefill is added to the first token for every token of the prompt', () => {
  const wish = { promptTokens: 1000 };
  assert.deepEqual(timesFor({ prefill: '1ms' }, wish), [1000, [0, 0, 0, 0], 1000]);
  assert.deepEqual(timesFor({ prefill: '1ms' }), [0, [0, 0, 0, 0], 0]);
  assert.deepEqual(timesFor({ prefill: '1ms', ttft: '300ms' }, wish)[0], 1300);
  assert.deepEqual(timesFor({ prefill: '1ms', ttft: '300ms', itl: '20ms' }, wish)[2], 1380);
  assert.deepEqual(timesFor({ prefill: '1ms', whole: '9s' }, wish), [1000, [2000, 2000, 2000, 2000], 9000]);
});

/** What a whole time of 10 s becomes. */
function loadedMs(loadFactor: number | null, running: number, runningMax: number): number {
  const planner = createPlanner({ running: () => running, runningMax: () => runningMax });
  return planner.plan(NO_WISH, { profile: profileOf({ whole: '10s' }, loadFactor), seed: 7 }, BODY).totalMs;
}

test('under load all is slower by 1 + (x − 1)(running − 1)/(max − 1)', () => {
  assert.equal(loadedMs(3, 1, 9), 10_000);
  assert.equal(loadedMs(3, 3, 9), 15_000);
  assert.equal(loadedMs(3, 5, 9), 20_000);
  assert.equal(loadedMs(3, 9, 9), 30_000);
  assert.equal(loadedMs(1.5, 2, 3), 12_500);
});

test('a load factor of 1, none at all, or a single slot makes nothing slower', () => {
  assert.equal(loadedMs(1, 9, 9), 10_000);
  assert.equal(loadedMs(null, 9, 9), 10_000);
  assert.equal(loadedMs(3, 1, 1), 10_000);
});

test('the load slows every duration, and counts as it is when the request is planned', () => {
  let running = 1;
  const planner = createPlanner({ running: () => running, runningMax: () => 11 });
  const texts = { ttft: '300ms', itl: '20ms', prefill: '1ms' };
  const behavior = { profile: profileOf(texts, 2), seed: 7 };
  const wish = { ...NO_WISH, promptTokens: 100 };
  assert.deepEqual(timesOf(planner.plan(wish, behavior, BODY)), [400, [20, 20, 20, 20], 480]);
  running = 11;
  assert.deepEqual(timesOf(planner.plan(wish, behavior, BODY)), [800, [40, 40, 40, 40], 960]);
  running = 6;
  assert.deepEqual(timesOf(planner.plan(wish, behavior, BODY)), [600, [30, 30, 30, 30], 720]);
});

test('the load slows drawn gaps, too', () => {
  const texts = { itl: 'uniform(10ms,30ms)' };
  const gapsAt = (running: number) => {
    const planner = createPlanner({ running: () => running, runningMax: () => 3 });
    return timesOf(planner.plan(NO_WISH, { profile: profileOf(texts, 2), seed: 7 }, BODY))[1];
  };
  assert.deepEqual(
    gapsAt(3),
    gapsAt(1).map((gap) => gap * 2),
  );
});

test('nobody waits longer than the longest delay', () => {
  const options = { delayMaxMs: 5000 };
  const wish = { promptTokens: 1_000_000 };
  assert.deepEqual(timesFor({ whole: '5001ms' }, {}, options), [1000, [1000, 1000, 1000, 1000], 5000]);
  assert.deepEqual(timesFor({ ttft: '6s' }, {}, options), [5000, [0, 0, 0, 0], 5000]);
  assert.deepEqual(timesFor({ whole: '9s', ttft: '6s' }, {}, options), [5000, [0, 0, 0, 0], 5000]);
  assert.deepEqual(timesFor({ whole: '9s', ttft: '1s' }, {}, options), [
    1000,
    [1000, 1000, 1000, 1000],
    5000,
  ]);
  assert.equal(timesFor({ ttft: '1s', prefill: '1ms' }, wish, options)[0], 5000);
  assert.equal(timesFor({ ttft: '4s', itl: '1s' }, {}, options)[2], 5000);
  assert.equal(timesFor({ itl: 'uniform(2s,3s)' }, {}, options)[2], 5000);
});

test('a stream keeps its pace up to the longest delay, which its plan names', () => {
  const behavior = { profile: profileOf({ ttft: '4s', itl: '1s' }), seed: 7 };
  const plan = createPlanner({ delayMaxMs: 5000 }).plan({ ...NO_WISH, stream: true }, behavior, BODY);
  assert.deepEqual(timesOf(plan).slice(0, 2), [4000, [1000, 1000, 1000, 1000]]);
  assert.equal(plan.limitMs, 5000);
});

test('the load cannot exceed the longest delay either', () => {
  const planner = createPlanner({ delayMaxMs: 15_000, running: () => 100 });
  const plan = planner.plan(NO_WISH, { profile: profileOf({ whole: '10s' }, 3), seed: 7 }, BODY);
  assert.deepEqual([plan.firstMs, plan.totalMs], [3000, 15_000]);
});

test('the gaps of a stream sum up to the answer in one piece, for the same seed and body', () => {
  const drawn: Texts[] = [
    { whole: 'lognormal(p50=400ms,p99=3s)' },
    { whole: 'exponential(2s)', ttft: 'uniform(100ms,300ms)' },
    { itl: 'lognormal(p50=20ms,p99=90ms)' },
    { ttft: 'normal(300ms,50ms)', itl: 'mix(90%:20ms,10%:uniform(50ms,200ms))', tokens: 'uniform(1,300)' },
    { ttft: 'exponential(1s)', itl: '20ms', prefill: 'uniform(0,1ms)' },
  ];
  for (const texts of drawn) {
    for (let request = 0; request < 100; request++) {
      const body = Buffer.from(`${request}`);
      const behavior = { profile: profileOf(texts), seed: 42 };
      const wish = { ...NO_WISH, promptTokens: request };
      const [, , totalMs] = timesOf(createPlanner().plan(wish, behavior, body));
      const [firstMs, gaps] = timesOf(createPlanner().plan({ ...wish, stream: true }, behavior, body));
      const sum = firstMs + gaps.reduce((one, gap) => one + gap, 0);
      // To the rounding of the additions.
      assert.ok(
        Math.abs(sum - totalMs) <= 1e-9 * totalMs,
        `${JSON.stringify(texts)}: ${sum}, not ${totalMs}`,
      );
    }
  }
});
