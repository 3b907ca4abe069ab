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
import { coresOf, machineFacts, pieceLines, withoutV } from './machine.js';
import { METHOD } from './method.js';
import type { Results } from './results.js';
import { runWarnings } from './run-warnings.js';
import { OURS, type Summary, summarize } from './summary.js';

/** Styles stand in the file itself, in ECharts' drawings also in attributes; nothing else may be loaded or run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function cards(summary: Summary): Html {
  return html`<div class="cards">${headlinesOf(summary).map(
    ({ label, value, unit, at, lines }) => html`<dl class="card"><dt>${label}</dt>
<dd class="value">${value}${unit === '' ? '' : html`<span class="unit">${unit}</span>`}</dd>
<dd class="muted">${at}</dd>
${lines.map((line) => html`<dd class="line">${line}</dd>`)}</dl>
`,
  )}</div>`;
}

function goals(summary: Summary): Html {
  return html`<section id="goals" aria-labelledby="title-goals"><h2 id="title-goals">Goals</h2><ul class="goals">
${judgeGoals(summary).map(
  ({
    goal,
    verdict,
    because,
  }) => html`<li><span class="verdict ${verdict.replaceAll(' ', '-')}">${verdict}</span>
<span>${goal}<span class="because">${because}</span></span></li>
`,
)}</ul></section>`;
}

function facts(pairs: readonly (readonly [string, string])[]): Html {
  return html`<dl class="facts">${pairs.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>`;
}

function method(results: Results): Html {
  const servers = results.servers.map(({ title, version, command }) => [
    title,
    `${version}: ${command.join(' ')}`,
  ]) satisfies [string, string][];
  return html`<section id="method" aria-labelledby="title-method"><h2 id="title-method">Method and machine</h2>
<ul>${METHOD.map((line) => html`<li>${line}</li>`)}</ul>
<h3>Machine and run</h3>${facts(machineFacts(results))}
${htmlList('Pieces', pieceLines(results))}
<h3>Servers</h3>${facts(servers)}</section>`;
}

/** Where memory is not limited, the title does not claim it. */
function titleOf({ limits, product }: Results): string {
  const memory = limits.kind === 'pinning' ? '' : ` and ${formatMemory(limits.memory_bytes)}`;
  return `llm-mock-server ${product.version} in ${coresOf(limits.cores_count)}${memory}`;
}

function lead(results: Results): Html {
  const { limits, product, load_generator: generator, rounds_count: rounds } = results;
  const others = results.servers.filter(({ name }) => name !== OURS).length;
  const facts = [
    formatTime(results.started_at),
    `commit ${product.commit.slice(0, 7)}${product.modified ? ' with changes' : ''}`,
    `${rounds} round${rounds === 1 ? '' : 's'}`,
    `Node.js ${withoutV(limits.node_version)}`,
    `load from ${generator.name} ${generator.version}`,
  ];
  return html`<header><h1>${titleOf(results)}</h1>
<p class="muted">${facts.join(' · ')}</p>
${others === 0 ? '' : html`<p>Against ${others} other${others === 1 ? '' : 's'} within the same limits.</p>`}
<p>Figures are medians. <em>2.9× better</em> is 2.9 times as many where more is better, 1/2.9 where less is better, worked
out within each round.</p>
<p>${reproduced(results)}</p></header>`;
}

function reproduced({ pieces = [], command }: Results): Html {
  if (pieces.length < 2) return html`Reproduce it: <code>${command}</code>`;
  return html`Measured in <a href="#method">${pieces.length} pieces</a>, each with its command and its conditions.`;
}

function navigation(results: Results): Html {
  const links = [
    ['goals', 'Goals'],
    ...results.scenarios.map(({ name }) => [name, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]),
    ['method', 'Method and machine'],
  ];
  return html`<nav aria-label="Sections">${links.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</nav>`;
}

/** The whole page. */
export async function htmlReport(results: Results): Promise<string> {
  const summary = summarize(results);
  const charts = chartsOf(summary);
  const told = runWarnings(results);
  const warnings = told.length === 0 ? '' : html`<div class="warnings">${htmlList('Warnings', told)}</div>`;
  const page = await html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bench of llm-mock-server ${results.product.version}</title>
<style>${raw(STYLE)}</style></head>
<body><main>
${lead(results)}
${navigation(results)}
${cards(summary)}
${warnings}
${goals(summary)}
${results.scenarios.map((scenario) => htmlScenario(summary, scenario, charts))}
${method(results)}
</main></body></html>
`;
  return String(page);
}
