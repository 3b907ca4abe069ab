import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { keyOfText, SharedTable } from '../../../dist/shared/threads/shared-table.js';
import type { TableTask } from '../../support/table-hammer.js';

const SHAPE = { keysMax: 4, columns: 2 } as const;

/** The first number of a row, which is used by that. */
function numberOf(table: SharedTable, text: string): number {
  return table.run(() => {
    const { cells, at } = table.row(keyOfText(text));
    return cells[at] as number;
  });
}

function set(table: SharedTable, text: string, value: number): void {
  table.run(() => {
    const { cells, at } = table.row(keyOfText(text));
    cells[at] = value;
  });
}

test('what one has written another one reads, and a row begins with zeros, also in the place of one that was forgotten', () => {
  const memory = SharedTable.memory(SHAPE);
  const [one, other] = [new SharedTable(SHAPE, memory), new SharedTable(SHAPE, memory)];
  for (const [at, text] of ['a', 'b', 'c', 'd'].entries()) set(one, text, at + 1);
  assert.deepEqual([numberOf(other, 'b'), numberOf(other, 'c'), numberOf(other, 'd')], [2, 3, 4]);
  // The one that nobody has asked for since makes room.
  assert.equal(numberOf(other, 'e'), 0);
  const find = (text: string) => one.run(() => one.find(keyOfText(text))?.value ?? null);
  assert.deepEqual(['a', 'b', 'c', 'd', 'e'].map(find), [null, 2, 3, 4, 0]);
});

test('who holds a row of before is told that it is another’s by now', () => {
  const table = new SharedTable(SHAPE, SharedTable.memory(SHAPE));
  const row = table.run(() => table.row(keyOfText('a')));
  assert.deepEqual([row.isNew, table.run(() => table.has(row))], [true, true]);
  for (const text of ['b', 'c', 'd', 'e']) set(table, text, 1);
  assert.equal(
    table.run(() => table.has(row)),
    false,
  );
});

test('what is thrown within the lock gives it back', () => {
  const table = new SharedTable(SHAPE, SharedTable.memory(SHAPE));
  assert.throws(() =>
    table.run(() => {
      throw new Error('within');
    }),
  );
  set(table, 'a', 1);
  assert.equal(numberOf(table, 'a'), 1);
});

test('threads that add to the same rows lose nothing', async () => {
  const [shape, rounds, threads] = [{ keysMax: 100, columns: 1 }, 20_000, 3];
  const memory = SharedTable.memory(shape);
  const keys = ['a', 'b', 'c'].map(keyOfText);
  const task: TableTask = { shape, memory, keys, rounds };
  await Promise.all(
    Array.from({ length: threads }, () =>
      once(
        new Worker(new URL('../../support/table-hammer.js', import.meta.url), { workerData: task }),
        'message',
      ),
    ),
  );
  const table = new SharedTable(shape, memory);
  assert.deepEqual(
    ['a', 'b', 'c'].map((text) => numberOf(table, text)),
    [1, 2, 3].map(() => rounds * threads),
  );
});
