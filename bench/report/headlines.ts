// Owns: the few figures of ours that stand on top of a report, each with who comes nearest. Must never: choose a
// step for what it says: the rules are the same in every run.

import { isCapExact } from './cap-exactness.js';
import { COLUMNS } from './columns.js';
import type { FigureName } from './figures.js';
import { formatFigure, shownUnit } from './format.js';
import { peakAdvantage, peakOf } from './peaks.js';
import { type Standing, standingOf } from './readings.js';
import type { ScenarioName } from './results.js';
import { tellingStep } from './steps.js';
import { OURS, type Summary } from './summary.js';
import { comparisonOf } from './table-cells.js';
import { ENGLISH } from './words.js';

export interface Headline {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Where it was measured. */
  readonly at: string;
  /** How others compare, a sentence each. */
  readonly lines: readonly string[];
}

function inBrackets(comparison: string | null): string {
  if (comparison === null) return '';
  return comparison === ENGLISH.noDifference ? ` (${comparison})` : ` (${ENGLISH.oursRemark(comparison)})`;
}

function linesOf({ best, worst }: Pick<Standing, 'best' | 'worst'>): readonly string[] {
  return [
    ...(best === null
      ? []
      : [`Best of the others: ${best.title}, ${best.value}${inBrackets(best.comparison)}`]),
    ...(worst === null
      ? []
      : [`Last of them: ${worst.title}, ${worst.value}${inBrackets(worst.comparison)}`]),
  ];
}

/** A scenario of one step is named by itself. */
function titleOf(summary: Summary, name: ScenarioName, step: { readonly title: string }): string {
  const scenario = summary.scenario(name);
  return scenario?.steps.length === 1 ? scenario.title : step.title;
}

function ofStep(
  summary: Summary,
  name: ScenarioName,
  figure: FigureName,
  label: string,
  step: { readonly name: string; readonly title: string } | null,
): Headline[] {
  const standing = step === null ? null : standingOf(summary, name, step.name, figure);
  if (step === null || standing === null) return [];
  const median = summary.cell(name, step.name, OURS)?.figures.get(figure)?.median ?? 0;
  return [
    {
      label,
      value: formatFigure(figure, median),
      unit: shownUnit(figure),
      at: titleOf(summary, name, step),
      lines: linesOf(standing),
    },
  ];
}

function peakEvents(summary: Summary): Headline[] {
  const figure = COLUMNS.streaming.headline;
  const ours = peakOf(summary, 'streaming', figure, OURS);
  if (ours === null) return [];
  const others = summary.servers
    .filter(({ name }) => name !== OURS)
    .flatMap(({ name, title }) => {
      const peak = peakOf(summary, 'streaming', figure, name);
      const advantage = peakAdvantage(summary, 'streaming', figure, name);
      if (peak === null || advantage === null) return [];
      const comparison = comparisonOf(figure, advantage, ENGLISH);
      return [{ title, advantage: advantage.median, value: formatFigure(figure, peak.median), comparison }];
    })
    .toSorted((a, b) => a.advantage - b.advantage);
  const worst = others.length > 1 ? (others.at(-1) ?? null) : null;
  const lines = linesOf({ best: others[0] ?? null, worst });
  return [
    {
      label: 'Events at the peak',
      value: formatFigure(figure, ours.median),
      unit: '/s',
      at: 'Most of all steps',
      lines,
    },
  ];
}

function capKept(summary: Summary): Headline[] {
  const step = summary.scenario('cap')?.steps[0];
  if (step === undefined) return [];
  const exact = isCapExact(summary.cell('cap', step.name, OURS));
  if (exact === null) return [];
  const titles = (verdict: boolean): string =>
    summary.servers
      .filter(({ name }) => name !== OURS && isCapExact(summary.cell('cap', step.name, name)) === verdict)
      .map(({ title }) => title)
      .join(', ');
  return [
    {
      label: 'Cap',
      value: exact ? 'Exact' : 'Not exact',
      unit: '',
      at: step.title,
      lines: [
        `Exact as well: ${titles(true) || 'nobody'}`,
        ...(titles(false) ? [`Not exact: ${titles(false)}`] : []),
      ],
    },
  ];
}

/** None for scenarios that were not in the run, or in which ours has no figures. */
export function headlinesOf(summary: Summary): readonly Headline[] {
  const held = tellingStep(summary, 'density');
  return [
    ...ofStep(
      summary,
      'throughput',
      COLUMNS.throughput.headline,
      'Answers',
      tellingStep(summary, 'throughput'),
    ),
    ...ofStep(summary, 'density', COLUMNS.density.headline, 'Per held request', held),
    ...ofStep(summary, 'density', 'lateness_p99_ms', 'Lateness p99', held),
    ...peakEvents(summary),
    ...capKept(summary),
    ...ofStep(summary, 'startup', COLUMNS.startup.headline, 'Ready after', tellingStep(summary, 'startup')),
  ];
}
