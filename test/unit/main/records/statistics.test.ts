import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JournalEntry } from '../../../../dist/main/records/journal.js';
import { Statistics } from '../../../../dist/main/records/statistics.js';

function answered(model: string | null): JournalEntry {
  return Object.assign(new JournalEntry(), { model, plannedMs: 100, ms: 101, completionTokens: 3 });
}

test('requests are told apart by the row that their model falls under, and those of no known model by none', () => {
  const statistics = new Statistics();
  statistics.add(answered('gpt-4o'), 'gpt-4*');
  statistics.add(answered('gpt-4.1'), 'gpt-4*');
  statistics.add(answered('x'), null);
  statistics.add(answered(null), null);
  const { models, totals } = statistics.read();
  assert.deepEqual(
    Object.entries(models).map(([row, { requests }]) => [row, requests]),
    [
      ['gpt-4*', 2],
      ['other', 1],
    ],
  );
  assert.equal(totals.requests, 4);
  assert.deepEqual(totals.answer_ms.planned, { count: 4, p50: 100, p90: 100, p99: 100, max: 100 });
});

test('rows beyond the number that a models file may have count as other', () => {
  const statistics = new Statistics();
  for (let row = 0; row < 1_001; row++) statistics.add(answered('m'), `row-${row}`);
  statistics.add(answered('m'), 'one-more');
  const { models } = statistics.read();
  assert.equal(models['one-more'], undefined);
  assert.equal(models.other?.requests, 1);
});
