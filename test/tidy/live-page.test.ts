import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_COLUMNS } from '../../dist/shared/live-protocol.js';
import { rowsOf } from '../support/page.js';
import { readProjectFile } from '../support/source-tree.js';

test('docs/live-page.md names every column of a row, in its order, and no other', () => {
  const rows = rowsOf(readProjectFile('docs/live-page.md'), 'columns');
  const named = rows.flatMap(([names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  assert.deepEqual(named, LIVE_COLUMNS);
});
