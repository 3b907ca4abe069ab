/**
 * The command `npm run docs`: writes the tables of the documentation that follow from the code.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { GENERATED_TABLES, withTable } from './generated-tables.js';

for (const table of GENERATED_TABLES) {
  const path = new URL(`../../${table.page}`, import.meta.url);
  const text = readFileSync(path, 'utf8');
  const next = withTable(text, table);
  if (text !== next) writeFileSync(path, next);
  process.stdout.write(`${table.page}, ${table.name}: ${text === next ? 'was up to date' : 'written'}\n`);
}
