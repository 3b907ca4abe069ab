// Owns: the short tables that end a run on the terminal: one a scenario, the headline figure step by step. Must
// never: write to the terminal itself.

import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { DataTable } from './data-table.js';
import { judgeGoals } from './goal-verdicts.js';
import type { Results } from './results.js';
import { runWarnings } from './run-warnings.js';
import { remarksOf } from './scenario-remarks.js';
import { type Summary, summarize } from './summary.js';
import { overviewTable } from './tables.js';
import { ENGLISH } from './words.js';

/** No borders, two spaces between columns: for files and pipes. */
const PLAIN: Record<string, string> = {
  ...Object.fromEntries(
    ['top', 'bottom', 'left', 'right'].flatMap((side) =>
      [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']),
    ),
  ),
  mid: '',
  'mid-mid': '',
  middle: '  ',
};

/** Heads may be longer than what stands below them. */
const HEAD_WIDTH_MAX = 18;

function wrapped(head: string): string {
  const lines: string[] = [];
  for (const word of head.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > HEAD_WIDTH_MAX) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}

/** Whether to paint was decided by the caller, who knows where the text goes. */
function painted(colour: 'cyan' | 'gray', text: string): string {
  return styleText(colour, text, { validateStream: false });
}

function printed(table: DataTable, styled: boolean): string {
  const printer = new Table({
    head: table.columns.map(({ head }) => wrapped(head)),
    colAligns: table.columns.map(({ align }) => align),
    // On screens that show it, lines that belong together are told apart by weight, so rows need no rules between them.
    style: styled
      ? { head: ['bold'], border: ['grey'], compact: true }
      : { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(styled ? {} : { chars: PLAIN }),
  });
  for (const { ours, cells } of table.rows) {
    printer.push(
      cells.map(({ text, remarks }) => {
        if (!styled) return [text, ...remarks].join('\n');
        return [
          ours ? painted('cyan', text) : text,
          ...remarks.map((remark) => painted('gray', remark)),
        ].join('\n');
      }),
    );
  }
  const lines = printer.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

function scenarioBlocks(summary: Summary, scenario: Results['scenarios'][number], styled: boolean): string[] {
  const table = overviewTable(summary, scenario.name, ENGLISH, 'slim');
  if (table === null) return [];
  const { errors, warnings } = remarksOf(summary, scenario.name, ENGLISH);
  return [
    `${scenario.title}. ${table.caption}`,
    printed(table, styled),
    ...(table.note === '' ? [] : [table.note]),
    ...errors.map((error) => `error: ${error}`),
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
}

/**
 * The tables, the warnings and the goals. `styled`: with colours and borders, for a terminal that shows them; else
 * plain lines.
 */
export function terminalReport(results: Results, styled: boolean): string {
  const summary = summarize(results);
  const goals = judgeGoals(summary, ENGLISH)
    .filter(({ verdict }) => verdict !== 'not in this run')
    .map(({ goal, verdict, because }) => `goal ${verdict}: ${goal}: ${because}`);
  const blocks = [
    ...results.scenarios.map((scenario) => scenarioBlocks(summary, scenario, styled).join('\n')),
    runWarnings(results, ENGLISH.report)
      .map((warning) => `warning: ${warning}`)
      .join('\n'),
    goals.join('\n'),
  ];
  return blocks.filter(Boolean).join('\n\n');
}
