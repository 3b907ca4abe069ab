/** The blocks of figures by row of the models file. That none of their cells is another figure's is shared-state.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL_ROWS_MAX } from '../../../dist/shared/figures/models.js';
import { SharedState } from '../../../dist/shared/state.js';

test('there is a block for each row that is told apart, and for all others, and none beyond', () => {
  const { models } = SharedState.create(1);
  for (let row = 0; row <= MODEL_ROWS_MAX; row++) models.of(row).count('answered');
  for (let row = 0; row <= MODEL_ROWS_MAX; row++) {
    assert.equal(models.of(row).valueOf('modelRequests'), 1);
    assert.equal(models.of(row), models.of(row));
  }
  assert.throws(() => models.of(1 + MODEL_ROWS_MAX), /no block of row 65/);
});
