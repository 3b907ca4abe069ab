/**
 * Who asks, where several threads serve: how a caller behaves is one thing, whichever threads its connections are in. In shared memory,
 * under one lock; of a key there is its digest's hash, and its last characters.
 */

import type { SharedState } from '../../../shared/state.js';
import { keyOfText, SharedTable, type TableRow } from '../../../shared/threads/shared-table.js';
import {
  CALLERS_MAX,
  type Caller,
  type CallerReport,
  NO_KEY,
  type SharedCallersTable,
  STORM_REFUSALS,
} from './callers.js';

const COLUMNS = [
  'active',
  'peak',
  'refusals',
  'earlyRetries',
  'storms',
  'notBeforeMs',
  'isEarly',
  'refusedInARow',
  'name',
] as const;
type Column = (typeof COLUMNS)[number];
const AT = Object.fromEntries(COLUMNS.map((name, at) => [name, at])) as Record<Column, number>;
const SHAPE = { keysMax: CALLERS_MAX, columns: COLUMNS.length } as const;

const MS_PER_SECOND = 1_000;
const NS_PER_MS = 1e6;
/** Names are up to five characters of one byte each, behind a mark of their own where they are short. */
const UNIT = 256;

/** What the clock of this thread says, on that which all threads share. */
function clockOffsetMs(): number {
  const [seconds, ns] = process.hrtime();
  return seconds * MS_PER_SECOND + ns / NS_PER_MS - performance.now();
}

export class SharedCallers implements SharedCallersTable {
  readonly #table: SharedTable;
  readonly #offsetMs = clockOffsetMs();

  static memory(): SharedArrayBuffer {
    return SharedTable.memory(SHAPE);
  }

  constructor(
    memory: SharedArrayBuffer,
    private readonly state: SharedState,
  ) {
    this.#table = new SharedTable(SHAPE, memory);
  }

  /** `nowMs`, of this thread's clock, as all threads have it. */
  common(nowMs: number): number {
    return nowMs + this.#offsetMs;
  }

  of(id: string, name: string): Caller {
    const row = this.#table.run(() => {
      const found = this.#table.row(keyOfText(id));
      found.cells[found.at + AT.name] = packed(name);
      return found;
    });
    return new SharedCaller(id, row, this.#table, this.state, this.#offsetMs);
  }

  report(): readonly CallerReport[] {
    const { cells } = this.#table;
    return this.#table.run(() =>
      Array.from(this.#table.rows(), (at) => {
        const value = (column: Column): number => cells[at + AT[column]] as number;
        return {
          name: unpacked(value('name')),
          active: value('active'),
          peak: value('peak'),
          refusals: value('refusals'),
          earlyRetries: value('earlyRetries'),
          storms: value('storms'),
        };
      }),
    );
  }
}

class SharedCaller implements Caller {
  meters = null;

  constructor(
    readonly id: string,
    private readonly row: TableRow,
    private readonly table: SharedTable,
    private readonly state: SharedState,
    private readonly offsetMs: number,
  ) {}

  arrive(nowMs: number): void {
    this.#change((add, value, set) => {
      const isEarly = nowMs + this.offsetMs < value('notBeforeMs');
      set('isEarly', Number(isEarly));
      if (!isEarly) return;
      add('earlyRetries', 1);
      this.state.earlyRetries++;
    });
  }

  enter(): void {
    this.#change((add, value, set) => {
      const active = add('active', 1);
      if (active > value('peak')) set('peak', active);
      if (active > this.state.callerPeak) this.state.callerPeak = active;
    });
  }

  leave(): void {
    this.#change((add) => add('active', -1));
  }

  refuse(nowMs: number, retryAfterMs: number): void {
    this.#change((add, value, set) => {
      add('refusals', 1);
      set('notBeforeMs', nowMs + this.offsetMs + retryAfterMs);
      const inARow = value('isEarly') === 1 ? add('refusedInARow', 1) : set('refusedInARow', 1);
      if (inARow !== STORM_REFUSALS) return;
      add('storms', 1);
      this.state.retryStorms++;
    });
  }

  /** Nothing where it was forgotten since: the row is somebody else's. */
  #change(
    how: (
      add: (column: Column, amount: number) => number,
      value: (column: Column) => number,
      set: (column: Column, amount: number) => number,
    ) => unknown,
  ): void {
    const { cells, at } = this.row;
    const value = (column: Column): number => cells[at + AT[column]] as number;
    const set = (column: Column, amount: number): number => {
      cells[at + AT[column]] = amount;
      return amount;
    };
    this.table.run(() => {
      if (this.table.has(this.row)) how((column, amount) => set(column, value(column) + amount), value, set);
    });
  }
}

/** A name as one number: that nobody has a key is 0. */
function packed(name: string): number {
  if (name === NO_KEY) return 0;
  const end = name.slice(1);
  let number = 1 + end.length;
  for (const character of end) number = number * UNIT + (character.charCodeAt(0) % UNIT);
  return number;
}

function unpacked(number: number): string {
  if (number === 0) return NO_KEY;
  const codes: number[] = [];
  let left = number;
  for (; left >= UNIT; left = Math.floor(left / UNIT)) codes.unshift(left % UNIT);
  return `…${String.fromCharCode(...codes)}`;
}
