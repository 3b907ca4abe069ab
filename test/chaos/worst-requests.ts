// The command `npm run test:worst`: what each of the worst requests costs the main thread, and for how long it holds the
// loop. Owns: its options. With --write it puts the tables into docs/limits.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.js';
import { WORST_CASES } from './worst/cases.js';
import { measureAll } from './worst/measure.js';
import { rowOf, withTables } from './worst/table.js';

const PAGE = fileURLToPath(new URL('../../docs/limits.md', import.meta.url));

const options = readOptions('The worst requests, one at a time.', {
  write: { fallback: false, help: 'write the tables into docs/limits.md' },
  limits: { fallback: 'both', help: 'default, largest or both' },
  only: { fallback: '', help: 'only those whose title has this in it' },
});

const cases = WORST_CASES.filter(
  ({ limits, title }) =>
    (options.limits === 'both' || limits === options.limits) && title.includes(options.only),
);
if (options.write && cases.length < WORST_CASES.length) throw new Error('--write wants all of them');
const all = await measureAll(cases, (measured) => {
  process.stdout.write(`${measured.of.limits}: ${rowOf(measured)}\n`);
});
if (options.write) {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, withTables(page, all));
}
process.exit(0);
