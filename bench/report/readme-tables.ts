// Owns: the tables of the READMEs and of docs/benchmarks.md that come from the published run, between markers that name them.
// Must never: touch a letter outside of the markers, or state a figure that is not in the run.

import type { DataTable } from './data-table.js';
import { highlightsTable } from './highlights.js';
import { machineSentence, machineSentenceInChinese } from './machine.js';
import { escapeMarkdown, markdownOf } from './markdown-text.js';
import type { Results, ScenarioName } from './results.js';
import { hasFigures } from './steps.js';
import { type Summary, summarize } from './summary.js';
import { overviewTable } from './tables.js';
import { ENGLISH, type Words } from './words.js';
import { CHINESE } from './words-chinese.js';

export type Language = 'english' | 'chinese';

/** Below the project's folder. */
export const PAGES: readonly { readonly file: string; readonly language: Language }[] = [
  { file: 'README.md', language: 'english' },
  { file: 'README.zh-CN.md', language: 'chinese' },
  { file: 'docs/benchmarks.md', language: 'english' },
  { file: 'docs/benchmarks.zh-CN.md', language: 'chinese' },
];

const SCENARIOS: readonly ScenarioName[] = [
  'throughput',
  'density',
  'prompts',
  'held-100k',
  'cap',
  'streaming',
  'stream-kinds',
  'startup',
  'burst',
  'connect-storm',
  'scrape',
  'faults',
];

const WORDS: Readonly<Record<Language, Words>> = { english: ENGLISH, chinese: CHINESE };

function tableBlock(table: DataTable | null, words: Words): string | null {
  if (table === null) return null;
  const note = table.note === '' ? [] : [escapeMarkdown(table.note)];
  return [escapeMarkdown(table.caption), markdownOf(table, words), ...note].join('\n\n');
}

/** What stands between the markers of that name; null where the run has no such thing. */
function blockOf(summary: Summary, name: string, language: Language): string | null {
  if (name === 'machine') {
    return language === 'english'
      ? machineSentence(summary.results)
      : machineSentenceInChinese(summary.results);
  }
  const words = WORDS[language];
  if (name === 'highlights') return tableBlock(highlightsTable(summary, words), words);
  const scenario = SCENARIOS.find((candidate) => candidate === name);
  if (scenario === undefined) return null;
  const block = tableBlock(overviewTable(summary, scenario, words), words);
  const lead = words.leads[scenario];
  if (lead === undefined) return block;
  // It has no heading on the page: where the run has no such thing, nothing is said.
  return block === null || !hasAnything(summary, scenario) ? '' : `**${lead}**\n\n${block}`;
}

function hasAnything(summary: Summary, scenario: ScenarioName): boolean {
  return summary.cells.some((cell) => cell.scenario === scenario && hasFigures(cell));
}

const MARKED = /<!-- bench:([a-z0-9-]+) -->[\s\S]*?<!-- \/bench:\1 -->/g;
const MARKER = /<!-- \/?bench:[a-z0-9-]+ -->/g;

/**
 * The page with all marked blocks written from the run. Throws where a marker has no partner, where none is
 * there at all, or where the run has nothing for it: a page that stays as it was is not up to date.
 */
export function withTables(page: string, results: Results, language: Language): string {
  const summary = summarize(results);
  const pairs = [...page.matchAll(MARKED)].length;
  const markers = [...page.matchAll(MARKER)].length;
  if (pairs === 0) throw new Error('there are no markers <!-- bench:… --> … <!-- /bench:… -->');
  if (markers !== pairs * 2)
    throw new Error('a marker <!-- bench:… --> has no partner, or stands in another block');
  return page.replace(MARKED, (_block, name: string) => {
    const block = blockOf(summary, name, language);
    if (block === null) throw new Error(`the published run has nothing for <!-- bench:${name} -->`);
    const between = block === '' ? '\n' : `\n\n${block}\n\n`;
    return `<!-- bench:${name} -->${between}<!-- /bench:${name} -->`;
  });
}

/** Whether a page is not what the run would make of it. Throws as withTables does. */
export function tablesDiffer(page: string, results: Results, language: Language): boolean {
  return withTables(page, results, language) !== page;
}
