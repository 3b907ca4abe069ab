import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spreadOf } from '../compare/spread.js';

test('the ratio is taken pair by pair, and its spread beside it', () => {
  const pairs = [1.0, 1.1, 1.2, 1.3, 2.0].map((ratio, index) => ({
    base: 10 * (index + 1),
    tree: 10 * (index + 1) * ratio,
  }));
  assert.deepEqual(spreadOf(pairs), {
    baseMedian: 30,
    treeMedian: 36,
    ratioMedian: 1.2,
    ratioP25: 1.1,
    ratioP75: 1.3,
    ratioMin: 1,
    ratioMax: 2,
    pairsCount: 5,
  });
});

test('a missing figure is an error, not a ratio', () => {
  assert.throws(() => spreadOf([]), /a figure is missing/);
  assert.throws(() => spreadOf([{ base: 1, tree: Number.NaN }]), /a figure is missing/);
});
