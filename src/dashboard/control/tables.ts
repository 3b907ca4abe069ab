/**
 * Owns the two tables of the control section: statistics by model, and the requests that failed. Browser. All names and paths
 * in them are text, never markup: clients chose some of them.
 */

import type { GroupAnswer, JournalLine, Times } from '../../shared/answers/control-answers.js';
import { make } from '../view/dom.js';
import { UNKNOWN } from '../words/format.js';
import type { Wording } from '../words/wording.js';
import { isUnknownPath } from './answers.js';

const MS_PER_SECOND = 1_000;

/** A row by model, those first that were asked for most. */
export function modelRows(
  models: Readonly<Record<string, GroupAnswer>>,
  wording: Wording,
): HTMLTableRowElement[] {
  const sorted = Object.entries(models).sort(([, one], [, other]) => other.requests - one.requests);
  const { formats } = wording;
  return sorted.map(([model, group]) => {
    const counts = [
      group.requests,
      group.answered,
      group.refused,
      group.aborted,
      group.prompt_tokens,
      group.completion_tokens,
    ];
    const times = [group.first_token_ms, group.answer_ms].flatMap((both) => {
      return (['p50', 'p99'] as const).map((quantile) => pair(both, quantile, wording));
    });
    const cells = [...counts.map(formats.count), ...times].map((words) => make('td', '', words));
    return make('tr', '', head(model), ...cells);
  });
}

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

/** Planned and actual. */
function pair({ planned, actual }: Times, quantile: 'p50' | 'p99', { formats }: Wording): string {
  const [one, other] = [planned[quantile], actual[quantile]].map((ms) =>
    formats.time(ms === null ? Number.NaN : ms / MS_PER_SECOND),
  );
  return `${one} / ${other}`;
}
