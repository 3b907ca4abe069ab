/**
 * Lines that are written here and kept while they say the same, against what prom-client's own classes write of the same figures.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Counter, Registry, Histogram as TheirHistogram } from 'prom-client';
import { seriesOf } from '../../../../dist/shared/figures/figure.js';
import { Histogram } from '../../../../dist/shared/figures/histogram.js';
import { registerCounts } from '../../../../dist/telemetry/metrics/figure-metric.js';
import { registerHistogram } from '../../../../dist/telemetry/metrics/histogram-metric.js';

const HELP = 'How\nmany.';
const LABELS = { path: ['/v1', 'a"b\\c\nd'], status: [200, 404] };

test('counts by labels are written as prom-client writes them, whatever has moved since the last scrape', async () => {
  const row = { kind: 'counter', metric: 'things_total', help: HELP, labels: LABELS } as const;
  const series = seriesOf(row);
  const steps = fc.array(fc.tuple(fc.nat(series.length - 1), fc.nat(1_000)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 6 }), async (scrapes) => {
      const [ours, theirs] = [new Registry(), new Registry()];
      const counts = new Float64Array(series.length);
      registerCounts(ours, row, counts);
      const counter = new Counter({
        name: row.metric,
        help: HELP,
        labelNames: Object.keys(LABELS),
        registers: [theirs],
      });
      for (const labels of series) counter.inc({ ...labels }, 0);
      for (const moved of scrapes) {
        for (const [place, by] of moved) {
          counts[place] = (counts[place] as number) + by;
          counter.inc({ ...(series[place] as (typeof series)[number]) }, by);
        }
        assert.equal(await ours.metrics(), await theirs.metrics());
      }
    }),
    { numRuns: 100 },
  );
});

test('an endpoint is told from its first count on, with all values of the other label; the first one always', async () => {
  const row = {
    kind: 'counter',
    metric: 'faults_total',
    help: HELP,
    labels: { kind: ['cut', 'stall'], endpoint: ['/a', '/b', '/c'] },
  } as const;
  const counts = new Float64Array(seriesOf(row).length);
  const registry = new Registry();
  registerCounts(registry, row, counts);
  const told = async () => (await registry.metrics()).match(/(?<=^faults_total).*/gm);
  const first = ['{kind="cut",endpoint="/a"} 0', '{kind="stall",endpoint="/a"} 0'];
  assert.deepEqual(await told(), first);
  counts[5] = 2;
  const both = [
    '{kind="cut",endpoint="/a"} 0',
    '{kind="cut",endpoint="/c"} 0',
    '{kind="stall",endpoint="/a"} 0',
    '{kind="stall",endpoint="/c"} 2',
  ];
  assert.deepEqual(await told(), both);
  assert.deepEqual(await told(), both);
});

test('histograms by labels are written as prom-client writes them, whatever has moved since the last scrape', async () => {
  const bounds = [0.1, 1, 2.5];
  const names = ['one', 'a"b\\c\nd'];
  const steps = fc.array(fc.tuple(fc.nat(1), fc.double({ min: 0, max: 5, noNaN: true })), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 6 }), async (scrapes) => {
      const [ours, theirs] = [new Registry(), new Registry()];
      const histograms = names.map(
        () => new Histogram(new Float64Array(Histogram.cellsFor(bounds)), 0, bounds),
      );
      // As of rows that may change: the labels are another object at each scrape.
      registerHistogram(ours, 'wait_seconds', HELP, () =>
        names.map((model, at) => ({ labels: { model }, histogram: histograms[at] as Histogram })),
      );
      const their = new TheirHistogram({
        name: 'wait_seconds',
        help: HELP,
        labelNames: ['model'],
        buckets: bounds,
        registers: [theirs],
      });
      for (const model of names) their.zero({ model });
      for (const observed of scrapes) {
        for (const [at, value] of observed) {
          histograms[at]?.observe(value);
          their.observe({ model: names[at] as string }, value);
        }
        const sorted = (page: string) => page.replaceAll(/\{le="([^"]+)",(.*)\}/g, '{$2,le="$1"}');
        assert.equal(await ours.metrics(), sorted(await theirs.metrics()));
      }
    }),
    { numRuns: 100 },
  );
});

test('a series that is told no more and comes back says what it is then', async () => {
  const registry = new Registry();
  const histogram = new Histogram(new Float64Array(Histogram.cellsFor([1])), 0, [1]);
  let models = ['m'];
  registerHistogram(registry, 'wait_seconds', HELP, () =>
    models.map((model) => ({ labels: { model }, histogram })),
  );
  assert.match(await registry.metrics(), /^wait_seconds_count\{model="m"\} 0$/m);
  models = [];
  assert.doesNotMatch(await registry.metrics(), /wait_seconds_count/);
  models = ['m'];
  histogram.observe(0.5);
  assert.match(await registry.metrics(), /^wait_seconds_count\{model="m"\} 1$/m);
});
