// Owns: the few figures of ours that stand on top of a report, each with who comes nearest. Must never: choose a
// step for what it says: the rules are the same in every run.

import { isCapExact } from './cap-exactness.js';
import type { FigureName } from './figures.js';
import { formatCount, formatFigure, shownUnit } from './format.js';
import { headlineOf } from './headline-figure.js';
import { type Standing, standingOf } from './readings.js';
import type { ScenarioName } from './results.js';
import { tellingStep } from './steps.js';
import { OURS, type Summary } from './summary.js';
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

function linesOf({ best, worst, notCompared }: Standing): readonly string[] {
  return [
    ...(best === null
      ? []
      : [`Best of the others: ${best.title}, ${best.value}${inBrackets(best.comparison)}`]),
    ...(worst === null
      ? []
      : [`Last of them: ${worst.title}, ${worst.value}${inBrackets(worst.comparison)}`]),
    ...(notCompared.length === 0 ? [] : [`Other work, not compared: ${notCompared.join(', ')}`]),
  ];
}

/** A scenario of one step is named by itself. */
function titleOf(summary: Summary, name: ScenarioName, step: { readonly title: string }): string {
  const scenario = summary.scenario(name);
  return scenario?.steps.length === 1 ? scenario.title : step.title;
}

/** What ours did for the figure, and all that it is set against: `19,000 requests, none lost`. */
function equalWork(summary: Summary, name: ScenarioName, step: string): string {
  const figures = summary.cell(name, step, OURS)?.figures;
  const [requests, lost] = [figures?.get('requests_count')?.median, figures?.get('lost_count')?.max ?? 0];
  if (requests === undefined) return '';
  return ` · ${formatCount(requests)} requests, ${lost === 0 ? 'none' : formatCount(lost)} lost`;
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
      at: titleOf(summary, name, step) + equalWork(summary, name, step.name),
      lines: linesOf(standing),
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
  const headline = (name: ScenarioName, label: string): Headline[] =>
    ofStep(summary, name, headlineOf(summary, name), label, tellingStep(summary, name));
  const held = tellingStep(summary, 'density');
  return [
    ...headline('throughput', 'Answers'),
    ...perHeldRequest(summary, held),
    ...ofStep(summary, 'density', 'lateness_p99_ms', 'Lateness p99', held),
    ...headline('streaming', 'Events'),
    ...capKept(summary),
    ...headline('connect-storm', 'Connect p99'),
    ...headline('startup', 'Ready after'),
  ];
}

/** Of the container, which is what one pays for, and beside it of the process. */
function perHeldRequest(summary: Summary, held: ReturnType<typeof tellingStep>): Headline[] {
  const figure = headlineOf(summary, 'density');
  const container = figure !== 'bytes_per_held_request';
  return [
    ...ofStep(
      summary,
      'density',
      figure,
      container ? 'Container, per held request' : 'Process, per held request',
      held,
    ),
    ...(container
      ? ofStep(summary, 'density', 'bytes_per_held_request', 'Process, per held request', held)
      : []),
  ];
}
