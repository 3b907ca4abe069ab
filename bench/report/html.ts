// Owns: report.html, one file that asks nobody for anything: no script, no font, no picture from elsewhere, and a
// policy that says so. Must never: show a text of the results unescaped.

import { html, raw } from 'hono/html';
import { chartsOf } from './charts.js';
import { formatMemory, formatTime } from './format.js';
import { judgeGoals } from './goal-verdicts.js';
import { headlinesOf } from './headlines.js';
import { type Html, htmlList } from './html-parts.js';
import { htmlScenario } from './html-scenario.js';
import { STYLE } from './html-style.js';
import { machineFacts, pieceLines, withoutV } from './machine.js';
import type { ReportWords } from './report-words.js';
import type { Results } from './results.js';
import { runWarnings } from './run-warnings.js';
import { OURS, type Summary, summarize } from './summary.js';
import { ENGLISH, type Words } from './words.js';
import { CHINESE } from './words-chinese.js';

/** Styles stand in the file itself, in ECharts' drawings also in attributes; nothing else may be loaded or run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A report in one language, and what its file is called. Each has a link to the others. */
export const REPORT_PAGES: readonly {
  readonly file: string;
  readonly name: string;
  readonly words: Words;
}[] = [
  { file: 'report.html', name: 'English', words: ENGLISH },
  { file: 'report.zh-CN.html', name: '中文', words: CHINESE },
];

function cards(summary: Summary, words: Words): Html {
  return html`<div class="cards">${headlinesOf(summary, words).map(
    ({ label, value, unit, at, lines }) => html`<dl class="card"><dt>${label}</dt>
<dd class="value">${value}${unit === '' ? '' : html`<span class="unit">${unit}</span>`}</dd>
<dd class="muted">${at}</dd>
${lines.map((line) => html`<dd class="line">${line}</dd>`)}</dl>
`,
  )}</div>`;
}

function goals(summary: Summary, words: Words): Html {
  const { headings, verdicts } = words.report;
  return html`<section id="goals" aria-labelledby="title-goals"><h2 id="title-goals">${headings.goals}</h2><ul class="goals">
${judgeGoals(summary, words).map(
  ({
    goal,
    verdict,
    because,
  }) => html`<li><span class="verdict ${verdict.replaceAll(' ', '-')}">${verdicts.names[verdict]}</span>
<span>${goal}<span class="because">${because}</span></span></li>
`,
)}</ul></section>`;
}

function facts(pairs: readonly (readonly [string, string])[]): Html {
  return html`<dl class="facts">${pairs.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>`;
}

function method(results: Results, words: ReportWords): Html {
  const { headings, run } = words;
  const servers = results.servers.map(({ title, version, command }) => [
    title,
    `${version}: ${command.join(' ')}`,
  ]) satisfies [string, string][];
  return html`<section id="method" aria-labelledby="title-method"><h2 id="title-method">${headings.method}</h2>
<ul>${words.method.map((line) => html`<li>${line}</li>`)}</ul>
<h3>${headings.machine}</h3>${facts(machineFacts(results, run))}
${htmlList(headings.pieces, pieceLines(results, run))}
<h3>${headings.servers}</h3>${facts(servers)}</section>`;
}

function lead(results: Results, words: ReportWords): Html {
  const { limits, product, load_generator: generator, rounds_count: rounds } = results;
  const others = results.servers.filter(({ name }) => name !== OURS).length;
  // Where memory is not limited, the title does not claim it.
  const memory = limits.kind === 'pinning' ? null : formatMemory(limits.memory_bytes);
  const facts = [
    formatTime(results.started_at),
    words.run.atCommit(words.run.changed(product.commit.slice(0, 7), product.modified)),
    words.run.rounds(rounds),
    `Node.js ${withoutV(limits.node_version)}`,
    words.load(`${generator.name} ${generator.version}`),
  ];
  return html`<header><h1>${words.title(product.version, words.run.cores(limits.cores_count), memory)}</h1>
<p class="muted">${facts.join(' · ')}</p>
<p class="languages">${REPORT_PAGES.map(({ file, name, words: { report } }) =>
    report.lang === words.lang
      ? html`<span aria-current="page">${name}</span> `
      : html`<a href="${file}" lang="${report.lang}" hreflang="${report.lang}">${name}</a> `,
  )}</p>
${others === 0 ? '' : html`<p>${words.against(others)}</p>`}
<p>${words.explained}</p>
<p>${reproduced(results, words)}</p></header>`;
}

function reproduced({ pieces = [], command }: Results, words: ReportWords): Html {
  if (pieces.length < 2) return html`${words.reproduce} <code>${command}</code>`;
  const [before, link, after] = words.pieces(pieces.length);
  return html`${before}<a href="#method">${link}</a>${after}`;
}

function navigation(results: Results, words: ReportWords): Html {
  const { headings } = words;
  const links = [
    ['goals', headings.goals],
    ...results.scenarios.map(({ name }) => [name, words.scenarioName(name)]),
    ['method', headings.method],
  ];
  return html`<nav aria-label="${headings.sections}">${links.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</nav>`;
}

/** The whole page. */
export async function htmlReport(results: Results, words: Words): Promise<string> {
  const { report } = words;
  const summary = summarize(results);
  const charts = chartsOf(summary, words);
  const told = runWarnings(results, report);
  const warnings =
    told.length === 0 ? '' : html`<div class="warnings">${htmlList(report.headings.warnings, told)}</div>`;
  const page = await html`<!doctype html>
<html lang="${report.lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${report.documentTitle(results.product.version)}</title>
<style>${raw(STYLE)}</style></head>
<body><main>
${lead(results, report)}
${navigation(results, report)}
${cards(summary, words)}
${warnings}
${goals(summary, words)}
${results.scenarios.map((scenario) => htmlScenario(summary, scenario, charts, words))}
${method(results, report)}
</main></body></html>
`;
  return String(page);
}
