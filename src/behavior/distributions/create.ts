/**
 * Makes distributions, each with whatever sampling needs beyond its arguments, computed once. Pure.
 *
 * The arguments must make sense: the grammar checks what people write and says what is wrong with it. A wrong one here
 * is a programmer's error.
 */

import assert from 'node:assert/strict';
import { normalQuantile } from '../random/normal.js';
import type {
  ColumnName,
  Constant,
  Empirical,
  Exponential,
  Lognormal,
  Mix,
  Normal,
  Part,
  Percentile,
  Percentiles,
  Trace,
  Uniform,
} from './distribution.js';

const Z99 = normalQuantile(0.99);

export function createConstant(value: number): Constant {
  assert.ok(value >= 0);
  return { kind: 'constant', value };
}

export function createUniform(min: number, max: number): Uniform {
  assert.ok(min >= 0 && min <= max);
  return { kind: 'uniform', min, max };
}

export function createNormal(mean: number, sd: number): Normal {
  assert.ok(mean >= 0 && sd >= 0);
  return { kind: 'normal', mean, sd };
}

export function createLognormal(p50: number, p99: number): Lognormal {
  assert.ok(p50 > 0 && p50 <= p99);
  return { kind: 'lognormal', p50, p99, sigma: Math.log(p99 / p50) / Z99 };
}

export function createExponential(mean: number): Exponential {
  assert.ok(mean >= 0);
  return { kind: 'exponential', mean };
}

export function createPercentiles(points: readonly Percentile[]): Percentiles {
  const first = points[0];
  const last = points.at(-1);
  assert.ok(first !== undefined && last !== undefined);
  const ranks: number[] = first.percent > 0 ? [0] : [];
  const values: number[] = first.percent > 0 ? [0] : [];
  for (const { percent, value } of points) {
    const rank = percent / 100;
    assert.ok(rank > (ranks.at(-1) ?? -1) && rank <= 1 && value >= (values.at(-1) ?? 0));
    ranks.push(rank);
    values.push(value);
  }
  if (last.percent < 100) {
    ranks.push(1);
    values.push(last.value);
  }
  return { kind: 'percentiles', points, ranks, values };
}

/** `values` in any order, at least one, none below 0. */
export function createEmpirical(from: ColumnName, values: Float64Array): Empirical {
  return { kind: 'empirical', from, sorted: sortedOf(values) };
}

/** `rows` as for `createEmpirical`, in the order in which they are taken. Its turn begins with the first. */
export function createTrace(from: ColumnName, rows: Float64Array): Trace {
  return {
    kind: 'trace',
    from,
    rows,
    sorted: sortedOf(rows),
    turn: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function sortedOf(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  assert.ok(sorted.length > 0 && (sorted[0] as number) >= 0);
  return sorted;
}

/** One in so many of 100, else none. `percent` has at most three decimals, and so has what is left of 100. */
export function createShare(percent: number): Constant | Mix {
  assert.ok(percent >= 0 && percent <= 100);
  if (percent === 0 || percent === 100) return createConstant(percent / 100);
  const rest = Math.round((100 - percent) * 1_000) / 1_000;
  return createMix([
    { percent, distribution: createConstant(1) },
    { percent: rest, distribution: createConstant(0) },
  ]);
}

/** The weights should sum to 100; what is missing or too much, if little, is spread over all of them. */
export function createMix(parts: readonly Part[]): Mix {
  const total = parts.reduce((sum, { percent }) => sum + percent, 0);
  assert.ok(total > 0);
  let sum = 0;
  const cumulative = parts.map(({ percent }) => {
    sum += percent;
    return sum / total;
  });
  return { kind: 'mix', parts, cumulative };
}
