// Owns: rows as a server would send them, for tests of what the live page makes of them. Runs on: the test process.

import { LIVE_COLUMNS, type LiveColumn } from '../../dist/shared/live-protocol.js';

export type Row = Readonly<Record<LiveColumn, number>>;

export interface Sample {
  readonly startedAtMs: number;
  readonly row: Row;
}

export const STARTED_AT_MS = 1_800_000_000_000;

/** Quantiles are of what was observed. */
const NOTHING_OBSERVED = LIVE_COLUMNS.filter((name) => /P(?:50|99)Seconds$/.test(name));

/** A row of a server that does nothing, so many seconds after its start, with what differs. */
export function rowAt(second: number, cells: Partial<Row> = {}): Row {
  const row = Object.fromEntries(
    LIVE_COLUMNS.map((name) => [name, NOTHING_OBSERVED.includes(name) ? Number.NaN : 0]),
  ) as Row;
  return {
    ...row,
    atMs: STARTED_AT_MS + second * 1_000,
    slotsMax: 100,
    memoryTotalBytes: 1_000,
    ...cells,
  };
}

export function sampleAt(second: number, cells: Partial<Row> = {}, startedAtMs = STARTED_AT_MS): Sample {
  return { startedAtMs, row: rowAt(second, cells) };
}

/** Rows of the seconds 0 to `last`; what differs is asked for each. */
export function samplesUpTo(last: number, cells: (second: number) => Partial<Row> = () => ({})): Sample[] {
  return Array.from({ length: last + 1 }, (_, second) => sampleAt(second, cells(second)));
}

/** Rows as the bytes of a message, with the cells in the order of `columns`. */
export function encodeRows(
  rows: readonly Readonly<Record<string, number>>[],
  columns: readonly string[],
): ArrayBuffer {
  const cells = rows.flatMap((row) => columns.map((name) => row[name] ?? Number.NaN));
  const bytes = new ArrayBuffer(cells.length * 8);
  const view = new DataView(bytes);
  for (const [index, value] of cells.entries()) view.setFloat64(index * 8, value, true);
  return bytes;
}
