import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { counter, gauge } from '../../../../dist/telemetry/metrics/read-metric.js';
import { parseMetrics, valueOfFamily } from '../../../support/metrics-text.js';

test('a gauge shows what is read at each scrape, and reads nothing before', async () => {
  const registry = new Registry();
  let reads = 0;
  gauge(registry, 'things', 'How many.', () => ++reads * 10);
  assert.equal(reads, 0);
  assert.equal(await registry.metrics(), '# HELP things How many.\n# TYPE things gauge\nthings 10\n');
  assert.equal(await registry.metrics(), '# HELP things How many.\n# TYPE things gauge\nthings 20\n');
});

test('a gauge whose figure is not known, or unlimited, says so', async () => {
  for (const value of [Number.NaN, Infinity, -Infinity, 0, -1.5, 1e21]) {
    const registry = new Registry();
    gauge(registry, 'things', 'How many.', () => value);
    assert.equal(valueOfFamily(parseMetrics(await registry.metrics()), 'things'), value);
  }
});

test('a counter shows the total that is read, and does not add up over scrapes', async () => {
  const registry = new Registry();
  const totals = [5, 5, 7, Number.MAX_SAFE_INTEGER, 0];
  let at = 0;
  counter(registry, 'things_total', 'How many.', () => totals[at] as number);
  for (; at < totals.length; at++) {
    const expected = `# HELP things_total How many.\n# TYPE things_total counter\nthings_total ${totals[at]}\n`;
    assert.equal(await registry.metrics(), expected);
  }
});

test('two registries keep nothing in common', async () => {
  const [one, two] = [new Registry(), new Registry()];
  counter(one, 'things_total', 'One.', () => 1);
  counter(two, 'things_total', 'Two.', () => 2);
  assert.equal(valueOfFamily(parseMetrics(await one.metrics()), 'things_total'), 1);
  assert.equal(valueOfFamily(parseMetrics(await two.metrics()), 'things_total'), 2);
});
