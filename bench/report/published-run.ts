// Owns: where the published run lies, and reading it. Must never: read a run that does not fit the schema.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../project-folder.js';
import type { Results } from './results.js';
import { RESULTS_FILE, validated } from './write-report.js';

export const PUBLISHED_FILE = join(PROJECT_FOLDER, 'bench', 'results', RESULTS_FILE);

/** Rejects where there is none, or where it is no results of this bench. */
export async function readPublishedRun(): Promise<Results> {
  return validated(JSON.parse(await readFile(PUBLISHED_FILE, 'utf8')));
}
