/**
 * Owns the table of the control section: the requests that failed. Browser. All names and paths in it are text, never markup:
 * clients chose some of them.
 */

import type { JournalLine } from '../../shared/answers/control-answers.js';
import { make } from '../view/dom.js';
import { UNKNOWN } from '../words/format.js';
import type { Wording } from '../words/wording.js';
import { isUnknownPath } from './answers.js';

const MS_PER_SECOND = 1_000;

/** A row by request that failed. */
export function failureRows(lines: readonly JournalLine[], wording: Wording): HTMLTableRowElement[] {
  const { text, formats } = wording;
  return lines.map((line) => {
    const words = [
      line.endpoint,
      line.model ?? UNKNOWN,
      typeof line.status === 'number' ? String(line.status) : text(`control.ended.${line.status}`),
      line.fault ?? UNKNOWN,
      formats.time(line.actual_ms / MS_PER_SECOND),
      isUnknownPath(line) ? text('control.hint.path') : '',
    ];
    const cells = words.map((word) => make('td', '', word));
    return make('tr', '', head(formats.clock(Date.parse(line.time))), ...cells);
  });
}

/** One row over the whole width, for a table that has none. */
export function emptyRow(words: string, columns: number): HTMLTableRowElement {
  const cell = make('td', 'none', words);
  cell.colSpan = columns;
  return make('tr', '', cell);
}

function head(words: string): HTMLTableCellElement {
  const cell = make('th', '', words);
  cell.scope = 'row';
  return cell;
}
