/** The blocks of figures by row of the models file. That none of their cells is another figure's is shared-state.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelBlocks } from '../../../dist/shared/figures/model-cells.js';
import { MODEL_ROWS_MAX } from '../../../dist/shared/figures/models.js';
import { SharedState } from '../../../dist/shared/state.js';

test('there is a block for each row that is told apart, and for all others, and none beyond', () => {
  const { models } = SharedState.create(1);
  assert.equal(models.rows, 1 + MODEL_ROWS_MAX);
  assert.throws(() => models.of(1 + MODEL_ROWS_MAX), /no block of row 65/);
});

test('a copy of the first blocks stays as it is while they are counted in', () => {
  const { models } = SharedState.create(1);
  models.of(1).count('answered');
  const copy = ModelBlocks.empty(2);
  copy.copyFrom(models);
  models.of(1).count('answered');
  models.of(0).enter();
  assert.equal(copy.rows, 2);
  assert.deepEqual([copy.of(1).valueOf('modelRequests'), copy.of(0).valueOf('modelActive')], [1, 0]);
  copy.copyFrom(models);
  assert.deepEqual([copy.of(1).valueOf('modelRequests'), copy.of(0).valueOf('modelActive')], [2, 1]);
  assert.throws(() => copy.of(2), /no block of row 2/);
});
