/**
 * Owns how the table of settings is written in docs/settings.md and its twin. Pure; for the command beside it and for its test.
 * It shows what is the same on every machine: a default that is computed is told in words.
 */

import type { Setting } from '../../dist/config/settings/setting.js';
import { SETTINGS } from '../../dist/config/settings/settings.js';
import { plainText, rangeWords } from '../../dist/config/values/value.js';
import { computedDefaultZh, rangeZh, sentenceZh } from './settings-words-zh.js';

interface Wording {
  readonly head: string;
  readonly notSet: string;
  /** A default that is computed, from its English words. */
  computed(words: string): string;
  rangeOf(setting: Setting): string;
  sentenceOf(setting: Setting): string;
}

const EN: Wording = {
  head: '| Setting | Flag | Default | Range | What it does |',
  notSet: 'not set',
  computed: (words) => words,
  rangeOf: rangeWords,
  sentenceOf: ({ sentence }) => sentence,
};

const ZH: Wording = {
  head: '| 设置项 | 命令行参数 | 默认值 | 取值范围 | 作用 |',
  notSet: '未设置',
  computed: computedDefaultZh,
  rangeOf: rangeZh,
  sentenceOf: ({ env }) => sentenceZh(env),
};

/** In Markdown a `|` would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function defaultWords(setting: Setting, words: Wording): string {
  const { fallback } = setting;
  if (fallback === null) return words.notSet;
  if (typeof fallback === 'object') return words.computed(fallback.words);
  return `\`${plainText(setting, fallback)}\``;
}

function rowOf(setting: Setting, words: Wording): string {
  const names = [`\`${setting.env}\``, `\`${setting.flag}\``];
  const cells = [...names, defaultWords(setting, words), words.rangeOf(setting), words.sentenceOf(setting)];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** The whole table in Markdown, in the order of --help. Ends without a line feed. */
function renderTable(words: Wording): string {
  return [words.head, '|---|---|---|---|---|', ...SETTINGS.map((setting) => rowOf(setting, words))].join(
    '\n',
  );
}

export const renderSettingsTable = (): string => renderTable(EN);
export const renderSettingsTableZh = (): string => renderTable(ZH);
