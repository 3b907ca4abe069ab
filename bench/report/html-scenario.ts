// Owns: the section of one scenario in report.html: its charts, its overview, and every step with every round
// behind a fold. Must never: compute a figure.

import { html } from 'hono/html';
import type { Chart } from './chart.js';
import { type Html, htmlChart, htmlList, htmlTable } from './html-parts.js';
import { rawRounds } from './raw-rounds.js';
import type { Results } from './results.js';
import { remarksOf } from './scenario-remarks.js';
import type { Summary } from './summary.js';
import { detailTable, overviewTable } from './tables.js';
import type { Words } from './words.js';

type Scenario = Results['scenarios'][number];

function stepFold(
  summary: Summary,
  scenario: Scenario,
  step: Scenario['steps'][number],
  index: number,
  words: Words,
): Html {
  const { report } = words;
  const id = `table-${scenario.name}-${index + 1}`;
  const title = words.stepTitle(step);
  const label = `${report.scenarioTitle(scenario)}, ${title}`;
  const details = detailTable(summary, scenario.name, step.name, words);
  const rounds = rawRounds(summary, scenario.name, step.name, words);
  return html`<details><summary>${report.allFigures(scenario.steps.length === 1 ? null : title)}</summary>
${htmlTable(details, id, report.tableOf(label, 'all'))}
${htmlTable(rounds, `${id}-rounds`, report.tableOf(label, 'rounds'))}
</details>`;
}

/** One section, with the scenario's name as its id. */
export function htmlScenario(
  summary: Summary,
  scenario: Scenario,
  charts: readonly Chart[],
  words: Words,
): Html {
  const { report } = words;
  const { headings } = report;
  const tableId = `table-${scenario.name}`;
  const title = report.scenarioTitle(scenario);
  const overview = overviewTable(summary, scenario.name, words);
  const { errors, leftOuts, warnings } = remarksOf(summary, scenario.name, words);
  return html`<section id="${scenario.name}" aria-labelledby="title-${scenario.name}">
<h2 id="title-${scenario.name}">${title}</h2>
<p>${report.notes[scenario.name]}</p>
${charts
  .filter((chart) => chart.scenario === scenario.name)
  .map((chart) => htmlChart(summary, chart, tableId, report))}
${overview === null ? '' : htmlTable(overview, tableId, title)}
${scenario.steps.map((step, index) => stepFold(summary, scenario, step, index, words))}
${htmlList(headings.errors, errors)}
${htmlList(headings.leftOut, leftOuts)}
${htmlList(headings.warnings, warnings)}
</section>`;
}
