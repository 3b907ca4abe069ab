// Owns: what has to hold of every query and every rule on a Prometheus that scrapes a loaded mock.
// Runs on: the test process. Must never: be told which queries there are; it takes them from the shipped files.

import assert from 'node:assert/strict';
import {
  ALERT_RULES,
  DASHBOARD_QUERIES,
  fillIn,
  type Query,
  RECORDING_RULES,
  splitAlert,
  VARIABLE_QUERIES,
} from './monitoring.js';
import type { Prometheus } from './prometheus.js';
import { until } from './until.js';

/** Everything that is asked, ready to be sent: the dashboard's queries, what rules record, what alerts compare. */
function everyQuery(windowSeconds: number): readonly Query[] {
  return [
    ...DASHBOARD_QUERIES.map(({ where, expr }) => ({ where, expr: fillIn(expr, windowSeconds) })),
    ...RECORDING_RULES.flatMap(({ record, expr }) => [
      { where: `expression of ${record}`, expr },
      { where: `record ${record}`, expr: record },
    ]),
    ...ALERT_RULES.map((rule) => ({ where: `left side of ${rule.alert}`, expr: splitAlert(rule).left })),
  ];
}

/** The queries that give no series with a number, a sentence each. `windowSeconds` stands for $__rate_interval. */
async function queriesWithoutData(prometheus: Prometheus, windowSeconds: number): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const { where, expr } of everyQuery(windowSeconds)) {
    const series = await prometheus.query(expr);
    if (series.length === 0) complaints.push(`${where}: no series: ${expr}`);
    else if (series.every(({ value }) => Number.isNaN(value))) complaints.push(`${where}: NaN: ${expr}`);
  }
  return complaints;
}

/** Waits until every query has data; fails with those that do not get any. */
export async function everyQueryHasData(
  prometheus: Prometheus,
  windowSeconds: number,
  deadlineMs: number,
): Promise<void> {
  let missing: readonly string[] = [];
  await until(
    async () => {
      missing = await queriesWithoutData(prometheus, windowSeconds);
      return missing.length === 0;
    },
    'every query has data',
    deadlineMs,
  ).catch((error: Error) => assert.fail(`${error.message}:\n${missing.join('\n')}`));
}

/** The dashboard's choices hold what is there. */
export async function checkVariables(prometheus: Prometheus, instances: readonly string[]): Promise<void> {
  const values: Record<string, readonly string[]> = {};
  for (const { where, expr, label } of VARIABLE_QUERIES) {
    values[where] = await prometheus.labelValues(label, fillIn(expr, 1));
  }
  assert.deepEqual(values, {
    'variable job': ['llm-mock'],
    'variable instance': [...instances].sort(),
    // None of them has a models file.
    'variable model': ['other'],
  });
}

/** Prometheus has read every rule of the shipped files, evaluated it, and has nothing to say against it. */
export async function checkRulesHealth(prometheus: Prometheus): Promise<void> {
  const rules = await prometheus.rules();
  assert.deepEqual(
    rules.map(({ name, health, lastError = '' }) => ({ name, health, lastError })),
    [...ALERT_RULES.map(({ alert }) => alert), ...RECORDING_RULES.map(({ record }) => record)]
      .map((name) => ({ name, health: 'ok', lastError: '' }))
      .sort(
        (a, b) =>
          rules.findIndex(({ name }) => name === a.name) - rules.findIndex(({ name }) => name === b.name),
      ),
  );
}

/** What operators read must be filled in: no template is left, and none has failed. */
export async function checkAlertTexts(prometheus: Prometheus): Promise<void> {
  for (const { labels, annotations } of await prometheus.alerts()) {
    for (const text of Object.values(annotations))
      assert.doesNotMatch(text, /\{\{|<error|<no value>|NaN/, labels.alertname);
  }
}
