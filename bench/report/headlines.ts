// Owns: the few figures of ours that stand on top of a report, each with who comes nearest. Must never: choose a
// step for what it says: the rules are the same in every run.

import { isCapExact } from './cap-exactness.js';
import type { FigureName } from './figures.js';
import { formatCount, formatFigure, shownUnit } from './format.js';
import { headlineOf } from './headline-figure.js';
import { comparisonText, type Standing, standingOf } from './readings.js';
import type { ScenarioName } from './results.js';
import { tellingStep } from './steps.js';
import { OURS, type Summary } from './summary.js';
import type { Words } from './words.js';

type Step = NonNullable<ReturnType<typeof tellingStep>>;

export interface Headline {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** Where it was measured. */
  readonly at: string;
  /** How others compare, a sentence each. */
  readonly lines: readonly string[];
}

function linesOf({ best, worst, notCompared }: Standing, words: Words): readonly string[] {
  const said = words.report.readings;
  return [
    ...(best === null ? [] : [said.best(best.title, best.value) + comparisonText(best.comparison, words)]),
    ...(worst === null
      ? []
      : [said.worst(worst.title, worst.value) + comparisonText(worst.comparison, words)]),
    ...(notCompared.length === 0 ? [] : [said.notCompared(notCompared.join(', '))]),
  ];
}

/** A scenario of one step is named by itself. */
function titleOf(summary: Summary, name: ScenarioName, step: Step, words: Words): string {
  const scenario = summary.scenario(name);
  return scenario?.steps.length === 1 ? words.report.scenarioTitle(scenario) : words.stepTitle(step);
}

/** What ours did for the figure, and all that it is set against: `19,000 requests, none lost`. */
function equalWork(summary: Summary, name: ScenarioName, step: string, words: Words): string {
  const figures = summary.cell(name, step, OURS)?.figures;
  const [requests, lost] = [figures?.get('requests_count')?.median, figures?.get('lost_count')?.max ?? 0];
  if (requests === undefined) return '';
  return words.report.readings.work(formatCount(requests), lost === 0 ? null : formatCount(lost));
}

function ofStep(
  summary: Summary,
  name: ScenarioName,
  figure: FigureName,
  label: string,
  step: Step | null,
  words: Words,
): Headline[] {
  const standing = step === null ? null : standingOf(summary, name, step.name, figure, words);
  if (step === null || standing === null) return [];
  const median = summary.cell(name, step.name, OURS)?.figures.get(figure)?.median ?? 0;
  return [
    {
      label,
      value: formatFigure(figure, median),
      unit: words.report.unit(shownUnit(figure)),
      at: titleOf(summary, name, step, words) + equalWork(summary, name, step.name, words),
      lines: linesOf(standing, words),
    },
  ];
}

function capKept(summary: Summary, words: Words): Headline[] {
  const said = words.report.readings;
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
      label: said.labels.cap,
      value: exact ? said.exact : said.notExact,
      unit: '',
      at: words.stepTitle(step),
      lines: [
        said.exactAsWell(titles(true) || said.nobody),
        ...(titles(false) ? [said.inexact(titles(false))] : []),
      ],
    },
  ];
}

/** None for scenarios that were not in the run, or in which ours has no figures. */
export function headlinesOf(summary: Summary, words: Words): readonly Headline[] {
  const { labels } = words.report.readings;
  const headline = (name: ScenarioName, label: string): Headline[] =>
    ofStep(summary, name, headlineOf(summary, name), label, tellingStep(summary, name), words);
  const held = tellingStep(summary, 'density');
  return [
    ...headline('throughput', labels.answers),
    ...perHeldRequest(summary, held, words),
    ...ofStep(summary, 'density', 'lateness_p99_ms', labels.lateness, held, words),
    ...headline('streaming', labels.events),
    ...capKept(summary, words),
    ...headline('connect-storm', labels.connect),
    ...headline('startup', labels.ready),
  ];
}

/** Of the container, which is what one pays for, and beside it of the process. */
function perHeldRequest(summary: Summary, held: Step | null, words: Words): Headline[] {
  const figure = headlineOf(summary, 'density');
  const { container, process } = words.report.readings.labels;
  const ofProcess = ofStep(summary, 'density', 'bytes_per_held_request', process, held, words);
  if (figure === 'bytes_per_held_request') return ofProcess;
  return [...ofStep(summary, 'density', figure, container, held, words), ...ofProcess];
}
