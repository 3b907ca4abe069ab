/**
 * Reads the marked parts of a page in Markdown: what lies between `<!-- name -->` and `<!-- /name -->`.
 */
import assert from 'node:assert/strict';

export function sectionOf(page: string, name: string): string {
  const text = page.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0];
  return text ?? assert.fail(`no section ${name}`);
}

/** The cells of each row below the head of the table in a section, without the bars at both ends. */
export function rowsOf(page: string, name: string): string[][] {
  const lines = sectionOf(page, name)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
