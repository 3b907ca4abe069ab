import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOURNAL_ENTRIES_MAX, Journal, keptModel } from '../../../../dist/main/records/journal.js';

const ALL = { limit: JOURNAL_ENTRIES_MAX, since: 0, model: null, status: null };

test('the last thousand requests are kept, the newest first, and no more', () => {
  const journal = new Journal();
  for (let count = 0; count < JOURNAL_ENTRIES_MAX + 500; count++) journal.next().model = `m${count + 1}`;
  const lines = journal.read(ALL);
  assert.equal(lines.length, JOURNAL_ENTRIES_MAX);
  assert.deepEqual([lines[0]?.number, lines.at(-1)?.number], [1500, 501]);
  assert.ok(lines.every(({ number, model }) => model === `m${number}`));
  assert.equal(journal.read({ ...ALL, since: 1499 }).length, 1);
  assert.deepEqual(journal.read({ ...ALL, since: 9_999 }), []);
  assert.deepEqual(
    journal.read({ ...ALL, model: 'm14*', limit: 2 }).map(({ number }) => number),
    [1499, 1498],
  );
});

test('a journal that was cleared begins anew', () => {
  const journal = new Journal();
  journal.next();
  journal.clear();
  assert.deepEqual(journal.read(ALL), []);
  assert.equal(journal.next().number, 1);
});

test('of a long name no more than its beginning is kept', () => {
  assert.equal(keptModel('x'.repeat(200)), 'x'.repeat(128));
  assert.equal(keptModel('gpt-4o'), 'gpt-4o');
});

test('those that failed are all from 400 on, all without a whole answer, and all with a fault', () => {
  const journal = new Journal();
  const endings = [200, 399, 400, 503, 'aborted', 'severed', 200] as const;
  for (const [index, ending] of endings.entries()) {
    const entry = journal.next();
    entry.ending = ending;
    entry.fault = index === 6 ? 'stall' : null;
  }
  const failed = journal.read({ ...ALL, status: 'failed' });
  assert.deepEqual(
    failed.map(({ number }) => number),
    [7, 6, 5, 4, 3],
  );
});
