/**
 * Owns how the bytes of /live become rows. Browser, pure. Must never throw at what a server sends, be it older or newer
 * than this page: cells are found by name, one that is missing is NaN, one that is unknown is passed over.
 */
import { LIVE_COLUMNS, LIVE_ROWS_MAX, type LiveColumn, type LiveHello } from '../../shared/live-protocol.js';

/** What the server said of one second. */
export type Row = Readonly<Record<LiveColumn, number>>;

const BYTES_PER_CELL = 8;

/** The hello of a text message; null where it is none. */
export function parseHello(text: string): LiveHello | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const hello = parsed as Partial<LiveHello>;
  if (!Array.isArray(hello.columns) || !Number.isFinite(hello.startedAtMs)) return null;
  return {
    version: String(hello.version ?? ''),
    startedAtMs: Number(hello.startedAtMs),
    intervalMs: Number(hello.intervalMs),
    rowsMax: Number(hello.rowsMax),
    columns: hello.columns,
    modelColumns: Array.isArray(hello.modelColumns) ? hello.modelColumns : [],
    cpuCores: Number(hello.cpuCores),
    memorySource: String(hello.memorySource ?? ''),
    settings: Array.isArray(hello.settings) ? hello.settings : [],
  };
}

/** The whole rows of a binary message, oldest first; a row without a time has no place and is left out. */
export function decodeRows(bytes: ArrayBuffer, columns: readonly string[]): Row[] {
  const width = columns.length * BYTES_PER_CELL;
  if (width === 0) return [];
  const places = LIVE_COLUMNS.map((name) => [name, columns.indexOf(name)] as const);
  const view = new DataView(bytes);
  const count = Math.floor(bytes.byteLength / width);
  const rows: Row[] = [];
  for (let index = Math.max(0, count - LIVE_ROWS_MAX); index < count; index++) {
    const at = index * width;
    const cells = places.map(([name, place]) => [
      name,
      place === -1 ? Number.NaN : view.getFloat64(at + place * BYTES_PER_CELL, true),
    ]);
    const row = Object.fromEntries(cells) as Row;
    if (Number.isFinite(row.atMs)) rows.push(row);
  }
  return rows;
}
