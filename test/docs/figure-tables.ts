// Owns: the tables of the docs that follow from the rows of figures. Pure.

import type { Figure } from '../../dist/shared/figures/figure.js';
import { FIGURE_ROWS, type MetricName } from '../../dist/shared/figures.js';
import { LIVE_CELLS } from '../../dist/shared/live-protocol.js';
import { WORDS_ZH } from './figure-words-zh.js';

interface Wording {
  readonly head: string;
  readonly kinds: Readonly<Record<Figure['kind'], string>>;
  readonly units: Readonly<Record<NonNullable<Figure['unit']>, string>>;
  readonly comma: string;
  /** What a metric is, in a sentence. */
  helpOf(name: MetricName, row: Figure): string;
}

const EN: Wording = {
  head: '| Metric | Kind | What it says |',
  kinds: { counter: 'counter', gauge: 'gauge', histogram: 'histogram' },
  units: { seconds: 'seconds', milliseconds: 'milliseconds', bytes: 'bytes', ratio: 'ratio' },
  comma: ', ',
  helpOf: (_, { help }) => help,
};

const ZH: Wording = {
  head: '| 指标 | 类型 | 含义 |',
  kinds: { counter: '计数器', gauge: '仪表', histogram: '直方图' },
  units: { seconds: '秒', milliseconds: '毫秒', bytes: '字节', ratio: '比值' },
  comma: '，',
  helpOf: (name) => WORDS_ZH[name],
};

/** The pages that have a table of figures, its name on the page, and its text. */
export const FIGURE_TABLES = [
  { page: 'docs/metrics.md', name: 'metrics', render: () => metricsTable(EN) },
  { page: 'docs/metrics.zh-CN.md', name: 'metrics', render: () => metricsTable(ZH) },
  { page: 'docs/live-page.md', name: 'columns', render: columnsTable },
] as const;

function metricsTable(words: Wording): string {
  const rows = FIGURE_ROWS.flatMap(([name, row]) => {
    if (row.metric === undefined) return [];
    const labels = row.labels === undefined ? '' : `{${Object.keys(row.labels).join(',')}}`;
    const help = withCode(words.helpOf(name as MetricName, row));
    return [`| \`${row.metric}${labels}\` | ${kindOf(row, words)} | ${help} |`];
  });
  return [words.head, '|---|---|---|', ...rows].join('\n');
}

function columnsTable(): string {
  const rows = FIGURE_ROWS.flatMap(([name, row]) => {
    const cells = LIVE_CELLS.filter(({ figure }) => figure === name);
    if (cells.length === 0) return [];
    const columns = cells.map(({ column }) => `\`${column}\``).join(', ');
    const kind = typeof row.live === 'string' ? `quantile of the last second, ${row.unit}` : kindOf(row, EN);
    const help = typeof row.live === 'object' ? row.live.help : row.help;
    return [`| ${columns} | ${kind} | ${withCode(help)} |`];
  });
  return ['| Column | Kind | What it holds |', '|---|---|---|', ...rows].join('\n');
}

function kindOf({ kind, unit }: Figure, { kinds, units, comma }: Wording): string {
  return unit === undefined ? kinds[kind] : `${kinds[kind]}${comma}${units[unit]}`;
}

/** Names of settings and paths as code. */
function withCode(text: string): string {
  return text.replace(/\b[A-Z]+(?:_[A-Z]+)+\b|\bUSAGE=exact\b|(?<=\s)\/health\b/g, '`$&`');
}
