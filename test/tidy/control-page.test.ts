/**
 * Holds docs/control.md to the table of the control API.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_SETTINGS } from '../../dist/config/read/change-config.js';
import { CONTROL_ROUTES } from '../../dist/main/control/routes.js';
import { CONTROL_PATH } from '../../dist/shared/answers/control-path.js';
import { readProjectFile } from '../support/source-tree.js';

test('the page has a row for each operation of the control API, and no other', () => {
  const rows = [...readProjectFile('docs/control.md').matchAll(/^\| `([A-Z]+ \/[^`]+)` \|/gm)].map(
    ([, request]) => request,
  );
  const routes = CONTROL_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${CONTROL_PATH}${path}`);
  assert.deepEqual(rows, routes);
});

test('the page names the settings that may be changed while the server runs, in the order of their table', () => {
  const [, sentence = ''] = /^These settings: (.+)\.$/m.exec(readProjectFile('docs/control.md')) ?? [];
  assert.deepEqual(
    sentence.split(', '),
    LIVE_SETTINGS.map((name) => `\`${name}\``),
  );
});
