import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLimits } from '../../../../dist/behavior/limits/parse.js';
import { Callers } from '../../../../dist/main/admission/limits/callers.js';
import { RateLimiter } from '../../../../dist/main/admission/limits/rate-limiter.js';
import { SharedCallers } from '../../../../dist/main/admission/limits/shared-callers.js';
import { SharedMeters } from '../../../../dist/main/admission/limits/shared-meters.js';
import { SharedState } from '../../../../dist/shared/state.js';

const NOTHING = { inputTokens: 0, outputTokens: 0 };

/** Two threads, as far as limits go: what they share, and a clock. */
function rig(text: string) {
  const parsed = parseLimits(text);
  assert.ok(parsed.ok);
  const clock = { ms: 1_000 };
  const first = SharedState.create(10, 2);
  const states = [first, SharedState.attach(first.buffer, 1)] as const;
  const [callersMemory, metersMemory] = [SharedCallers.memory(), SharedMeters.memory()];
  const threads = states.map((state) => ({
    state,
    callers: new Callers(state, new SharedCallers(callersMemory, state)),
    limiter: new RateLimiter([], () => clock.ms, new SharedMeters(metersMemory, state.thread === 0)),
  }));
  for (const { limiter } of threads) limiter.replace(parsed.limits);
  type Thread = (typeof threads)[number];
  const [one, other] = threads as [Thread, Thread];
  const take = ({ callers, limiter }: Thread, key: string, model: string | null = null) =>
    limiter.take({ caller: callers.of(key), model }, NOTHING);
  return { clock, one, other, take, limits: parsed.limits };
}

test('a rate is one for both threads, by key, and what flows in is as well', () => {
  const { clock, one, other, take } = rig('key: 3 requests/min');
  const isTaken = (given: ReturnType<typeof take>): boolean => !('waitMs' in given);
  assert.deepEqual(
    [take(one, 'a'), take(other, 'a'), take(one, 'a'), take(other, 'a'), take(other, 'b')].map(isTaken),
    [true, true, true, false, true],
  );
  clock.ms += 20_000;
  assert.deepEqual([take(other, 'a'), take(one, 'a')].map(isTaken), [true, false]);
});

test('requests at once are counted in both threads, and given back to both', () => {
  const { one, other, take } = rig('all: 2 concurrent');
  const grants = [take(one, 'a'), take(other, 'b')];
  assert.ok('waitMs' in take(one, 'c'));
  one.limiter.release(grants[0] as never);
  assert.equal('waitMs' in take(other, 'c'), false);
  assert.ok('waitMs' in take(one, 'd'));
});

test('other limits have everybody begin anew, when the main thread sets them', () => {
  const { one, other, take, limits } = rig('key: 1 requests/h');
  take(one, 'a');
  other.limiter.replace(limits);
  assert.ok('waitMs' in take(other, 'a'), 'another thread only follows');
  one.limiter.replace(limits);
  assert.equal('waitMs' in take(other, 'a'), false);
});

test('a caller that comes again too early in another thread is found out, and its storm is one', () => {
  const { one, other } = rig('none');
  for (let times = 0; times < 12; times++) {
    const { callers } = times % 2 === 0 ? one : other;
    const caller = callers.of('sk-abcdefgh');
    caller.arrive(performance.now());
    caller.refuse(performance.now(), 60_000);
  }
  one.callers.of('').arrive(performance.now());
  other.callers.of('sk-abcdefgh').enter();
  one.callers.of('sk-abcdefgh').enter();
  assert.deepEqual(one.callers.report(), [
    { name: 'no key', active: 0, peak: 0, refusals: 0, earlyRetries: 0, storms: 0 },
    { name: '…efgh', active: 2, peak: 2, refusals: 12, earlyRetries: 11, storms: 1 },
  ]);
  assert.equal(one.state.earlyRetries + other.state.earlyRetries, 11);
  assert.equal(one.state.retryStorms + other.state.retryStorms, 1);
});
