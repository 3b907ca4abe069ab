// Owns: the section of one scenario in report.html: its charts, its overview, and every step with every round
// behind a fold. Must never: compute a figure.

import { html } from 'hono/html';
import type { Chart } from './chart.js';
import { type Html, htmlChart, htmlList, htmlTable } from './html-parts.js';
import { rawRounds } from './raw-rounds.js';
import type { Results } from './results.js';
import { SCENARIO_NOTES } from './scenario-notes.js';
import { remarksOf } from './scenario-remarks.js';
import type { Summary } from './summary.js';
import { detailTable, overviewTable } from './tables.js';
import { ENGLISH } from './words.js';

type Scenario = Results['scenarios'][number];

function stepFold(
  summary: Summary,
  scenario: Scenario,
  step: Scenario['steps'][number],
  index: number,
): Html {
  const id = `table-${scenario.name}-${index + 1}`;
  const label = `${scenario.title}, ${step.title}`;
  const which = scenario.steps.length === 1 ? 'All' : `${step.title}: all`;
  const details = detailTable(summary, scenario.name, step.name, ENGLISH);
  const rounds = rawRounds(summary, scenario.name, step.name, ENGLISH);
  return html`<details><summary>${which} figures and every round</summary>
${htmlTable(details, id, `${label}: all figures`)}
${htmlTable(rounds, `${id}-rounds`, `${label}: every round`)}
</details>`;
}

/** One section, with the scenario's name as its id. */
export function htmlScenario(summary: Summary, scenario: Scenario, charts: readonly Chart[]): Html {
  const tableId = `table-${scenario.name}`;
  const overview = overviewTable(summary, scenario.name, ENGLISH);
  const { errors, leftOuts, warnings } = remarksOf(summary, scenario.name);
  return html`<section id="${scenario.name}" aria-labelledby="title-${scenario.name}">
<h2 id="title-${scenario.name}">${scenario.title}</h2>
<p>${SCENARIO_NOTES[scenario.name]}</p>
${charts.filter((chart) => chart.scenario === scenario.name).map((chart) => htmlChart(summary, chart, tableId))}
${overview === null ? '' : htmlTable(overview, tableId, scenario.title)}
${scenario.steps.map((step, index) => stepFold(summary, scenario, step, index))}
${htmlList('Errors', errors)}
${htmlList('Left out', leftOuts)}
${htmlList('Warnings', warnings)}
</section>`;
}
