// Owns: how one cell of a table is written: the median with what has to be known of it, or why there is none. Must
// never: show a figure of a cell that has too few good rounds.

import type { TableCell } from './data-table.js';
import { FIGURES, type FigureName } from './figures.js';
import { formatCount, formatFigure, formatTimes, formatTimesRange, shownUnit } from './format.js';
import type { ScenarioName } from './results.js';
import { hasFigures } from './steps.js';
import type { Cell, Spread } from './summary.js';
import type { Words } from './words.js';

/** Stands behind a figure that was measured with a warning; tables that have it explain it. */
export const WARNED = '†';

const NOTHING: TableCell = { text: '–', remarks: [] };

/** Head of a column: the figure and its unit. */
export function headOf(figure: FigureName, words: Words, scenario: ScenarioName): string {
  const unit = shownUnit(figure);
  const head = words.headsIn[scenario]?.[figure] ?? words.heads[figure];
  return unit === '' ? head : words.withUnit(head, unit);
}

function range(format: (value: number) => string, { min, max }: Spread): string[] {
  const [low, high] = [format(min), format(max)];
  return low === high ? [] : [`${low}–${high}`];
}

/** How ours compares, as `2.9× better`; where the rounds do not agree on who was better, that is what it says. */
export function comparisonOf(figure: FigureName, advantage: Spread, words: Words): string {
  if (formatTimes(advantage.median) === formatTimes(1)) return words.noDifference;
  if (advantage.min <= 1 && advantage.max >= 1) return words.noDifference;
  const better = advantage.median > 1;
  return words.ours(better, formatTimes(better ? advantage.median : 1 / advantage.median), figure);
}

function rangeOfComparison({ median, min, max }: Spread): string[] {
  if (min === max) return [];
  // Where the rounds do not agree, both ends are what ours is of the other: below 1 it was worse.
  return [max < 1 ? formatTimesRange(1 / median, 1 / max, 1 / min) : formatTimesRange(median, min, max)];
}

/** What has to be known of a median: rounds that gave nothing, rounds that never were, requests that were lost. */
function reservations(cell: Cell, figure: FigureName, words: Words): string[] {
  const count = formatCount(cell.rounds.length);
  const some = (what: string, rounds: number): string[] =>
    rounds === 0 ? [] : [words.someRounds(what, formatCount(rounds), count)];
  return [
    ...(cell.rounds.length < cell.roundsPlanned
      ? [words.onlyRounds(count, formatCount(cell.roundsPlanned))]
      : []),
    ...some(words.error, cell.errors.length),
    ...some(words.leftOut, cell.leftOuts.length),
    ...(figure === 'lost_count' ? [] : lossOf(cell, words)),
  ];
}

/** Who loses requests has less to do: no figure of it may stand without saying so. */
export function lossOf(cell: Cell, words: Words): string[] {
  const lost = cell.figures.get('lost_count')?.max ?? 0;
  return lost === 0 ? [] : [words.lost(formatCount(lost))];
}

/** What stands in place of the first figure where there are none. */
export function absence(cell: Cell | undefined, words: Words): TableCell {
  if (cell === undefined) return { text: words.notMeasured, remarks: [] };
  if (cell.errors.length > 0) {
    const of = formatCount(cell.rounds.length);
    const text = words.someRounds(words.error, formatCount(cell.errors.length), of);
    return { text, remarks: [] };
  }
  return { text: words.leftOut, remarks: [] };
}

/** The median of a figure, with its range where `ranged` or where a count was not the same in all rounds. */
export function figureCell(cell: Cell | undefined, figure: FigureName, ranged: boolean): TableCell {
  const spread = cell?.figures.get(figure);
  if (spread === undefined) return NOTHING;
  const format = (value: number): string => formatFigure(figure, value);
  const shown = ranged || FIGURES[figure].unit === 'count' ? range(format, spread) : [];
  return { text: format(spread.median), remarks: shown };
}

/** The headline figure with its range and the rounds that are missing from it; or why there is none. */
export function headlineCell(cell: Cell | undefined, figure: FigureName, words: Words): TableCell {
  if (!hasFigures(cell)) return absence(cell, words);
  const { text, remarks } = figureCell(cell, figure, true);
  return { text: marked(text, cell), remarks: [...remarks, ...reservations(cell, figure, words)] };
}

/** The comparison with its range, for a column of its own. */
export function comparisonCell(cell: Cell | undefined, figure: FigureName, words: Words): TableCell {
  const advantage = cell?.advantages.get(figure);
  if (advantage === undefined) return NOTHING;
  return { text: comparisonOf(figure, advantage, words), remarks: rangeOfComparison(advantage) };
}

/** The headline figure with the comparison behind it, for tables that have one column a step. */
export function comparedCell(cell: Cell | undefined, figure: FigureName, words: Words): TableCell {
  if (!hasFigures(cell)) return absence(cell, words);
  const { text, remarks } = figureCell(cell, figure, false);
  const advantage = cell.advantages.get(figure);
  const comparison = advantage === undefined ? null : comparisonOf(figure, advantage, words);
  const ours =
    comparison === null
      ? []
      : [comparison === words.noDifference ? comparison : words.oursRemark(comparison)];
  return { text: marked(text, cell), remarks: [...remarks, ...ours, ...reservations(cell, figure, words)] };
}

/** A figure beside the headline; where there is something to compare, with how ours compares in it. */
export function besideCell(
  cell: Cell | undefined,
  figure: FigureName,
  compared: boolean,
  words: Words,
): TableCell {
  const { text, remarks } = figureCell(cell, figure, false);
  const advantage = compared ? cell?.advantages.get(figure) : undefined;
  if (advantage === undefined) return { text, remarks };
  const comparison = comparisonOf(figure, advantage, words);
  const ours = comparison === words.noDifference ? comparison : words.oursRemark(comparison);
  return { text, remarks: [...remarks, ours] };
}

/** Whether any round that gave figures did so with a warning. */
function isWarned(cell: Cell | undefined): boolean {
  return (
    hasFigures(cell) &&
    cell.rounds.some(({ outcome, warnings }) => outcome === 'measured' && warnings.length > 0)
  );
}

function marked(text: string, cell: Cell): string {
  return isWarned(cell) ? `${text} ${WARNED}` : text;
}
