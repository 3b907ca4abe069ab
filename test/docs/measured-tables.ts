/**
 * Owns how the measured models and their sources are written in docs/measured-models.md and its twin. Pure.
 */
import { MEASURED_MODELS, MEASURED_SOURCES } from '../../dist/behavior/models/measured-models.js';

interface Wording {
  readonly head: string;
  readonly sourceHead: string;
  readonly none: string;
  measured(words: string): string;
  title(words: string): string;
}

const EN: Wording = {
  head: '| Model | First token | Between tokens | Thoughts | What was measured | Source |',
  sourceHead: '| Source | Date | What it is | Where |',
  none: '–',
  measured: (words) => words,
  title: (words) => words,
};

/** The words that the rows are made of; names stay what they are. */
const WORDS_ZH: readonly (readonly [english: string | RegExp, chinese: string])[] = [
  ['; thoughts from the whole time and the speed', '；思考的长度由总时间和速度算出'],
  [
    '; they were 90 % of its output on GPQA Diamond; speeds of whole answers',
    '；在 GPQA Diamond 上占其输出的 90 %；速度按整个响应计',
  ],
  [/; the source assumes ([\d,]+) tokens of thought/, '；来源假定思考 $1 个 token'],
  [', up to the first token of the answer', '，计到回答的第一个 token'],
  [', thoughts hidden', '，思考过程不可见'],
  [', without thinking', '，不思考'],
  [', with thinking', '，思考'],
  [', medium effort', '，中等强度'],
  [', high effort', '，高强度'],
  [/ \((January|November) (\d+)\)/, '（$2 年）'],
  [/ at (?=[A-Z])/, '，提供方：'],
];

const TITLES_ZH: Readonly<Record<string, string>> = {
  [MEASURED_SOURCES['aa-2026-10'].title]: 'Artificial Analysis，72 小时的中位数，快照中每个模型取一个提供方',
  [MEASURED_SOURCES['aa-2026-07'].title]: 'Artificial Analysis，各提供方 72 小时的百分位，排行榜的快照',
};

const ZH: Wording = {
  head: '| 模型 | 第一个 token | token 之间 | 思考 | 测的是什么 | 来源 |',
  sourceHead: '| 来源 | 日期 | 内容 | 位置 |',
  none: '–',
  measured: (words) => WORDS_ZH.reduce((text, [english, chinese]) => text.replace(english, chinese), words),
  title: (words) => TITLES_ZH[words] ?? words,
};

function modelsTable({ head, none, measured }: Wording): string {
  const rows = MEASURED_MODELS.map((model) => {
    const thoughts = model.reasoningTokens === null ? none : `\`${model.reasoningTokens}\``;
    const figures = `\`${model.timeToFirstToken}\` | \`${model.interTokenLatency}\` | ${thoughts}`;
    return `| \`${model.name}\` | ${figures} | ${measured(model.measured)} | \`${model.source}\` |`;
  });
  return [head, '|---|---|---|---|---|---|', ...rows].join('\n');
}

function sourcesTable({ sourceHead, title }: Wording): string {
  const rows = Object.entries(MEASURED_SOURCES).map(([name, source]) => {
    return `| \`${name}\` | ${source.date} | ${title(source.title)} | <${source.url}> |`;
  });
  return [sourceHead, '|---|---|---|---|', ...rows].join('\n');
}

/** The pages with these tables, their names on the page, and their text. */
export const MEASURED_TABLES = [
  { page: 'docs/measured-models.md', name: 'measured', render: () => modelsTable(EN) },
  { page: 'docs/measured-models.md', name: 'sources', render: () => sourcesTable(EN) },
  { page: 'docs/measured-models.zh-CN.md', name: 'measured', render: () => modelsTable(ZH) },
  { page: 'docs/measured-models.zh-CN.md', name: 'sources', render: () => sourcesTable(ZH) },
] as const;
