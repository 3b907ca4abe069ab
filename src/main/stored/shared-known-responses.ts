/**
 * What every thread that serves knows of the responses of the others, so that a conversation goes on in whichever thread its next request
 * comes to: how many tokens it has so far. The responses themselves stay where they were made. In shared memory, under a lock.
 */
import { keyOfText, SharedTable } from '../../shared/threads/shared-table.js';
import type { KnownResponses } from './stored-responses.js';

/** As many bytes as the responses of one thread may take hold about so many. */
const SHAPE = { keysMax: 65_536, columns: 1 } as const;
const DELETED = -1;

export class SharedKnownResponses implements KnownResponses {
  readonly #table: SharedTable;

  static memory(): SharedArrayBuffer {
    return SharedTable.memory(SHAPE);
  }

  constructor(memory: SharedArrayBuffer) {
    this.#table = new SharedTable(SHAPE, memory);
  }

  note(uuid: string, tokens: number): void {
    this.#set(uuid, 1 + tokens);
  }

  noteDeleted(uuid: string): void {
    this.#set(uuid, DELETED);
  }

  find(uuid: string): number | 'deleted' | null {
    const key = keyOfText(uuid);
    const value = this.#table.run(() => this.#table.find(key)?.value ?? 0);
    if (value === 0) return null;
    return value === DELETED ? 'deleted' : value - 1;
  }

  #set(uuid: string, value: number): void {
    const key = keyOfText(uuid);
    this.#table.run(() => {
      const { cells, at } = this.#table.row(key);
      cells[at] = value;
    });
  }
}
