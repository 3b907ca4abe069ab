// Owns: the files in deploy/ as tests look at them: rules, the dashboard's queries, the metrics that both name.
// Runs on: the test process. Must never: know what should be in them; it reads.

import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { readProjectFile } from './source-tree.js';

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

function rulesOf<T>(file: string): readonly T[] {
  const { groups } = parse(readProjectFile(`deploy/prometheus/${file}`)) as { groups: { rules: T[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export const RECORDING_RULES = rulesOf<RecordingRule>('recording-rules.yml');
export const ALERT_RULES = rulesOf<AlertRule>('alert-rules.yml');

/** What an alert compares, the comparison, and with what. */
export function splitAlert({ alert, expr }: AlertRule): {
  left: string;
  operator: string;
  threshold: number;
} {
  const [, left, operator, threshold] = /^(\S+) ([<>]) ([\d.]+)$/.exec(expr) ?? [];
  assert.ok(
    left !== undefined && operator !== undefined,
    `${alert} is not one series against one number: ${expr}`,
  );
  return { left, operator, threshold: Number(threshold) };
}

/** The parts of Grafana's model that tests look at. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly {
    readonly expr: string;
    readonly refId: string;
    readonly legendFormat: string;
  }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
}

interface Variable {
  readonly name: string;
  readonly query: string;
  readonly allValue?: string;
  readonly current?: { readonly value: string | readonly string[] };
}

export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
}

export const DASHBOARD_FILE = 'deploy/grafana/dashboards/llm-mock.json';
export const DASHBOARD = JSON.parse(readProjectFile(DASHBOARD_FILE)) as Dashboard;

export interface Query {
  /** What to look for when it fails. */
  readonly where: string;
  readonly expr: string;
}

/** Every query of the dashboard, as written. */
export const DASHBOARD_QUERIES: readonly Query[] = [
  ...DASHBOARD.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ refId, expr }) => ({ where: `panel "${title}", query ${refId}`, expr })),
  ),
  ...DASHBOARD.annotations.list.map(({ name, expr }) => ({ where: `annotation "${name}"`, expr })),
];

/** What the choices at the top of the dashboard are filled from: a metric and the label whose values are listed. */
export const VARIABLE_QUERIES = DASHBOARD.templating.list.flatMap(({ name, query }) => {
  const [, expr, label] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
  return expr === undefined || label === undefined ? [] : [{ where: `variable ${name}`, expr, label }];
});

/** As Grafana does with nothing chosen: the present value of a variable, and for "All" its stand-in. */
export function fillIn(expr: string, windowSeconds: number): string {
  const filled = DASHBOARD.templating.list.reduce(
    (text, { name, current, allValue }) => {
      const value = [current?.value ?? ''].flat()[0] as string;
      return text.replaceAll(`$${name}`, value === '$__all' ? (allValue ?? assert.fail(name)) : value);
    },
    expr.replaceAll('$__rate_interval', `${windowSeconds}s`),
  );
  assert.doesNotMatch(filled, /\$/, 'a variable is left');
  return filled;
}

/** The names of the server's own metrics in an expression; those of a histogram's parts are its own. */
export function metricsIn(expr: string): readonly string[] {
  const withoutTexts = expr.replaceAll(/"[^"]*"/g, '""');
  const names = withoutTexts.match(/(?<![\w:])(?:llm_mock|process|vllm)_\w+(?![\w:])/g) ?? [];
  return names.map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
}
