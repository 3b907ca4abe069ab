// Owns: one sentence that says what a chart or a headline shows: ours, and who comes nearest. Must never: leave out
// that somebody else was better.

import { FIGURES, type FigureName } from './figures.js';
import { formatFigure, formatWithUnit } from './format.js';
import type { ScenarioName } from './results.js';
import { OURS, type Summary } from './summary.js';
import { comparisonOf } from './table-cells.js';
import type { Words } from './words.js';

interface Other {
  readonly title: string;
  readonly value: string;
  /** How ours compares with it. */
  readonly comparison: string | null;
}

export interface Standing {
  /** `86,412/s` */
  readonly ours: string;
  /** The best of the others, null where there is none. */
  readonly best: Other | null;
  /** Null where that is the best one too. */
  readonly worst: Other | null;
  /** Those that have the figure, but of other work. */
  readonly notCompared: readonly string[];
}

/** Null where ours has no such figure. */
export function standingOf(
  summary: Summary,
  name: ScenarioName,
  step: string,
  figure: FigureName,
  words: Words,
): Standing | null {
  const ours = summary.cell(name, step, OURS)?.figures.get(figure);
  if (ours === undefined) return null;
  const direction = FIGURES[figure].better === 'more' ? -1 : 1;
  const others = summary.servers
    .filter((server) => server.name !== OURS)
    .flatMap(({ name: server, title }) => {
      const cell = summary.cell(name, step, server);
      const spread = cell?.figures.get(figure);
      if (spread === undefined || !cell?.isComparable(figure)) return [];
      const advantage = cell?.advantages.get(figure);
      const comparison = advantage === undefined ? null : comparisonOf(figure, advantage, words);
      return [{ title, median: spread.median, value: formatFigure(figure, spread.median), comparison }];
    })
    .toSorted((a, b) => direction * (a.median - b.median));
  const [best] = others;
  const worst = others.length > 1 ? others.at(-1) : undefined;
  const notCompared = summary.servers
    .filter((server) => {
      const cell = server.name === OURS ? undefined : summary.cell(name, step, server.name);
      return cell?.figures.has(figure) && !cell.isComparable(figure);
    })
    .map(({ title }) => title);
  return {
    ours: formatWithUnit(figure, ours.median, words.report.unit),
    best: best ?? null,
    worst: worst ?? null,
    notCompared,
  };
}

/** What a comparison is behind a figure: `ours 2.9× better`; of no clear difference nobody is said to be ours. */
export function comparisonText(comparison: string | null, words: Words): string {
  if (comparison === null) return '';
  return words.report.readings.inBrackets(
    comparison === words.noDifference ? comparison : words.oursRemark(comparison),
  );
}

/** `Ours has 1,189 bytes; the best of the others, node:http, has 9,657 (ours 8.1× better).` */
export function readingOf(
  summary: Summary,
  name: ScenarioName,
  step: string,
  figure: FigureName,
  words: Words,
): string {
  const said = words.report.readings;
  const steps = summary.scenario(name)?.steps ?? [];
  const found = steps.find((candidate) => candidate.name === step);
  const title = found === undefined ? step : words.stepTitle(found);
  const at = steps.length === 1 ? null : title;
  const standing = standingOf(summary, name, step, figure, words);
  if (standing === null) return said.none(title);
  const { ours, best } = standing;
  if (best === null) return said.alone(at, ours);
  return said.beside(at, ours, best.title, best.value, comparisonText(best.comparison, words));
}
