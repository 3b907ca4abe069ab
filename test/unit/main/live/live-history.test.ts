import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveHistory } from '../../../../dist/main/live/history.js';

const COLUMNS = 2;

function cellsOf(bytes: Uint8Array): number[] {
  return [...new Float64Array(bytes.slice().buffer)];
}

/** A history of three rows into which so many were put; row n holds n and -n. */
function filled(rows: number) {
  const history = new LiveHistory(COLUMNS, 3);
  const pushed = Array.from({ length: rows }, (_, index) => {
    return cellsOf(history.push((row) => row.set([index + 1, -index - 1])));
  });
  return { history, pushed };
}

test('a row goes out as it was filled', () => {
  assert.deepEqual(filled(5).pushed, [
    [1, -1],
    [2, -2],
    [3, -3],
    [4, -4],
    [5, -5],
  ]);
});

test('the history holds the newest rows, oldest first, however many there were', () => {
  for (const [rows, expected] of [
    [0, []],
    [1, [1]],
    [3, [1, 2, 3]],
    [4, [2, 3, 4]],
    [5, [3, 4, 5]],
    [6, [4, 5, 6]],
    [7, [5, 6, 7]],
  ] as const) {
    const cells = expected.flatMap((row) => [row, -row]);
    assert.deepEqual(cellsOf(filled(rows).history.bytes()), cells, `${rows} rows`);
  }
});

test('a history that was given away does not change with what comes later', () => {
  const { history } = filled(3);
  const bytes = history.bytes();
  history.push((row) => row.fill(9));
  assert.deepEqual(cellsOf(bytes), [1, -1, 2, -2, 3, -3]);
});

test('however many ask between two rows, one copy is made', () => {
  const { history } = filled(3);
  const bytes = history.bytes();
  assert.equal(history.bytes(), bytes);
  history.push((row) => row.fill(9));
  assert.notEqual(history.bytes(), bytes);
});

test('cells are little-endian 64-bit floats', () => {
  const [first] = [new LiveHistory(1, 1).push((row) => row.fill(1.5))];
  assert.equal(Buffer.from(first as Uint8Array).readDoubleLE(0), 1.5);
});
