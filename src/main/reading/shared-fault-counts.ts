/**
 * How often each has asked, where several threads serve: one count for all of them. A mix of faults is known by its words, since each
 * thread has an object of its own; what is changed while the server runs begins anew.
 */
import type { FaultMix } from '../../behavior/faults/fault.js';
import { formatFaults } from '../../behavior/faults/format.js';
import { COUNTS_MAX, type FaultCounts } from '../../behavior/faults/turns.js';
import { keyOfText, SharedTable } from '../../shared/threads/shared-table.js';

const SHAPE = { keysMax: COUNTS_MAX, columns: 1 } as const;

export class SharedFaultCounts implements FaultCounts {
  readonly #words = new WeakMap<FaultMix, string>();
  readonly #table: SharedTable;

  static memory(): SharedArrayBuffer {
    return SharedTable.memory(SHAPE);
  }

  constructor(memory: SharedArrayBuffer) {
    this.#table = new SharedTable(SHAPE, memory);
  }

  count(mix: FaultMix, rule: number, who: string): number {
    const key = keyOfText(`${this.#table.epoch} ${this.#wordsOf(mix)} ${rule} ${who}`);
    return this.#table.run(() => {
      const { cells, at } = this.#table.row(key);
      cells[at] = (cells[at] as number) + 1;
      return cells[at] as number;
    });
  }

  forget(): void {
    this.#table.beginAnew();
  }

  #wordsOf(mix: FaultMix): string {
    const known = this.#words.get(mix);
    if (known !== undefined) return known;
    const words = formatFaults(mix);
    this.#words.set(mix, words);
    return words;
  }
}
