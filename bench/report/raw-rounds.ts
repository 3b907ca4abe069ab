// Owns: the table of every round of a step as it was measured, for those who do not believe medians. Must never:
// leave a round out.

import { COLUMNS } from './columns.js';
import type { DataTable, TableRow } from './data-table.js';
import type { FigureName } from './figures.js';
import { formatFigure } from './format.js';
import { headlineOf } from './headline-figure.js';
import type { Measurement, ScenarioName } from './results.js';
import { OURS, type Summary } from './summary.js';
import { headOf } from './table-cells.js';
import type { Words } from './words.js';

/** What else the machine did: in no other table, because it is a warning where it matters. */
const MACHINE: readonly FigureName[] = ['others_cpu_share', 'steal_share'];

function cellsOf(
  title: string,
  round: Measurement,
  figures: readonly FigureName[],
  words: Words,
): TableRow['cells'] {
  const texts = [title, String(round.round), String(round.place)];
  const values = figures.map((figure) => {
    const value = round.outcome === 'measured' ? round.figures[figure] : undefined;
    return value === undefined ? '–' : formatFigure(figure, value);
  });
  if (round.outcome !== 'measured' && values.length > 0) {
    values[0] = round.outcome === 'error' ? words.error : words.leftOut;
  }
  return [...texts, ...values].map((text) => ({ text, remarks: [] }));
}

/** One row a round: its number, the server's place in it, and all figures. */
export function rawRounds(summary: Summary, scenario: ScenarioName, step: string, words: Words): DataTable {
  const cells = summary.servers.map((server) => ({
    server,
    cell: summary.cell(scenario, step, server.name),
  }));
  const headline = headlineOf(summary, scenario);
  const detail = [headline, ...COLUMNS[scenario].detail.filter((figure) => figure !== headline), ...MACHINE];
  const figures = detail.filter(
    (figure) =>
      figure === headline ||
      cells.some(({ cell }) => cell?.rounds.some((round) => round.figures[figure] !== undefined)),
  );
  const heads = [
    words.server,
    words.report.eachRound.round,
    words.report.eachRound.place,
    ...figures.map((figure) => headOf(figure, words, scenario)),
  ];
  return {
    caption: words.report.eachRound.caption,
    columns: heads.map((head, index) => ({ head, align: index === 0 ? 'left' : 'right' })),
    rows: cells.flatMap(({ server, cell }) =>
      (cell?.rounds ?? []).map((round) => ({
        server: server.name,
        ours: server.name === OURS,
        cells: cellsOf(server.title, round, figures, words),
      })),
    ),
    note: '',
  };
}
