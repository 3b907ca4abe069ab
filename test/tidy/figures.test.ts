/**
 * Holds the table of figures to the conventions of Prometheus.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURE_ROWS } from '../../dist/shared/figures.js';
import { LIVE_COLUMNS } from '../../dist/shared/live-protocol.js';

test('no two figures have the same metric or the same column', () => {
  const metrics = FIGURE_ROWS.flatMap(([, { metric }]) => metric ?? []);
  for (const names of [metrics, LIVE_COLUMNS]) assert.equal(new Set(names).size, names.length);
});

test('what a figure is says a sentence, and its metric ends with the unit, a counter’s with _total', () => {
  for (const [name, { kind, unit, metric, help }] of FIGURE_ROWS) {
    assert.match(help, /^[A-Z1].*\.$/, name);
    if (metric === undefined) continue;
    assert.equal(metric.endsWith('_total'), kind === 'counter', metric);
    if (unit !== undefined) assert.match(metric, new RegExp(`_${unit}(?:_max|_total)?$`), metric);
  }
});

test('the bounds of a histogram rise', () => {
  for (const [name, { kind, bounds }] of FIGURE_ROWS) {
    assert.equal(bounds !== undefined, kind === 'histogram', name);
    assert.deepEqual(
      bounds?.toSorted((a, b) => a - b),
      bounds,
      name,
    );
  }
});
