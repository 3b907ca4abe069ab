/**
 * Owns the reading of a file that a distribution names, `empirical(…)` or `trace(…)`. Main thread at start-up; any other thread may read
 * the models again. Must never wait for a file or take its size on trust.
 */
import { type ColumnAsk, parseColumn, type ReadColumn } from '../../behavior/distributions/column.js';
import { readText } from './text-file.js';

/** Of as many rows as a column may have, with the other columns of a trace. */
const TABLE_BYTES_MAX = 16 * 1_048_576;

/** Never throws. A path leads on from where the server was started. */
export function readColumnFile(ask: ColumnAsk): ReadColumn {
  const text = readText(ask.path, TABLE_BYTES_MAX);
  return text.ok ? parseColumn(text.content, ask) : { ok: false, message: text.problems.join(', ') };
}
