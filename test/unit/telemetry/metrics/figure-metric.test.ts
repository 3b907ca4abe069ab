import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { registerNumber } from '../../../../dist/telemetry/metrics/figure-metric.js';
import { parseMetrics, valueOfFamily } from '../../../support/metrics-text.js';

const GAUGE = { kind: 'gauge', metric: 'things', help: 'How many.' } as const;
const COUNTER = { kind: 'counter', metric: 'things_total', help: 'How many.' } as const;

test('a gauge shows what is read at each scrape, and reads nothing before', async () => {
  const registry = new Registry();
  let reads = 0;
  registerNumber(registry, GAUGE, () => ++reads * 10);
  assert.equal(reads, 0);
  assert.equal(await registry.metrics(), '# HELP things How many.\n# TYPE things gauge\nthings 10\n');
  assert.equal(await registry.metrics(), '# HELP things How many.\n# TYPE things gauge\nthings 20\n');
});

test('a gauge whose figure is not known, or unlimited, says so', async () => {
  for (const value of [Number.NaN, Infinity, -Infinity, 0, -1.5, 1e21]) {
    const registry = new Registry();
    registerNumber(registry, GAUGE, () => value);
    assert.equal(valueOfFamily(parseMetrics(await registry.metrics()), 'things'), value);
  }
});

test('a counter shows the total that is read, and does not add up over scrapes', async () => {
  const registry = new Registry();
  const totals = [5, 5, 7, Number.MAX_SAFE_INTEGER, 0];
  let at = 0;
  registerNumber(registry, COUNTER, () => totals[at] as number);
  for (; at < totals.length; at++) {
    const expected = `# HELP things_total How many.\n# TYPE things_total counter\nthings_total ${totals[at]}\n`;
    assert.equal(await registry.metrics(), expected);
  }
});

test('two registries keep nothing in common', async () => {
  const [one, two] = [new Registry(), new Registry()];
  registerNumber(one, COUNTER, () => 1);
  registerNumber(two, COUNTER, () => 2);
  assert.equal(valueOfFamily(parseMetrics(await one.metrics()), 'things_total'), 1);
  assert.equal(valueOfFamily(parseMetrics(await two.metrics()), 'things_total'), 2);
});
