// Owns: the tables of a scenario as data, in any language: one of a step with all its figures, and an overview with
// one column a step. Terminal, Markdown, HTML and the pages of the docs print the same ones. Must never: know what they are
// printed on.

import { isCapExact } from './cap-exactness.js';
import { COLUMNS } from './columns.js';
import type { DataTable, TableCell, TableColumn } from './data-table.js';
import type { FigureName } from './figures.js';
import { headlineOf } from './headline-figure.js';
import type { ScenarioName } from './results.js';
import { roundsOf } from './rounds.js';
import { tellingStep } from './steps.js';
import { OURS, type Summary } from './summary.js';
import {
  besideCell,
  comparedCell,
  comparisonCell,
  figureCell,
  headlineCell,
  headOf,
  WARNED,
} from './table-cells.js';
import type { Words } from './words.js';

/** A column that knows how to fill itself in. */
export interface Filled extends TableColumn {
  cellOf(server: string): TableCell;
}

/** A row for each server that was tried in any of the columns, ours first. */
export function assemble(
  summary: Summary,
  words: Words,
  caption: string,
  columns: readonly Filled[],
): DataTable {
  const isMarked = summary.servers.some(({ name }) =>
    columns.some(({ cellOf }) => cellOf(name).text.endsWith(WARNED)),
  );
  const tried = (server: string): boolean =>
    columns.some(({ cellOf }) => cellOf(server).text !== words.notMeasured);
  return {
    caption,
    columns: [{ head: words.server, align: 'left' }, ...columns.map(({ head, align }) => ({ head, align }))],
    rows: summary.servers
      .filter(({ name }) => tried(name))
      .map(({ name, title }) => ({
        server: name,
        ours: name === OURS,
        cells: [{ text: title, remarks: [] }, ...columns.map(({ cellOf }) => cellOf(name))],
      })),
    note: isMarked ? words.warned(WARNED) : '',
  };
}

/** Whether the cap was kept, server by server. */
export function exactnessColumn(summary: Summary, step: string, words: Words): Filled {
  return {
    head: words.cap,
    align: 'left',
    cellOf: (server) => {
      const exact = isCapExact(summary.cell('cap', step, server));
      return { text: exact === null ? '–' : exact ? words.exact : words.notExact, remarks: [] };
    },
  };
}

/** Whether any server has the figure in that step; a figure that nobody has makes no column. */
function isKnown(summary: Summary, scenario: ScenarioName, step: string, figure: FigureName): boolean {
  return summary.servers.some(({ name }) => summary.cell(scenario, step, name)?.figures.has(figure));
}

/** All figures of one step, server by server: medians, the range of the headline, and how ours compares in it. */
export function detailTable(summary: Summary, scenario: ScenarioName, step: string, words: Words): DataTable {
  const { compared, detail } = COLUMNS[scenario];
  const headline = headlineOf(summary, scenario);
  const columns: Filled[] = [];
  for (const figure of [headline, ...detail.filter((candidate) => candidate !== headline)]) {
    const cellIn = (server: string) => summary.cell(scenario, step, server);
    const head = headOf(figure, words, scenario);
    if (figure === headline) {
      columns.push({ head, align: 'right', cellOf: (server) => headlineCell(cellIn(server), figure, words) });
      if (scenario === 'cap') columns.push(exactnessColumn(summary, step, words));
      if (compared && summary.servers.length > 1) {
        const cellOf = (server: string): TableCell => comparisonCell(cellIn(server), figure, words);
        columns.push({ head: words.oursIs, align: 'right', cellOf });
      }
    } else if (isKnown(summary, scenario, step, figure)) {
      const cellOf = (server: string): TableCell => figureCell(cellIn(server), figure, false);
      columns.push({ head, align: 'right', cellOf });
    }
  }
  return assemble(summary, words, words.ranges(roundsOf(summary.results, scenario)), columns);
}

/**
 * The headline figure of a scenario step by step, and beside it what else has to be known, of the step that tells
 * most of it; `slim` leaves that away where there are several steps. Null where the scenario was not in the run.
 */
export function overviewTable(
  summary: Summary,
  name: ScenarioName,
  words: Words,
  width: 'full' | 'slim' = 'full',
): DataTable | null {
  const scenario = summary.scenario(name);
  if (scenario === undefined) return null;
  const { compared, beside: all } = COLUMNS[name];
  const headline = headlineOf(summary, name);
  const beside = all.filter((figure) => figure !== headline);
  const [first, ...others] = scenario.steps;
  const single = others.length === 0;
  const columns: Filled[] = scenario.steps.map((step) => ({
    head: single ? headOf(headline, words, name) : words.stepTitle(step),
    align: 'right',
    cellOf: (server) => comparedCell(summary.cell(name, step.name, server), headline, words),
  }));
  if (name === 'cap' && first !== undefined) columns.unshift(exactnessColumn(summary, first.name, words));
  const step = single || width === 'full' ? tellingStep(summary, name) : null;
  if (step !== null) {
    for (const figure of beside.filter((candidate) => isKnown(summary, name, step.name, candidate))) {
      const head = headOf(figure, words, name);
      columns.push({
        head: single ? head : words.headAtStep(head, words.stepTitle(step)),
        align: 'right',
        cellOf: (server) => besideCell(summary.cell(name, step.name, server), figure, compared, words),
      });
    }
  }
  const { servers } = summary.results;
  const count = roundsOf(summary.results, name);
  const comparing = compared && servers.length > 1 && servers.some((server) => server.name === OURS);
  const caption = single
    ? words.medians(comparing, count)
    : words.caption(headOf(headline, words, name), comparing, count);
  return assemble(summary, words, caption, columns);
}
