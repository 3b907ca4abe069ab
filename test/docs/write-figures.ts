// The command `npm run docs:figures`: writes the tables of figures into the READMEs and docs/. Must never: write one page alone
// where another cannot be written; all are made before any is written.

import { readFileSync, writeFileSync } from 'node:fs';
import { FIGURE_TABLES, withTable } from './figure-tables.js';

const ROOT = new URL('../../', import.meta.url);

const pages = FIGURE_TABLES.map(({ file, name, table }) => {
  const url = new URL(file, ROOT);
  const text = readFileSync(url, 'utf8');
  return { file, url, text, next: withTable(text, name, table) };
});
for (const { file, url, text, next } of pages) {
  if (text !== next) writeFileSync(url, next);
  process.stdout.write(`${file}: ${text === next ? 'was up to date' : 'written'}\n`);
}
