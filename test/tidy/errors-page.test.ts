/**
 * Holds docs/errors.md and src/shared/errors.ts together, both ways.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_KINDS, EXIT } from '../../dist/shared/errors.js';
import { readProjectFile } from '../support/source-tree.js';

const page = readProjectFile('docs/errors.md');

/** The rows of the table whose head is given, as cells without their backquotes. */
function rowsOf(...head: readonly string[]): readonly (readonly string[])[] {
  const lines = page.split('\n');
  const start = lines.indexOf(`| ${head.join(' | ')} |`);
  assert.notEqual(start, -1, `no table with the head ${head.join(', ')}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? undefined : end).map((line) => {
    const cells = line.split('|').slice(1, -1);
    assert.equal(cells.length, head.length, line);
    return cells.map((cell) => cell.trim());
  });
}

function unquoted(cell: string | undefined): string {
  return (cell ?? '').replace(/^`(.*)`$/, '$1');
}

test('the table of kinds has a row for each kind of the code with its values, and no other', () => {
  const rows = rowsOf('Kind', 'Status', '`type`', '`code`', 'Counted as', 'When', 'Source');
  const shown = rows.map(([kind, status, type, code, reason]) => [
    unquoted(kind),
    {
      status: Number(status),
      type: unquoted(type),
      code: code === 'null' ? null : unquoted(code),
      reason: unquoted(reason),
    },
  ]);
  assert.deepEqual(shown, Object.entries(ERROR_KINDS));
});

test('every kind says in a sentence when it arises, and where its words are from', () => {
  for (const row of rowsOf('Kind', 'Status', '`type`', '`code`', 'Counted as', 'When', 'Source')) {
    assert.match(row[5] as string, /^\S.*\.$/, row[0]);
    assert.match(row[6] as string, /OpenAI|Anthropic|our own/, row[0]);
  }
});

test('the table of exit codes has a row for each exit code, and no other', () => {
  const shown = rowsOf('Code', 'Name', 'When').map(([code, name]) => [unquoted(name), Number(code)]);
  assert.deepEqual(Object.fromEntries(shown), EXIT);
  assert.equal(shown.length, Object.keys(EXIT).length);
});
