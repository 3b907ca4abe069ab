// Owns: one sentence that says what a chart or a headline shows: ours, and who comes nearest. Must never: leave out
// that somebody else was better.

import { FIGURES, type FigureName } from './figures.js';
import { formatFigure, formatWithUnit } from './format.js';
import type { ScenarioName } from './results.js';
import { OURS, type Summary } from './summary.js';
import { comparisonOf } from './table-cells.js';
import { ENGLISH } from './words.js';

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
      const comparison = advantage === undefined ? null : comparisonOf(figure, advantage, ENGLISH);
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
  return { ours: formatWithUnit(figure, ours.median), best: best ?? null, worst: worst ?? null, notCompared };
}

/** `Ours: 1,189 bytes; the best of the others, node:http: 9,657 (ours 8.1× better).` */
export function readingOf(summary: Summary, name: ScenarioName, step: string, figure: FigureName): string {
  const steps = summary.scenario(name)?.steps ?? [];
  const title = steps.find((candidate) => candidate.name === step)?.title ?? step;
  const at = steps.length === 1 ? 'Ours' : `At “${title}” ours`;
  const standing = standingOf(summary, name, step, figure);
  if (standing === null) return `There are no figures of ours at “${title}”.`;
  const { ours, best } = standing;
  if (best === null) return `${at} has ${ours}; no other server has figures of equal work there.`;
  const comparison =
    best.comparison === null
      ? ''
      : best.comparison === ENGLISH.noDifference
        ? ` (${best.comparison})`
        : ` (${ENGLISH.oursRemark(best.comparison)})`;
  return `${at} has ${ours}; the best of the others, ${best.title}, has ${best.value}${comparison}.`;
}
