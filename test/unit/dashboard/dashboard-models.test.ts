/** What the page makes of what /live tells of the rows of the models file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL_COLUMNS } from '../../../dist/shared/live-protocol.js';
import { loadDashboard } from '../../support/dashboard-module.js';

const { parseModels } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/model-decoder.js')>('data/model-decoder');

const said = (...models: unknown[]) => JSON.stringify({ models });

test('rows come by name, those first that were asked for most', () => {
  const columns = ['active', 'requests'];
  const rows = parseModels(said(['a', 1, 5], ['b', 2, 9], ['c', 0, 7]), columns);
  assert.deepEqual(
    rows?.map(({ name, cells }) => [name, cells.requests, cells.active]),
    [
      ['b', 9, 2],
      ['c', 7, 0],
      ['a', 5, 1],
    ],
  );
});

test('cells that are missing, null or no numbers are NaN, and unknown columns are passed over', () => {
  const [row] = parseModels(said(['m', 3, null, 'x']), ['new', 'active', 'refused', 'aborted']) ?? [];
  assert.deepEqual(Object.keys(row?.cells ?? {}), [...MODEL_COLUMNS]);
  assert.deepEqual(new Set(Object.values(row?.cells ?? {})), new Set([Number.NaN]));
});

test('what is something else is no rows, and never throws', () => {
  for (const text of ['', 'null', '7', '[]', '{', '{"models":7}', '{"hello":[]}']) {
    assert.equal(parseModels(text, MODEL_COLUMNS), null, text);
  }
  assert.deepEqual(parseModels(said(7, null, 'x'), MODEL_COLUMNS), []);
  assert.equal(parseModels(said([null]), MODEL_COLUMNS)?.[0]?.name, 'null');
});
