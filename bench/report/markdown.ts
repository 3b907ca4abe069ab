// Owns: report.md. Must never: show a figure that the tables do not have, or a text of the results unescaped.

import type { DataTable } from './data-table.js';
import { judgeGoals } from './goal-verdicts.js';
import { machineFacts, pieceLines } from './machine.js';
import { escapeMarkdown, markdownCode, markdownOf } from './markdown-text.js';
import { METHOD } from './method.js';
import { rawRounds } from './raw-rounds.js';
import type { Results } from './results.js';
import { runWarnings } from './run-warnings.js';
import { SCENARIO_NOTES } from './scenario-notes.js';
import { remarksOf } from './scenario-remarks.js';
import { type Summary, summarize } from './summary.js';
import { detailTable, overviewTable } from './tables.js';
import { ENGLISH } from './words.js';

type Scenario = Results['scenarios'][number];

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : [`**${title}**`, lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')];
}

function tableBlocks(table: DataTable): string[] {
  return [
    escapeMarkdown(table.caption),
    markdownOf(table, ENGLISH),
    ...(table.note === '' ? [] : [escapeMarkdown(table.note)]),
  ];
}

function scenarioBlocks(summary: Summary, scenario: Scenario): string[] {
  const remarks = remarksOf(summary, scenario.name, ENGLISH);
  const overview = scenario.steps.length > 1 ? overviewTable(summary, scenario.name, ENGLISH) : null;
  return [
    `## ${escapeMarkdown(scenario.title)}`,
    SCENARIO_NOTES[scenario.name],
    ...(overview === null ? [] : tableBlocks(overview)),
    ...scenario.steps.flatMap((step) => [
      `### ${escapeMarkdown(step.title)}`,
      ...tableBlocks(detailTable(summary, scenario.name, step.name, ENGLISH)),
      '<details><summary>Every round</summary>',
      ...tableBlocks(rawRounds(summary, scenario.name, step.name, ENGLISH)),
      '</details>',
    ]),
    ...list('Errors', remarks.errors),
    ...list('Left out', remarks.leftOuts),
    ...list('Warnings', remarks.warnings),
  ];
}

function goalBlocks(summary: Summary): string[] {
  const lines = judgeGoals(summary, ENGLISH).map(
    ({ goal, verdict, because }) => `- **${verdict}**: ${escapeMarkdown(goal)}. ${escapeMarkdown(because)}`,
  );
  return ['## Goals', lines.join('\n')];
}

function headBlocks(results: Results): string[] {
  const facts = machineFacts(results, ENGLISH.report.run).map(
    ([label, text]) => `- ${label}: ${escapeMarkdown(text)}`,
  );
  const servers = results.servers.map(
    ({ title, version, command }) =>
      `- ${escapeMarkdown(title)} ${escapeMarkdown(version)}: ${markdownCode(command.join(' '))}`,
  );
  return [
    `# Bench of llm-mock-server ${escapeMarkdown(results.product.version)}`,
    'Reproduce it with:',
    `\`\`\`sh\n${results.command.replace(/\s+/g, ' ')}\n\`\`\``,
    facts.slice(1).join('\n'),
    ...list('Pieces', pieceLines(results, ENGLISH.report.run)),
    ...list('Warnings', runWarnings(results, ENGLISH.report)),
    '**Servers**',
    servers.join('\n'),
  ];
}

/** The whole file, with a line feed at its end. */
export function markdownReport(results: Results): string {
  const summary = summarize(results);
  const blocks = [
    ...headBlocks(results),
    ...goalBlocks(summary),
    ...results.scenarios.flatMap((scenario) => scenarioBlocks(summary, scenario)),
    '## Method',
    METHOD.map((line) => `- ${line}`).join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}
