// Owns: where the published run lies, and reading it. Must never: read a run that does not fit the schema.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Results } from './results.js';
import { PROJECT } from './schema-file.js';
import { RESULTS_FILE, validated } from './write-report.js';

export const PUBLISHED_FILE = join(PROJECT, 'bench', 'results', RESULTS_FILE);

/** Rejects where there is none, or where it is no results of this bench. */
export async function readPublishedRun(): Promise<Results> {
  return validated(JSON.parse(await readFile(PUBLISHED_FILE, 'utf8')));
}
