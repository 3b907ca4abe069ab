// Owns: what load tools reported when it was last recorded: a file for each in test/load-tools/seen/, and the table of it in
// docs/clients.md. Must never: be written from anything but what was seen.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NOT_RUN } from './not-run.js';
import { FIGURES, type Figure, type Figures, PERCENT_MAX, percentOff } from './workload.js';

const FOLDER = fileURLToPath(new URL('../../test/load-tools/seen/', import.meta.url));

/** A tool is blamed only on a machine that has time for a client of a few lines. */
const REFERENCE_PERCENT_MAX = 0.5;

export const RECORDS = process.env.RECORD_CLIENTS === '1';

export interface SeenTool {
  readonly name: string;
  readonly version: string;
  readonly figures: Figures;
  /** What a client of a few lines saw of the same server, right after. */
  readonly reference: Figures;
}

/** In the order of the table. */
const ORDER = ['aiperf', 'guidellm', 'vllm', 'evalscope', 'inference-perf', 'locust', 'oha'] as const;

export function readSeenTool(id: string): SeenTool | null {
  const path = `${FOLDER}${id}.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SeenTool) : null;
}

export function recordTool(id: string, seen: SeenTool): void {
  const round = (figures: Figures): Figures =>
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(1e3 * value) / 1e3]));
  const rounded = { ...seen, figures: round(seen.figures), reference: round(seen.reference) };
  writeFileSync(`${FOLDER}${id}.json`, `${JSON.stringify(rounded, null, 2)}\n`);
}

/** Whose fault it is that a figure is off: nobody's, as it is not; the machine's, where the reference is off as well; the tool's. */
export function blame(figure: Figure, seen: SeenTool): 'none' | 'machine' | 'tool' {
  const [reported, reference] = [seen.figures[figure], seen.reference[figure]];
  if (reported === undefined || Math.abs(percentOff(figure, reported)) <= PERCENT_MAX) return 'none';
  const referenceOff = reference === undefined ? 0 : Math.abs(percentOff(figure, reference));
  return referenceOff > REFERENCE_PERCENT_MAX ? 'machine' : 'tool';
}

const WORDS = {
  english: {
    head: [
      'Tool',
      'Version',
      'First token',
      'Between tokens',
      'Whole stream',
      'Output tokens',
      'Requests a second',
    ],
    blame: { none: '', machine: ', the machine', tool: ', the tool' },
    notSeen: 'not seen yet',
    notRun: 'not run',
    because: 'english' as 'english' | 'chinese',
  },
  chinese: {
    head: ['工具', '版本', '首个 token', 'token 间隔', '整个流', '输出 token 数', '每秒请求数'],
    blame: { none: '', machine: '，机器的问题', tool: '，工具的问题' },
    notSeen: '尚未验证',
    notRun: '未运行',
    because: 'chinese' as const,
  },
};

function renderTable({ head, blame: words, notSeen, notRun, because }: (typeof WORDS)['english']): string {
  const rows = ORDER.map((id) => {
    const seen = readSeenTool(id);
    if (seen === null) return [`\`${id}\``, ...Array<string>(head.length - 1).fill(notSeen)];
    const cells = FIGURES.map((figure) => {
      const value = seen.figures[figure];
      if (value === undefined) return '–';
      const off = percentOff(figure, value);
      return `${off < 0 ? '−' : '+'}${Math.abs(off).toFixed(1)} %${words[blame(figure, seen)]}`;
    });
    return [`\`${seen.name}\``, seen.version, ...cells];
  });
  for (const { name, reason } of NOT_RUN) {
    rows.push([`\`${name}\``, `${notRun}: ${reason[because]}`, ...FIGURES.map(() => '–')]);
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export const TOOL_TABLES = [
  { page: 'docs/clients.md', name: 'load-tools', render: () => renderTable(WORDS.english) },
  { page: 'docs/clients.zh-CN.md', name: 'load-tools', render: () => renderTable(WORDS.chinese) },
] as const;
