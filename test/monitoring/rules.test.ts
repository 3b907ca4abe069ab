/**
 * The rules by Prometheus' own tool: that it reads them, that what they record and when they fire is as the cases say, and
 * that no rule is without its cases.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ALERT_RULES, RECORDING_RULES } from '../support/monitoring.js';
import { missingTool } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const skip = missingTool(['promtool']);
const FOLDER = fileURLToPath(new URL('../../deploy/prometheus', import.meta.url));

interface Case {
  readonly eval_time: string;
}

interface Cases {
  readonly tests: readonly {
    readonly promql_expr_test?: readonly (Case & { readonly expr: string })[];
    readonly alert_rule_test?: readonly (Case & {
      readonly alertname: string;
      readonly exp_alerts: readonly unknown[];
    })[];
  }[];
}

function casesOf(file: string): Cases['tests'] {
  return (parse(readProjectFile(`deploy/prometheus/${file}`)) as Cases).tests;
}

for (const command of [
  ['check', 'config', 'prometheus.yml'],
  ['check', 'rules', 'recording-rules.yml', 'alert-rules.yml'],
  ['test', 'rules', 'recording-rules-test.yml', 'alert-rules-test.yml'],
]) {
  test(`promtool ${command.join(' ')} has nothing to say`, { skip }, () => {
    const { status, stdout, stderr } = spawnSync('promtool', command, { cwd: FOLDER, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /FAILED|error/i);
  });
}

test('every alert has a case in which it fires and one in which it does not', () => {
  const cases = casesOf('alert-rules-test.yml').flatMap(({ alert_rule_test = [] }) => alert_rule_test);
  for (const fires of [true, false]) {
    const without = ALERT_RULES.map(({ alert }) => alert).filter(
      (name) =>
        !cases.some(({ alertname, exp_alerts }) => alertname === name && exp_alerts.length > 0 === fires),
    );
    assert.deepEqual(without, [], fires ? 'fires' : 'does not fire');
  }
});

test('every recording rule has a case with its value', () => {
  const cases = casesOf('recording-rules-test.yml').flatMap(({ promql_expr_test = [] }) => promql_expr_test);
  const untested = RECORDING_RULES.filter(
    ({ record }) => !cases.some(({ expr }) => new RegExp(`(?<![\\w:])${record}(?![\\w:])`).test(expr)),
  );
  assert.deepEqual(untested, []);
});
