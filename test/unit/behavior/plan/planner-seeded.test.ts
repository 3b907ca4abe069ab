/**
 * What chance does to plans, and what it cannot: with a seed, nothing but the request. Seeds are fixed: what passes once
 * passes always.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixedContent, createLoremContent } from '../../../../dist/behavior/content/content.js';
import { quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import type { Plan } from '../../../../dist/behavior/plan/plan.js';
import { Planner, type PlannerOptions } from '../../../../dist/behavior/plan/planner.js';
import { NO_WISH, type Wish } from '../../../../dist/behavior/plan/wish.js';
import {
  type Behavior,
  EMPTY_PROFILE,
  type LatencyProfile,
} from '../../../../dist/behavior/profile/profile.js';
import { count, duration } from '../../../support/parsed.js';
import { seededRandom } from '../../../support/seeded-random.js';

const REQUESTS = 500;
const STREAMED: Wish = { ...NO_WISH, stream: true };

/** All is left to chance that can be. */
const PACED: LatencyProfile = {
  ...EMPTY_PROFILE,
  timeToFirstToken: duration('lognormal(p50=400ms,p99=3s)'),
  interTokenLatency: duration('mix(95%:normal(20ms,5ms),5%:exponential(100ms))'),
  prefillPerToken: duration('uniform(0,1ms)'),
  outputTokens: count('percentiles(p50=40,p90=80,p99=200)'),
};
const WHOLE: LatencyProfile = {
  ...EMPTY_PROFILE,
  responseDelay: duration('lognormal(p50=1s,p99=8s)'),
};

function createPlanner(options: Partial<PlannerOptions> = {}): Planner {
  const limits = { delayMaxMs: 600_000, tokensMax: 10_000, running: () => 1, runningMax: () => 100 };
  const words = createLoremContent(7);
  return new Planner({ content: words, words, processSeed: 1, ...limits, ...options });
}

interface Request {
  readonly wish: Wish;
  readonly body: Buffer;
}

/** Streamed and not, some with a limit of tokens, some with a stop text. */
const requests: readonly Request[] = Array.from({ length: REQUESTS }, (_, index) => {
  const wish = {
    ...STREAMED,
    promptTokens: index % 50,
    stream: index % 3 !== 0,
    tokensMax: index % 5 === 0 ? 30 : null,
    stop: index % 7 === 0 ? ['dolor', 'magna'] : [],
  };
  return { wish, body: Buffer.from(JSON.stringify({ model: 'm', messages: [`request ${index}`], ...wish })) };
});

function shuffled(items: readonly number[], seed: number): number[] {
  const random = seededRandom(seed);
  const places = items.map((item) => [random(), item] as const);
  return places.sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** Plans all requests in an order of their own; then the gaps of all streams are drawn in turn, one of each at a time. */
function planAll(behavior: Behavior, orderSeed: number, options: Partial<PlannerOptions> = {}) {
  const planner = createPlanner(options);
  const order = shuffled([...requests.keys()], orderSeed);
  const plans = new Map(
    order.map((index) => {
      const { wish, body } = requests[index] as Request;
      return [index, planner.plan(wish, behavior, body)] as const;
    }),
  );
  const gaps = requests.map((): number[] => []);
  for (let token = 1; token < 400; token++) {
    for (const [index, plan] of plans) {
      if (requests[index]?.wish.stream && token < plan.tokens) gaps[index]?.push(plan.pace.nextGapMs());
    }
  }
  return requests.map((_, index) => {
    const { text, tokens, finish, stopText, firstMs, totalMs } = plans.get(index) as Plan;
    return { text: text.join(tokens), tokens, finish, stopText, firstMs, totalMs, gaps: gaps[index] };
  });
}

for (const [name, profile] of [
  ['with times of tokens', PACED],
  ['with a whole time', WHOLE],
] as const) {
  test(`${name}, ${REQUESTS} requests in another order have the same plans, for the same seed`, () => {
    const behavior = { profile, seed: 42 };
    const plans = planAll(behavior, 1);
    assert.deepEqual(planAll(behavior, 2), plans);
    // Whatever a planner is otherwise given to tell its runs apart by.
    assert.deepEqual(planAll({ profile, seed: 42 }, 3, { processSeed: 99 }), plans);
    // So that the comparison means something: the plans of different requests differ.
    assert.equal(new Set(plans.map(({ firstMs }) => firstMs)).size, REQUESTS);
    assert.equal(plans.filter(({ finish }) => finish === 'length').length > 50, true);
    assert.equal(plans.filter(({ stopText }) => stopText !== null).length > 30, true);
  });
}

test('another seed gives every request another plan', () => {
  const [some, others] = [42, 43].map((seed) => planAll({ profile: PACED, seed }, 1));
  assert.ok(some && others);
  for (const [index, plan] of some.entries())
    assert.notEqual(plan.firstMs, others[index]?.firstMs, `${index}`);
  // One pair of answers in 4,096 begins at the same word by chance, and one that is cut off at once says nothing.
  const alike = some.filter(({ text }, index) => text !== '' && text === others[index]?.text);
  assert.equal(alike.length <= 3, true, `${alike.length}`);
});

test('with a seed, the same request has the same plan however often it comes', () => {
  const planner = createPlanner();
  const behavior = { profile: PACED, seed: 42 };
  const { wish, body } = requests[1] as Request;
  const [first, second] = [planner.plan(wish, behavior, body), planner.plan(wish, behavior, body)];
  const gapsOf = ({ pace, tokens }: Plan) => Array.from({ length: tokens }, () => pace.nextGapMs());
  assert.equal(first.firstMs, second.firstMs);
  assert.equal(first.text.join(first.tokens), second.text.join(second.tokens));
  // Each has a generator of its own.
  assert.deepEqual(gapsOf(first), gapsOf(second));
});

test('without a seed, the same request has another plan each time, and in every run', () => {
  const behavior = { profile: PACED, seed: null };
  const { wish, body } = requests[1] as Request;
  const firsts = [1, 2].flatMap((processSeed) => {
    const planner = createPlanner({ processSeed });
    return Array.from({ length: REQUESTS }, () => planner.plan(wish, behavior, body).firstMs);
  });
  assert.equal(new Set(firsts).size, 2 * REQUESTS);
});

test('without a seed, plans go by the order of arrival', () => {
  const behavior = { profile: WHOLE, seed: null };
  const delaysOf = (bodies: readonly string[]) => {
    const planner = createPlanner();
    return bodies.map((body) => planner.plan(STREAMED, behavior, Buffer.from(body)).totalMs);
  };
  assert.deepEqual(delaysOf(['a', 'b', 'c']), delaysOf(['c', 'a', 'b']));
});

const SAMPLES = 20_000;

const DURATIONS = [
  'uniform(1s,3s)',
  'normal(2s,300ms)',
  'lognormal(p50=400ms,p99=3s)',
  'exponential(2s)',
  'percentiles(p50=1s,p90=2s,p99=8s)',
  'mix(70%:10s,25%:60s,5%:uniform(60s,300s))',
];
const COUNTS = ['uniform(100,300)', 'lognormal(p50=200,p99=1500)', 'mix(80%:uniform(20,100),20%:800)'];

type Draw = (plan: Plan) => number;

/**
 * Holds p50, p90 and p99 of 20,000 planned requests to the definition. Of the sample's p-quantile, the share of the
 * distribution that lies below has the standard error √(p(1−p)/n); allowed are four of them, so that the sample's p50
 * lies from the definition's p48.6 to p51.4, its p90 from p89.2 to p90.8, its p99 from p98.7 to p99.3. A right planner
 * passes this for 15,999 of 16,000 seeds; the seed is fixed, so that it passes for all time.
 */
function assertQuantiles(text: string, profile: Partial<LatencyProfile>, draw: Draw, rounding = 1e-6): void {
  const planner = createPlanner({ content: createFixedContent('one two') });
  const distribution = Object.values(profile).at(-1);
  assert.ok(distribution !== undefined && distribution !== null && typeof distribution !== 'number');
  assert.ok('kind' in distribution);
  const behavior = { profile: { ...EMPTY_PROFILE, ...profile }, seed: 42 };
  const values = Array.from({ length: SAMPLES }, (_, index) => {
    return draw(planner.plan(STREAMED, behavior, Buffer.from(`{"prompt":"request ${index}"}`)));
  }).sort((a, b) => a - b);
  for (const rank of [0.5, 0.9, 0.99]) {
    const error = 4 * Math.sqrt((rank * (1 - rank)) / SAMPLES);
    const value = values[Math.ceil(rank * SAMPLES) - 1] as number;
    const [low, high] = [quantileOf(distribution, rank - error), quantileOf(distribution, rank + error)];
    const isWithin = value >= low - rounding && value <= high + rounding;
    assert.ok(isWithin, `p${rank * 100} of ${text} is ${value}, not from ${low} to ${high}`);
  }
}

for (const text of DURATIONS) {
  test(`20,000 requests planned with ${text} have its p50, p90 and p99, whatever it is the time of`, () => {
    assertQuantiles(text, { responseDelay: duration(text) }, ({ totalMs }) => totalMs);
    assertQuantiles(text, { timeToFirstToken: duration(text) }, ({ firstMs }) => firstMs);
    assertQuantiles(text, { interTokenLatency: duration(text) }, ({ pace }) => pace.nextGapMs());
  });
}

for (const text of COUNTS) {
  test(`20,000 requests planned with ${text} tokens have its p50, p90 and p99`, () => {
    // A count is rounded, by a half at most.
    assertQuantiles(text, { outputTokens: count(text) }, ({ tokens }) => tokens, 0.5);
  });
}

test('the draws of one request do not depend on one another', () => {
  const planner = createPlanner({ content: createFixedContent('one two') });
  const evenly = duration('uniform(0,1s)');
  const profile = { ...EMPTY_PROFILE, timeToFirstToken: evenly, interTokenLatency: evenly };
  let sum = 0;
  for (let index = 0; index < SAMPLES; index++) {
    const plan = planner.plan(STREAMED, { profile, seed: 42 }, Buffer.from(`${index}`));
    sum += (plan.firstMs / 1000 - 0.5) * (plan.pace.nextGapMs() / 1000 - 0.5);
  }
  // A correlation of independent draws has the standard deviation 1/√n; the variance of a draw is 1/12.
  const correlation = (12 * sum) / SAMPLES;
  assert.ok(Math.abs(correlation) < 4 / Math.sqrt(SAMPLES), `${correlation}`);
});
