import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { Histogram } from '../../../../dist/shared/figures/histogram.js';
import { registerHistogram } from '../../../../dist/telemetry/metrics/histogram-metric.js';
import { parseMetrics, type Sample } from '../../../support/metrics-text.js';

function createHistogram(bounds: readonly number[]): Histogram {
  return new Histogram(new Float64Array(Histogram.cellsFor(bounds)), 0, bounds);
}

async function scrape(histogram: Histogram): Promise<readonly Sample[]> {
  const registry = new Registry();
  registerHistogram(registry, 'wait_seconds', 'Waited.', () => [{ labels: {}, histogram }]);
  return parseMetrics(await registry.metrics()).get('wait_seconds')?.samples ?? [];
}

test('a family is rendered with cumulated buckets, then sum and count, for each series', async () => {
  const [one, two] = [createHistogram([0.1, 1]), createHistogram([0.1, 1])];
  for (const value of [0.05, 0.5, 0.5, 2]) one.observe(value);
  const registry = new Registry();
  registerHistogram(registry, 'wait_seconds', 'Waited.', () => [
    { labels: { endpoint: '/one' }, histogram: one },
    { labels: { endpoint: '/two' }, histogram: two },
  ]);
  assert.equal(
    await registry.metrics(),
    [
      '# HELP wait_seconds Waited.',
      '# TYPE wait_seconds histogram',
      'wait_seconds_bucket{endpoint="/one",le="0.1"} 1',
      'wait_seconds_bucket{endpoint="/one",le="1"} 3',
      'wait_seconds_bucket{endpoint="/one",le="+Inf"} 4',
      'wait_seconds_sum{endpoint="/one"} 3.05',
      'wait_seconds_count{endpoint="/one"} 4',
      'wait_seconds_bucket{endpoint="/two",le="0.1"} 0',
      'wait_seconds_bucket{endpoint="/two",le="1"} 0',
      'wait_seconds_bucket{endpoint="/two",le="+Inf"} 0',
      'wait_seconds_sum{endpoint="/two"} 0',
      'wait_seconds_count{endpoint="/two"} 0',
      '',
    ].join('\n'),
  );
});

test('a value on a bound counts into the bucket of that bound', async () => {
  const histogram = createHistogram([1, 2]);
  for (const value of [1, 2, 2.5]) histogram.observe(value);
  const values = (await scrape(histogram)).map(({ value }) => value);
  assert.deepEqual(values, [1, 2, 3, 5.5, 3]);
});

test('what is observed between two scrapes shows in the second', async () => {
  const histogram = createHistogram([1]);
  const registry = new Registry();
  registerHistogram(registry, 'wait_seconds', 'Waited.', () => [{ labels: {}, histogram }]);
  assert.match(await registry.metrics(), /^wait_seconds_count 0$/m);
  histogram.observe(0.5);
  assert.match(await registry.metrics(), /^wait_seconds_count 1$/m);
});

test('for any values the buckets never fall, end at the count, and hold what is at most their bound', async () => {
  const bounds = [0.001, 0.01, 0.1, 1, 10];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), async (values) => {
      const histogram = createHistogram(bounds);
      for (const value of values) histogram.observe(value);
      const samples = await scrape(histogram);
      const buckets = samples.filter(({ name }) => name === 'wait_seconds_bucket');
      assert.deepEqual(
        buckets.map(({ labels, value }) => [labels.le, value]),
        [...bounds, Infinity].map((bound) => [
          bound === Infinity ? '+Inf' : String(bound),
          values.filter((value) => value <= bound).length,
        ]),
      );
      const [sum, count] = samples.slice(-2);
      assert.equal(
        sum?.value,
        values.reduce((total, value) => total + value, 0),
      );
      assert.equal(count?.value, values.length);
    }),
    { numRuns: 200 },
  );
});
