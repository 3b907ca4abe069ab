// Owns: the command that writes the tables of both READMEs and of docs/benchmarks.md from the published run. Must never: write
// one of them alone: all are made before any is written.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../project-folder.js';
import { readPublishedRun } from './published-run.js';
import { PAGES, withTables } from './readme-tables.js';

const results = await readPublishedRun();
const written = await Promise.all(
  PAGES.map(async ({ file, language }) => {
    const path = join(PROJECT_FOLDER, file);
    const text = await readFile(path, 'utf8');
    try {
      return { file, path, text, next: withTables(text, results, language) };
    } catch (cause) {
      throw new Error(`${file} cannot be written`, { cause });
    }
  }),
);
for (const { file, path, text, next } of written) {
  if (text !== next) await writeFile(path, next);
  process.stdout.write(`${file}: ${text === next ? 'was up to date' : 'written'}\n`);
}
