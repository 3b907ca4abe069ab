import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConstant } from '../../../../dist/behavior/distributions/create.js';
import {
  EMPTY_PROFILE,
  type LatencyProfile,
  overlay,
  overlayBehavior,
} from '../../../../dist/behavior/profile/profile.js';

const [over, under] = [createConstant(1), createConstant(2)];

const FULL: LatencyProfile = {
  responseDelay: under,
  timeToFirstToken: under,
  interTokenLatency: under,
  prefillPerToken: under,
  outputTokens: under,
  reasoningTokens: under,
  toolCalls: under,
  toolTurns: under,
  loadFactor: 2,
  modelLenMax: 2,
  faults: { rules: [] },
};

function profile(some: Partial<LatencyProfile>): LatencyProfile {
  return { ...EMPTY_PROFILE, ...some };
}

test('the empty profile says nothing', () => {
  assert.deepEqual(new Set(Object.values(EMPTY_PROFILE)), new Set([null]));
  assert.deepEqual(Object.keys(EMPTY_PROFILE), Object.keys(FULL));
});

test('what the upper profile does not say is left to the lower one', () => {
  assert.deepEqual(overlay(EMPTY_PROFILE, FULL), FULL);
  assert.deepEqual(overlay(FULL, EMPTY_PROFILE), FULL);
  assert.deepEqual(overlay(EMPTY_PROFILE, EMPTY_PROFILE), EMPTY_PROFILE);
});

test('the first-token time, the prefill, the tokens and the load factor overrule their like alone', () => {
  for (const said of [
    { timeToFirstToken: over },
    { prefillPerToken: over },
    { outputTokens: over },
    { loadFactor: 1 },
  ]) {
    assert.deepEqual(overlay(profile(said), FULL), { ...FULL, ...said }, JSON.stringify(said));
  }
});

test('a whole time overrules every token latency below it', () => {
  assert.deepEqual(overlay(profile({ responseDelay: over }), FULL), {
    responseDelay: over,
    timeToFirstToken: null,
    interTokenLatency: null,
    prefillPerToken: null,
    outputTokens: under,
    reasoningTokens: under,
    toolCalls: under,
    toolTurns: under,
    loadFactor: 2,
    modelLenMax: 2,
    faults: FULL.faults,
  });
});

test('a whole time leaves the token latencies that are said beside it', () => {
  const said = { responseDelay: over, timeToFirstToken: over, prefillPerToken: over };
  assert.deepEqual(overlay(profile(said), FULL), { ...FULL, ...said, interTokenLatency: null });
});

test('a time between tokens overrules a whole time below it, and nothing else', () => {
  assert.deepEqual(overlay(profile({ interTokenLatency: over }), FULL), {
    ...FULL,
    responseDelay: null,
    interTokenLatency: over,
  });
});

test('a duration of 0 is said, too', () => {
  const zero = createConstant(0);
  const whole = overlay(profile({ responseDelay: zero }), FULL);
  assert.equal(whole.responseDelay, zero);
  assert.equal(whole.interTokenLatency, null);
  const pace = overlay(profile({ interTokenLatency: zero }), FULL);
  assert.equal(pace.interTokenLatency, zero);
  assert.equal(pace.responseDelay, null);
});

test('of three layers, the middle one overrules the lowest before the upper one is asked', () => {
  const lowest = profile({ interTokenLatency: under, timeToFirstToken: under });
  const middle = profile({ responseDelay: under });
  const upper = profile({ timeToFirstToken: over });
  assert.deepEqual(
    overlay(upper, overlay(middle, lowest)),
    profile({ responseDelay: under, timeToFirstToken: over }),
  );
});

test('the upper seed counts where there is one, also if it is 0', () => {
  const behavior = (seed: number | null) => ({ profile: EMPTY_PROFILE, seed });
  assert.equal(overlayBehavior(behavior(0), behavior(7)).seed, 0);
  assert.equal(overlayBehavior(behavior(null), behavior(7)).seed, 7);
  assert.equal(overlayBehavior(behavior(null), behavior(null)).seed, null);
});

test('behaviors lie over one another as their profiles do', () => {
  const upper = { profile: profile({ responseDelay: over }), seed: null };
  assert.deepEqual(overlayBehavior(upper, { profile: FULL, seed: 7 }), {
    profile: overlay(upper.profile, FULL),
    seed: 7,
  });
});
