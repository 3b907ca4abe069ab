/**
 * Holds docs/monitoring.md to the rules.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALERT_RULES, DASHBOARD, RECORDING_RULES } from '../support/monitoring.js';
import { rowsOf } from '../support/page.js';
import { readProjectFile } from '../support/source-tree.js';

const page = readProjectFile('docs/monitoring.md');

test('the table of alerts has every alert with its severity and its condition, and no other', () => {
  const shown = rowsOf(page, 'alerts').map(([name, severity, , condition]) => [name, severity, condition]);
  const expected = ALERT_RULES.map(({ alert, labels, expr, for: lasting }) => [
    `\`${alert}\``,
    labels.severity,
    `\`${expr}\`${lasting === undefined ? '' : ` for ${lasting}`}`,
  ]);
  assert.deepEqual(shown, expected);
});

test('every alert says when it fires, and what to do', () => {
  for (const [name, , when = '', , advice = ''] of rowsOf(page, 'alerts')) {
    assert.ok(when.length > 10 && advice.length > 10, name);
  }
});

test('severities are the three that the page explains', () => {
  const used = new Set(ALERT_RULES.map(({ labels }) => labels.severity));
  assert.deepEqual([...used].sort(), ['critical', 'info', 'warning']);
  for (const severity of used) assert.ok(page.includes(`*${severity}* `), severity);
});

test('every alert has a summary in one line and a description in sentences', () => {
  for (const { alert, annotations } of ALERT_RULES) {
    assert.match(annotations.summary, /^\S[^\n]*[^.\n]$/, alert);
    assert.match(annotations.description, /^\S[^\n]*\.$/, alert);
  }
});

test('the table of recording rules has every one, in their order', () => {
  const shown = rowsOf(page, 'records').map(([name]) => name);
  assert.deepEqual(
    shown,
    RECORDING_RULES.map(({ record }) => `\`${record}\``),
  );
});

test('the page has a line for every row of the dashboard', () => {
  const rows = DASHBOARD.panels
    .filter(({ type }) => type === 'row')
    .map(({ title }) => title.replace(/:.*/, ''));
  for (const row of rows) assert.ok(page.includes(`\n| ${row} |`), row);
});
