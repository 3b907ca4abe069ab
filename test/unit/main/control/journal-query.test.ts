import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJournalQuery } from '../../../../dist/main/control/journal-query.js';

test('the journal may be asked for a status, and for each ending that is none', () => {
  const asked = (status: string) => {
    const read = readJournalQuery((name) => (name === 'status' ? status : ''));
    return read.ok ? read.query.status : read.problems;
  };
  assert.deepEqual(['', '404', 'aborted', 'severed', 'failed'].map(asked), [
    null,
    404,
    'aborted',
    'severed',
    'failed',
  ]);
  assert.deepEqual(asked('fail'), ['status: expected a whole number from 100 to 599, got "fail"']);
});
