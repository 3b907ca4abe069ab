import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_COLUMNS, LIVE_ROWS_MAX } from '../../../dist/shared/live-protocol.js';
import { loadDashboard } from '../../support/dashboard-module.js';
import { encodeRows, rowAt } from '../../support/dashboard-samples.js';

const { decodeRows, parseHello } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/row-decoder.js')>('data/row-decoder');

const ROWS = [rowAt(1, { active: 3, replies_503: 7 }), rowAt(2, { active: 4, cpuSeconds: 0.25 })];

test('rows come back as they were sent, NaN included', () => {
  assert.deepEqual(decodeRows(encodeRows(ROWS, LIVE_COLUMNS), LIVE_COLUMNS), ROWS);
});

test('cells are found by their names, in whatever order they come', () => {
  const reversed = LIVE_COLUMNS.toReversed();
  assert.deepEqual(decodeRows(encodeRows(ROWS, reversed), reversed), ROWS);
});

test('unknown columns are passed over', () => {
  const columns = ['new_one', ...LIVE_COLUMNS, 'another'];
  const rows = ROWS.map((row) => ({ ...row, new_one: 1, another: 2 }));
  assert.deepEqual(decodeRows(encodeRows(rows, columns), columns), ROWS);
});

test('missing columns are NaN', () => {
  const columns = ['atMs', 'active'];
  const [row] = decodeRows(encodeRows(ROWS, columns), columns);
  assert.equal(row?.active, 3);
  assert.equal(row?.cpuSeconds, Number.NaN);
  assert.deepEqual(Object.keys(row ?? {}), [...LIVE_COLUMNS]);
});

test('a row that was cut off is not a row', () => {
  const bytes = encodeRows(ROWS, LIVE_COLUMNS);
  assert.deepEqual(decodeRows(bytes.slice(0, bytes.byteLength - 8), LIVE_COLUMNS), [ROWS[0]]);
  assert.deepEqual(decodeRows(bytes.slice(0, 7), LIVE_COLUMNS), []);
  assert.deepEqual(decodeRows(bytes, []), []);
});

test('a row without a time has no place', () => {
  const [, second] = ROWS;
  const bytes = encodeRows([{ active: 1 }, ...ROWS.slice(1)], LIVE_COLUMNS);
  assert.deepEqual(decodeRows(bytes, LIVE_COLUMNS), [second]);
});

test('of too many rows the last are taken', () => {
  const columns = ['atMs'];
  const sent = Array.from({ length: LIVE_ROWS_MAX + 2 }, (_, index) => ({ atMs: index + 1 }));
  const rows = decodeRows(encodeRows(sent, columns), columns);
  assert.equal(rows.length, LIVE_ROWS_MAX);
  assert.equal(rows[0]?.atMs, 3);
});

const HELLO = {
  version: '1.2.3',
  startedAtMs: 5,
  intervalMs: 1_000,
  rowsMax: 600,
  columns: ['atMs'],
  modelColumns: ['requests'],
  cpuCores: 2,
  memorySource: 'cgroup_v2',
  settings: [['PORT', '8080', true]],
};

test('a hello comes back as it was sent', () => {
  assert.deepEqual(parseHello(JSON.stringify(HELLO)), HELLO);
});

test('a hello without settings, or columns of models, is one, and one without columns or a start is none', () => {
  assert.deepEqual(parseHello(JSON.stringify({ ...HELLO, settings: undefined }))?.settings, []);
  assert.deepEqual(parseHello(JSON.stringify({ ...HELLO, modelColumns: 1 }))?.modelColumns, []);
  assert.equal(parseHello(JSON.stringify({ ...HELLO, columns: 'atMs' })), null);
  assert.equal(parseHello(JSON.stringify({ ...HELLO, startedAtMs: null })), null);
  for (const text of ['', 'null', '7', '{', '[]']) assert.equal(parseHello(text), null, text);
});
