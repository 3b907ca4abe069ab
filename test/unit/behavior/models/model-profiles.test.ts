import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { formatDistribution } from '../../../../dist/behavior/distributions/format.js';
import { DURATION } from '../../../../dist/behavior/distributions/quantity.js';
import { parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import {
  findModelProfile,
  MODEL_PROFILE_NAMES,
  MODEL_PROFILES,
} from '../../../../dist/behavior/models/model-profiles.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';

test('there are profiles of small and large models, hosted and self-hosted', () => {
  assert.deepEqual(MODEL_PROFILE_NAMES, [
    'small-hosted',
    'large-hosted',
    'fast-hosted',
    'small-self-hosted',
    'large-self-hosted',
  ]);
  assert.deepEqual(
    MODEL_PROFILES.map(({ name }) => name),
    MODEL_PROFILE_NAMES,
  );
});

test('every name is there once, in kebab-case', () => {
  assert.equal(new Set(MODEL_PROFILE_NAMES).size, MODEL_PROFILES.length);
  for (const name of MODEL_PROFILE_NAMES) assert.match(name, /^[a-z]+(?:-[a-z]+)+$/);
});

for (const { name, timeToFirstToken, interTokenLatency, measured, source } of MODEL_PROFILES) {
  test(`${name} is what its two texts say, and nothing else`, () => {
    const [first, between] = [parseDuration(timeToFirstToken), parseDuration(interTokenLatency)];
    assert.ok(first.ok && between.ok);
    assert.deepEqual(findModelProfile(name), {
      ...EMPTY_PROFILE,
      timeToFirstToken: first.distribution,
      interTokenLatency: between.distribution,
    });
    // Written as the grammar itself writes them, so that the page of the models file reads alike.
    assert.equal(formatDistribution(first.distribution, DURATION), timeToFirstToken);
    assert.equal(formatDistribution(between.distribution, DURATION), interTokenLatency);
  });

  test(`${name} names a source that can be looked up, and model, machine or host, load and date or version`, () => {
    assert.match(source, /\([a-z.-]+\.[a-z]+\/[\w./-]+\)/);
    assert.match(measured, /^Llama \d(?:\.\d)? \d+B /);
    assert.match(measured, /requests at once/);
    assert.match(measured, / 20\d\d$| \d+\.\d+\.\d+ /);
  });

  test(`${name} has figures of a model: the first token later than the gaps, and both above 0`, () => {
    const profile = findModelProfile(name);
    assert.ok(profile?.timeToFirstToken && profile.interTokenLatency);
    const [first, between] = [profile.timeToFirstToken, profile.interTokenLatency].map((distribution) => {
      return quantileOf(distribution, 0.5);
    });
    assert.equal((between as number) > 0 && (first as number) > (between as number), true);
  });
}

test('no other name is a profile', () => {
  for (const name of ['', 'small', 'Small-hosted', 'small-hosted ', '__proto__', 'constructor']) {
    assert.equal(findModelProfile(name), undefined, name);
  }
});
