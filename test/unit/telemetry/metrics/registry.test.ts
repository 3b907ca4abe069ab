/**
 * The text of the metrics page against that of prom-client, which stands for the format here: the same to the last byte.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Gauge, Registry as PromRegistry } from 'prom-client';
import { Histogram } from '../../../../dist/shared/figures/histogram.js';
import { registerSeries } from '../../../../dist/telemetry/metrics/figure-metric.js';
import { registerHistogram } from '../../../../dist/telemetry/metrics/histogram-metric.js';
import { Registry } from '../../../../dist/telemetry/metrics/registry.js';

const text = fc.string({ unit: fc.constantFrom(...'ab"\\\n{},=中 '), maxLength: 8 });
const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, 1e21, 5e-324),
);

test('a family has the lines that prom-client writes', async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.uniqueArray(fc.tuple(text, value), { selector: ([label]) => label, maxLength: 5 }),
      async (help, series) => {
        const [ours, theirs] = [new Registry(), new PromRegistry()];
        const labelled = series.map(([label, number]) => [{ label, at: 7 }, number] as const);
        registerSeries(ours, { kind: 'gauge', metric: 'things', help: `H${help}` }, () => labelled);
        const family = { name: 'things', help: `H${help}`, labelNames: ['label', 'at'] };
        const gauge = new Gauge({ ...family, registers: [theirs] });
        for (const [labels, number] of labelled) gauge.set(labels, number);
        assert.equal(ours.metrics(), await theirs.metrics());
      },
    ),
    { numRuns: 300 },
  );
});

test('families stand apart by an empty line, in the order of their registration', () => {
  const registry = new Registry();
  registerSeries(registry, { kind: 'counter', metric: 'b_total', help: 'B.' }, () => [[{}, 1]]);
  registerSeries(registry, { kind: 'gauge', metric: 'a', help: 'A.' }, () => []);
  const page = '# HELP b_total B.\n# TYPE b_total counter\nb_total 1\n\n# HELP a A.\n# TYPE a gauge\n';
  assert.equal(registry.metrics(), page);
});

test('histograms of the same bounds are added up where one series has several', () => {
  const [one, two] = [0, 1].map(() => new Histogram(new Float64Array(Histogram.cellsFor([1])), 0, [1]));
  one?.observe(0.5);
  two?.observe(3);
  const registry = new Registry();
  registerHistogram(registry, 'wait', 'W.', () => [
    { labels: { model: 'a"b' }, histogram: [one as Histogram, two as Histogram] },
  ]);
  const lines = registry.metrics().split('\n').slice(2, -1);
  assert.deepEqual(lines, [
    'wait_bucket{model="a\\"b",le="1"} 1',
    'wait_bucket{model="a\\"b",le="+Inf"} 2',
    'wait_sum{model="a\\"b"} 3.5',
    'wait_count{model="a\\"b"} 2',
  ]);
});

test('a name is registered once', () => {
  const registry = new Registry();
  const register = () => registerSeries(registry, { kind: 'gauge', metric: 'a', help: 'A.' }, () => []);
  register();
  assert.throws(register, /two families have the name a/);
});
