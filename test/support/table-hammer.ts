// Owns: what one thread of a shared table's test does: adds one to the rows of some keys, again and again.
// Runs on: worker threads that a test starts.

import { parentPort, workerData } from 'node:worker_threads';
import { SharedTable, type TableShape } from '../../dist/shared/threads/shared-table.js';

export interface TableTask {
  readonly shape: TableShape;
  readonly memory: SharedArrayBuffer;
  readonly keys: readonly number[];
  readonly rounds: number;
}

function hammer({ shape, memory, keys, rounds }: TableTask): void {
  const table = new SharedTable(shape, memory);
  for (let round = 0; round < rounds; round++) {
    for (const key of keys) {
      table.run(() => {
        const { cells, at } = table.row(key);
        cells[at] = (cells[at] as number) + 1;
      });
    }
  }
}

if (parentPort !== null) {
  hammer(workerData as TableTask);
  parentPort.postMessage('done');
}
