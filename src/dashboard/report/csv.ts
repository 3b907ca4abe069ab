/**
 * Owns the rows as a CSV file (RFC 4180): one a second, every column of the live data, and the time as people write it. Browser,
 * pure. Only numbers and names of ours go into it, so nothing has to be quoted, and no spreadsheet takes a cell for a formula.
 */
import { LIVE_COLUMNS } from '../../shared/live-protocol.js';
import type { Sample } from '../data/history.js';

const LINE_END = '\r\n';

/** What is not known is an empty cell. */
export function toCsv(samples: readonly Sample[]): string {
  const head = ['time', 'startedAtMs', ...LIVE_COLUMNS];
  const lines = samples.map(({ startedAtMs, row }) => {
    const cells = [startedAtMs, ...LIVE_COLUMNS.map((name) => row[name])];
    return [new Date(row.atMs).toISOString(), ...cells.map((cell) => (Number.isFinite(cell) ? cell : ''))];
  });
  return [head, ...lines].map((line) => line.join(',') + LINE_END).join('');
}
