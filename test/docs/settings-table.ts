/**
 * Owns how the table of settings is written in docs/settings.md. Pure; for the command beside it and for its test. It shows
 * what is the same on every machine: a default that is computed is told in words.
 */

import type { Setting } from '../../dist/config/settings/setting.js';
import { SETTINGS } from '../../dist/config/settings/settings.js';
import { rangeWords, spanText } from '../../dist/config/values/value.js';

/** In Markdown a `|` would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function defaultWords({ kind, fallback }: Setting): string {
  if (fallback === null) return 'not set';
  if (typeof fallback === 'object') return fallback.words;
  return `\`${kind === 'span' ? spanText(Number(fallback)) : fallback}\``;
}

function rowOf(setting: Setting): string {
  const { env, flag, sentence } = setting;
  const cells = [`\`${env}\``, `\`${flag}\``, defaultWords(setting), rangeWords(setting), sentence];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** The whole table in Markdown, in the order of --help. Ends without a line feed. */
export function renderSettingsTable(): string {
  return [
    '| Setting | Flag | Default | Range | What it does |',
    '|---|---|---|---|---|',
    ...SETTINGS.map(rowOf),
  ].join('\n');
}
