/**
 * Holds the tables that are written from the code to the code: `npm run docs` would change nothing.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GENERATED_TABLES, withTable } from '../docs/generated-tables.js';
import { readProjectFile } from '../support/source-tree.js';

for (const table of GENERATED_TABLES) {
  test(`the table ${table.name} of ${table.page} is the one that the code gives`, () => {
    const text = readProjectFile(table.page);
    assert.equal(withTable(text, table), text, 'run npm run docs');
  });
}
