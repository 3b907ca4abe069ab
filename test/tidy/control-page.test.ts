/**
 * Holds docs/control.md to the table of the control API.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTROL_PATH, CONTROL_ROUTES } from '../../dist/main/control/routes.js';
import { readProjectFile } from '../support/source-tree.js';

test('the page has a row for each operation of the control API, and no other', () => {
  const rows = [...readProjectFile('docs/control.md').matchAll(/^\| `([A-Z]+ \/[^`]+)` \|/gm)].map(
    ([, request]) => request,
  );
  const routes = CONTROL_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${CONTROL_PATH}${path}`);
  assert.deepEqual(rows, routes);
});
