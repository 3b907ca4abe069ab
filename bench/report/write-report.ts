// Owns: the report folder of a run: results.json, report.md, and report.html in each language. Must never: write a folder of which a
// part does not belong to the same run, or results that do not fit the schema.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FIGURES, type FigureName } from './figures.js';
import { htmlReport, REPORT_PAGES } from './html.js';
import { jsonText } from './json-text.js';
import { markdownReport } from './markdown.js';
import { type Results, results as schema } from './results.js';

export const RESULTS_FILE = 'results.json';
export const MARKDOWN_FILE = 'report.md';

/** Throws an Error that names every problem with its place. */
export function validated(data: unknown): Results {
  const parsed = schema.safeParse(data);
  if (!parsed.success)
    throw new Error(`these are no results of the bench:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The text of results.json: keys in the order of the schema and of FIGURES, whatever order they came in. */
export function resultsText(data: unknown): string {
  const { measurements, ...head } = validated(data);
  const ordered = measurements.map(({ figures, warnings, ...measurement }) => ({
    ...measurement,
    figures: Object.fromEntries(
      (Object.keys(FIGURES) as FigureName[]).flatMap((name) =>
        name in figures ? [[name, figures[name]]] : [],
      ),
    ),
    warnings,
  }));
  // The warnings of the run come last, as in the schema.
  const { warnings, ...rest } = head;
  return jsonText({ ...rest, measurements: ordered, warnings });
}

/**
 * Writes the files into `folder`, which is made where it is missing. All are made before the first is
 * written, and each appears whole. Rejects with all problems where the results do not fit the schema.
 */
export async function writeReport(data: unknown, folder: string): Promise<void> {
  const results = validated(data);
  const files: readonly (readonly [string, string])[] = [
    [RESULTS_FILE, resultsText(results)],
    [MARKDOWN_FILE, markdownReport(results)],
    ...(await Promise.all(
      REPORT_PAGES.map(async ({ file, words }) => [file, await htmlReport(results, words)] as const),
    )),
  ];
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) {
    const path = join(folder, name);
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
}
