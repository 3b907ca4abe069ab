// Owns: which charts a report has, and their data. A chart without data is not made. Must never: draw.

import type { Bar, BarPanel, Chart, Line, LinePanel } from './chart.js';
import { FIGURES, type FigureName } from './figures.js';
import { shownUnit, shownValue } from './format.js';
import { headlineOf } from './headline-figure.js';
import { readingOf } from './readings.js';
import type { ScenarioName } from './results.js';
import { hasFigures, tellingStep } from './steps.js';
import type { Spread, Summary } from './summary.js';
import { absence, headOf, lossOf } from './table-cells.js';
import type { Words } from './words.js';

/** Least value of a logarithmic axis, in the unit that is shown. */
const LOG_FLOOR = 0.1;

function shown(figure: FigureName, { median, min, max }: Spread): Spread {
  return {
    median: shownValue(figure, median),
    min: shownValue(figure, min),
    max: shownValue(figure, max),
  };
}

/** A logarithm has no zero: what is below the floor is drawn on it. */
function aboveFloor({ median, min, max }: Spread): Spread {
  const raise = (value: number): number => Math.max(LOG_FLOOR, value);
  return { median: raise(median), min: raise(min), max: raise(max) };
}

/** A panel of one bar a server; servers for which nothing was tried have none. */
function barPanel(
  summary: Summary,
  scenario: ScenarioName,
  step: string,
  figure: FigureName,
  title: string,
  words: Words,
): BarPanel {
  const bars = summary.servers.flatMap((server): Bar[] => {
    const cell = summary.cell(scenario, step, server.name);
    if (cell === undefined) return [];
    const spread = cell.figures.get(figure);
    const remark = hasFigures(cell) ? lossOf(cell, words).join('') : absence(cell, words).text;
    return [
      { server: server.name, title: server.title, spread: spread ? shown(figure, spread) : null, remark },
    ];
  });
  return { title, figure, bars };
}

function stepBars(summary: Summary, scenario: ScenarioName, figure: FigureName, words: Words): BarPanel[] {
  const steps = summary.scenario(scenario)?.steps ?? [];
  // A step that nobody has the figure of, as the one that others are measured against, is no panel.
  return steps
    .map((step) => barPanel(summary, scenario, step.name, figure, words.stepTitle(step), words))
    .filter(({ bars }) => bars.some(({ spread }) => spread !== null));
}

/** How far x reaches is what the figures say, not the names of the steps. */
function linePanel(
  summary: Summary,
  scenario: ScenarioName,
  xFigure: FigureName,
  figure: FigureName,
  form: Pick<LinePanel, 'isLog' | 'diagonal'>,
  words: Words,
): LinePanel {
  const steps = summary.scenario(scenario)?.steps ?? [];
  const lines = summary.servers.flatMap((server): Line[] => {
    const points = steps.flatMap((step) => {
      const cell = summary.cell(scenario, step.name, server.name);
      const [x, spread] = [cell?.figures.get(xFigure), cell?.figures.get(figure)];
      if (x === undefined || spread === undefined) return [];
      const value = shown(figure, spread);
      return [{ x: x.median, spread: form.isLog ? aboveFloor(value) : value }];
    });
    const ordered = points.toSorted((a, b) => a.x - b.x);
    return points.length === 0 ? [] : [{ server: server.name, title: server.title, points: ordered }];
  });
  const unit = shownUnit(xFigure);
  const xName =
    xFigure === 'requests_count'
      ? words.report.readings.requestsHeld
      : words.heads[xFigure].toLowerCase() + unit;
  return { title: headOf(figure, words, scenario), xName, lines, ...form };
}

const LINEAR = { isLog: false, diagonal: null };
const LOG = { isLog: true, diagonal: null };

function hasData({ drawing }: Chart): boolean {
  return drawing.kind === 'bars'
    ? drawing.panels.some(({ bars }) => bars.some(({ spread }) => spread !== null))
    : drawing.panels.some(({ lines }) => lines.length > 0);
}

/** All charts of a run, in the order of the report. Panels without data are left out. */
export function chartsOf(summary: Summary, words: Words): readonly Chart[] {
  const said = words.report.readings;
  const reading = (scenario: ScenarioName, figure: FigureName): string => {
    const step = tellingStep(summary, scenario);
    const better = FIGURES[figure].better === 'more' ? said.moreIsBetter : said.lessIsBetter;
    return step === null ? better : `${readingOf(summary, scenario, step.name, figure, words)} ${better}`;
  };
  const bars = (scenario: ScenarioName, figure: FigureName, title: string): Chart => ({
    id: `chart-${scenario}-${figure.replaceAll('_', '-')}`,
    scenario,
    title,
    reading: reading(scenario, figure),
    drawing: { kind: 'bars', panels: stepBars(summary, scenario, figure, words) },
  });
  const lines = (
    scenario: ScenarioName,
    id: string,
    title: string,
    figure: FigureName,
    panels: LinePanel[],
  ): Chart => ({
    id: `chart-${scenario}-${id}`,
    scenario,
    title,
    reading: reading(scenario, figure),
    drawing: { kind: 'lines', panels: panels.filter((panel) => panel.lines.length > 0) },
  });
  const held = (figure: FigureName, form: typeof LINEAR): LinePanel =>
    linePanel(summary, 'density', 'requests_count', figure, form, words);
  const streamed = (figure: FigureName, form: Pick<LinePanel, 'isLog' | 'diagonal'>): LinePanel =>
    linePanel(summary, 'streaming', 'planned_events_per_second', figure, form, words);
  const charts = [
    bars('throughput', 'answers_per_second', said.charts.throughput),
    bars('density', 'container_bytes_per_held_request', said.charts.container),
    bars('density', 'bytes_per_held_request', said.charts.process),
    bars('prompts', headlineOf(summary, 'prompts'), said.charts.prompts),
    bars('held-100k', headlineOf(summary, 'held-100k'), said.charts.held),
    lines('density', 'memory', said.charts.memory, 'rss_held_bytes', [
      held('rss_held_bytes', LINEAR),
      held('container_held_bytes', LINEAR),
    ]),
    lines('density', 'lateness', said.charts.lateness, 'lateness_p99_ms', [
      held('lateness_p50_ms', LOG),
      held('lateness_p99_ms', LOG),
    ]),
    lines('streaming', 'events', said.charts.events, 'events_per_second', [
      streamed('events_per_second', { isLog: false, diagonal: said.asPlanned }),
      streamed('lateness_p99_ms', LOG),
    ]),
    bars('stream-kinds', 'server_cpu_us_per_answer', said.charts.kinds),
    bars('connect-storm', 'connect_p99_ms', said.charts.storm),
    bars('burst', 'last_served_ms', said.charts.burst),
    bars('scrape', 'latency_p99_ms', said.charts.scrape),
    bars('faults', 'lateness_p99_ms', said.charts.faults),
    startUp(summary, reading('startup', 'ready_ms'), words),
  ];
  return charts.filter(hasData);
}

/** Its two figures side by side: it has but one step. */
function startUp(summary: Summary, reading: string, words: Words): Chart {
  const step = summary.scenario('startup')?.steps[0]?.name ?? '';
  const panels = (['ready_ms', 'rss_ready_bytes'] as const).map((figure) =>
    barPanel(summary, 'startup', step, figure, headOf(figure, words, 'startup'), words),
  );
  return {
    id: 'chart-startup',
    scenario: 'startup',
    title: words.report.readings.charts.startup,
    reading,
    drawing: { kind: 'bars', panels },
  };
}
