/**
 * Distributions for property tests: any that the grammar can write, with values that its texts hold exactly.
 */

import fc from 'fast-check';
import {
  createConstant,
  createExponential,
  createLognormal,
  createMix,
  createNormal,
  createPercentiles,
  createUniform,
} from '../../dist/behavior/distributions/create.js';
import type { Distribution } from '../../dist/behavior/distributions/distribution.js';

type Simple = Exclude<Distribution, { kind: 'mix' }>;

/** In thousandths, so that weights and percentiles are exactly what three decimals can say. */
function sumTo100(cuts: readonly number[]): number[] {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), 100_000];
  return edges.slice(1).map((edge, i) => (edge - (edges[i] ?? 0)) / 1000);
}

function simpleDistributions(values: fc.Arbitrary<number>): fc.Arbitrary<Simple> {
  const ascending = (count: number) => {
    return fc.array(values, { minLength: count, maxLength: count }).map((some) => some.sort((a, b) => a - b));
  };
  const pair = ascending(2).map(([low = 0, high = 0]): [number, number] => [low, high]);
  const percents = fc
    .uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 32 })
    .map((thousandths) => thousandths.sort((a, b) => a - b).map((each) => each / 1000));
  return fc.oneof(
    values.map(createConstant),
    pair.map(([min, max]) => createUniform(min, max)),
    fc.tuple(values, values).map(([mean, sd]) => createNormal(mean, sd)),
    pair.filter(([p50]) => p50 > 0).map(([p50, p99]) => createLognormal(p50, p99)),
    values.map(createExponential),
    percents.chain((percentList) => {
      return ascending(percentList.length).map((valueList) => {
        return createPercentiles(percentList.map((percent, i) => ({ percent, value: valueList[i] ?? 0 })));
      });
    }),
  );
}

/** Mixes nest up to four deep, as the grammar allows. */
function distributionsOf(values: fc.Arbitrary<number>, depth = 4): fc.Arbitrary<Distribution> {
  const simple = simpleDistributions(values);
  if (depth === 0) return simple;
  const parts = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 3 }).chain((cuts) => {
    const weights = sumTo100(cuts);
    const inner = fc.array(distributionsOf(values, depth - 1), {
      minLength: weights.length,
      maxLength: weights.length,
    });
    return inner.map((list) => list.map((distribution, i) => ({ percent: weights[i] ?? 0, distribution })));
  });
  return fc.oneof({ weight: 4, arbitrary: simple }, { weight: 1, arbitrary: parts.map(createMix) });
}

const nanoseconds = fc.oneof(
  fc.integer({ min: 0, max: 100 * 3600 * 1e9 }),
  fc.integer({ min: 0, max: 100_000 }).map((milliseconds) => milliseconds * 1e6),
);

/** In milliseconds, to the nanosecond. */
export const durations = distributionsOf(nanoseconds.map((each) => each / 1e6));

export const counts = distributionsOf(fc.integer({ min: 0, max: 10_000_000_000 }).map((each) => each / 1000));
