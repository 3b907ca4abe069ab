/**
 * Owns the report: one HTML file that needs nothing else, neither this page nor a network nor scripts. Browser, pure. Whatever
 * somebody else has chosen (settings, names) is text in it, never markup.
 */

import { changesIn } from '../charts/change-marks.js';
import { type Moment, nameOf, toMoments, toSeries } from '../charts/chart-data.js';
import { CHARTS, type ChartSpec } from '../charts/chart-specs.js';
import { DASHES } from '../charts/chart-styles.js';
import type { Range } from '../charts/time-window.js';
import type { PageState } from '../judge/page-state.js';
import { SECONDS } from '../judge/second.js';
import { cellsOf, LOOKS, tally } from '../strip/strip-cells.js';
import type { Wording } from '../words/wording.js';
import { type ReportColors, reportStyle } from './report-style.js';
import type { Run } from './run.js';
import { runWords } from './run-words.js';
import { type Drawn, svgChart } from './svg-chart.js';

/** A list of changes that nobody reads to its end says so. */
const CHANGES_MAX = 100;
const STRIP_WIDTH = 1_200;
const STRIP_HEIGHT = 24;

export interface ReportContent {
  readonly state: PageState;
  readonly range: Range;
  readonly run: Run | null;
  /** Headline and sentences of the verdict, as the page shows it. */
  readonly verdict: readonly string[];
  readonly colors: ReportColors;
  /** As `<html lang>` has it. */
  readonly locale: string;
  readonly nowMs: number;
}

export function htmlReport(content: ReportContent, wording: Wording): string {
  const { state, range, run, verdict, colors, locale, nowMs } = content;
  const { text, formats } = wording;
  const moments = toMoments(state.samples);
  const changes = changesIn(moments).filter((atMs) => range.fromMs <= atMs && atMs <= range.toMs);
  const drawn: Drawn = { ...range, times: moments.map(({ atMs }) => atMs), changes, formats };
  const [from, to] = [range.fromMs, range.toMs].map(formats.clock) as [string, string];
  const [headline = '', ...sentences] = verdict;
  const body = [
    `<h1>llm-mock-server ${escaped(state.hello?.version ?? '')}</h1>`,
    paragraph(text('report.made', { date: formats.date(nowMs), time: formats.clock(nowMs) })),
    section(headline, sentences.map(paragraph).join('')),
    run === null ? '' : runSection(run, wording),
    section(
      text('page.charts.part', { from, to }),
      strip(moments, range, wording) +
        `<div class="charts">${CHARTS.map((spec) => figure(spec, moments, drawn, wording)).join('')}</div>`,
    ),
    section(text('report.changes'), changeList(changes, wording)),
    section(text('settings.title'), settings(state, wording)),
  ];
  return [
    `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>llm-mock-server, ${escaped(`${formats.date(nowMs)} ${formats.clock(nowMs)}`)}</title>`,
    `<style>${reportStyle(colors)}</style></head><body><main>`,
    ...body,
    '</main></body></html>\n',
  ].join('');
}

function runSection(run: Run, wording: Wording): string {
  const { title, when, verdict, figures, seconds } = runWords(run, wording);
  const list = figures.map(([name, value]) => pair(name, value)).join('');
  return section(`${title}, ${when}: ${verdict}`, `<dl class="figures">${list}</dl>${paragraph(seconds)}`);
}

function strip(moments: readonly Moment[], range: Range, { text, formats }: Wording): string {
  const cells = cellsOf(moments, range);
  const x = (atMs: number): number =>
    Math.round(((atMs - range.fromMs) / (range.toMs - range.fromMs)) * STRIP_WIDTH * 10) / 10;
  const boxes = cells.map(({ fromMs, toMs, second }) => {
    const { share, color } = LOOKS[second];
    const [left, right] = [Math.max(0, x(fromMs)), Math.min(STRIP_WIDTH, x(toMs))];
    const height = STRIP_HEIGHT * share;
    const title = `<title>${escaped(`${formats.clock(toMs)}: ${text(`second.${second}`)}`)}</title>`;
    const size = `x="${left}" y="${STRIP_HEIGHT - height}" width="${Math.max(0.5, right - left - 0.3)}" height="${height}"`;
    return `<rect class="cell ${second === 'gone' ? 'gone' : color}" ${size}>${title}</rect>`;
  });
  const counts = tally(cells);
  const words = SECONDS.filter((second) => counts[second] > 0).map((second) => {
    return `${text(`second.${second}`)} ${formats.count(counts[second])}`;
  });
  const svg = `<svg class="strip" viewBox="0 0 ${STRIP_WIDTH} ${STRIP_HEIGHT}" preserveAspectRatio="none">${boxes.join('')}</svg>`;
  return svg + paragraph(text('run.seconds', { counts: words.join(', ') || text('strip.none') }));
}

function figure(
  spec: ChartSpec,
  moments: readonly Moment[],
  drawn: Drawn,
  { text, formats }: Wording,
): string {
  const series = toSeries(spec, moments);
  const unit = spec.unitText === undefined ? '' : ` <small>${escaped(text(spec.unitText))}</small>`;
  const shown = drawn.times.map((atMs) => drawn.fromMs <= atMs && atMs <= drawn.toMs);
  const items = series.map(({ spec: one, values }) => {
    const known = values.filter((value, at): value is number => value !== null && shown[at] === true);
    const most = known.length === 0 ? Number.NaN : Math.max(...known);
    const mark = one.isHidden
      ? ''
      : `<svg class="mark" viewBox="0 0 16 8" aria-hidden="true"><path class="line ${one.color}" stroke-dasharray="${DASHES[one.dash].join(' ') || 'none'}" d="M0 4h16"/></svg>`;
    const words = text('report.most', { figure: formats[spec.unit](most) });
    return `<li>${mark}${escaped(nameOf(one, text))} <b>${escaped(words)}</b></li>`;
  });
  const inside = series.length === 0 ? paragraph(text(spec.empty)) : svgChart(spec, series, drawn);
  return `<figure><figcaption><h3>${escaped(text(spec.title))}${unit}</h3></figcaption><ul>${items.join('')}</ul>${inside}</figure>`;
}

function changeList(changes: readonly number[], { text, formats }: Wording): string {
  if (changes.length === 0) return paragraph(text('report.changes.none'));
  const items = changes.slice(0, CHANGES_MAX).map((atMs) => `<li>${escaped(formats.clock(atMs))}</li>`);
  const more = changes.length - items.length;
  const rest = more > 0 ? paragraph(text('report.changes.more', { n: formats.count(more) })) : '';
  return `<ul class="changes">${items.join('')}</ul>${rest}`;
}

function settings({ hello }: PageState, { text }: Wording): string {
  const list = hello?.settings ?? [];
  if (list.length === 0) return paragraph(text('settings.none'));
  const rows = list.map(([name, value, isGiven]) =>
    pair(name, isGiven ? `${value} (${text('settings.given')})` : value),
  );
  return `<dl class="settings">${rows.join('')}</dl>`;
}

function section(title: string, inside: string): string {
  return `<section><h2>${escaped(title)}</h2>${inside}</section>`;
}

function paragraph(words: string): string {
  return `<p>${escaped(words)}</p>`;
}

function pair(name: string, value: string): string {
  return `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text, in an element or between quotes. */
function escaped(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
