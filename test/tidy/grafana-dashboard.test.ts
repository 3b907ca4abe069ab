/**
 * Holds the dashboard that is checked in to the code that builds it, and both to the metrics that the server has.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURE_ROWS } from '../../dist/shared/figures.js';
import { ENDPOINTS, MODEL_ENDPOINTS } from '../../dist/shared/labels.js';
import { SharedState } from '../../dist/shared/state.js';
import { createMetricsRenderer } from '../../dist/telemetry/metrics/metrics.js';
import { parseMetrics } from '../support/metrics-text.js';
import {
  ALERT_RULES,
  DASHBOARD,
  DASHBOARD_FILE,
  DASHBOARD_QUERIES,
  metricsIn,
  RECORDING_RULES,
  splitAlert,
  VARIABLE_QUERIES,
} from '../support/monitoring.js';
import { readProjectFile } from '../support/source-tree.js';

const COLUMNS = 24;
const panels = DASHBOARD.panels.filter(({ type }) => type !== 'row');

/** Built by `npm run build:deploy`; without types here, since the image's tests are compiled without deploy/. */
const BUILT = new URL('../../deploy/dist/grafana/build-dashboard.js', import.meta.url);

test('the dashboard is what its code builds; npm run grafana:dashboard writes it', async () => {
  const { renderDashboard } = (await import(BUILT.href)) as { renderDashboard(): string };
  assert.equal(readProjectFile(DASHBOARD_FILE), renderDashboard());
});

test('every panel says what it shows, in which unit, and asks the chosen Prometheus', () => {
  for (const { title, description = '', datasource, targets = [], fieldConfig } of panels) {
    assert.match(description, /^[A-Z`0-9].{20,}\.$/, title);
    assert.ok(fieldConfig?.defaults.unit, title);
    assert.deepEqual(datasource, { type: 'prometheus', uid: '$datasource' }, title);
    assert.ok(targets.length > 0, title);
    assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
  }
});

test('every line of a graph has a name', () => {
  for (const { title, targets = [] } of panels.filter(({ type }) => type === 'timeseries')) {
    for (const { refId, legendFormat } of targets) assert.ok(legendFormat, `${title} ${refId}`);
  }
});

test('panels have numbers of their own, fill the width of the grid and do not overlap', () => {
  const ids = DASHBOARD.panels.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const taken = new Map<string, string>();
  for (const { title, gridPos } of DASHBOARD.panels) {
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        assert.equal(taken.get(`${x},${y}`), undefined, `${title} lies on another`);
        assert.ok(x < COLUMNS, title);
        taken.set(`${x},${y}`, title);
      }
    }
  }
  const rows = Math.max(...DASHBOARD.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  assert.equal(taken.size, rows * COLUMNS, 'there is a gap');
});

test('rates are over the window that Grafana works out, and nothing else is', () => {
  for (const { where, expr } of DASHBOARD_QUERIES)
    assert.doesNotMatch(expr, /\[(?!\$__rate_interval\])/, where);
});

test('pages are left out of the replies, on the dashboard and in the rules, and nothing else is', () => {
  const exprs = [...DASHBOARD_QUERIES, ...RECORDING_RULES].map(({ expr }) => expr);
  const filters = new Set(
    exprs
      .filter((expr) => expr.includes('llm_mock_requests_total'))
      .map((expr) => /endpoint!~"([^"]+)"/.exec(expr)?.[1]),
  );
  assert.equal(filters.size, 1);
  const pages = new RegExp(`^(?:${[...filters][0]})$`);
  const counted = ENDPOINTS.filter((endpoint) => !pages.test(endpoint));
  assert.deepEqual(counted, [...MODEL_ENDPOINTS, 'other']);
});

test('the verdict and the alerts have the same thresholds', () => {
  const verdict = DASHBOARD.panels.find(({ title }) => title === 'Is it the mock?')?.targets?.[0]?.expr ?? '';
  const inVerdict = [...verdict.matchAll(/> bool ([\d.]+)/g)].map(([, threshold]) => Number(threshold));
  const alerts = ['LlmMockRejecting', 'LlmMockRepliesLate', 'LlmMockTokensLate', 'LlmMockEventLoopHeldUp'];
  const inAlerts = alerts.map((name) => {
    const rule = ALERT_RULES.find(({ alert }) => alert === name);
    return splitAlert(rule ?? assert.fail(name)).threshold;
  });
  assert.deepEqual(inVerdict, inAlerts);
});

/** Metrics that are on no panel, and why; of figures their rows say it. What VLLM_METRICS adds is known under other names. */
const NOT_ON_THE_DASHBOARD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    FIGURE_ROWS.flatMap(([, { metric, offDashboard }]) =>
      metric && offDashboard ? [[metric, offDashboard]] : [],
    ),
  ),
};

async function metricsOfTheServer(): Promise<readonly string[]> {
  const facts = {
    build: { version: '0.0.0', node: '0', uwebsockets: '0' },
    fileDescriptorsMax: null,
    startedAtSeconds: 0,
  };
  const page = await createMetricsRenderer(SharedState.create(1, 2), facts)();
  return [...parseMetrics(page).keys()];
}

test('every metric of the server is on the dashboard, or left out for a reason', async () => {
  const shown = new Set(DASHBOARD_QUERIES.flatMap(({ expr }) => metricsIn(expr)));
  const missing = (await metricsOfTheServer()).filter((name) => !shown.has(name));
  assert.deepEqual(missing.sort(), Object.keys(NOT_ON_THE_DASHBOARD).sort());
});

test('every metric that a query or a rule names is one of the server', async () => {
  const known = new Set(await metricsOfTheServer());
  const all = [
    ...DASHBOARD_QUERIES,
    ...VARIABLE_QUERIES,
    ...RECORDING_RULES.map(({ record, expr }) => ({ where: record, expr })),
    ...ALERT_RULES.map(({ alert, expr }) => ({ where: alert, expr })),
  ];
  const named = all.flatMap(({ where, expr }) => metricsIn(expr).map((name) => ({ where, name })));
  assert.ok(named.length > 50, 'too few names were found');
  assert.deepEqual(
    named.filter(({ name }) => !known.has(name)),
    [],
  );
});

test('every recorded series that a rule names is recorded', () => {
  const recorded = new Set(RECORDING_RULES.map(({ record }) => record));
  const names = [...RECORDING_RULES, ...ALERT_RULES].flatMap(
    ({ expr }) => expr.replaceAll(/"[^"]*"/g, '""').match(/\w+:\w+:\w+/g) ?? [],
  );
  assert.deepEqual(
    names.filter((name) => !recorded.has(name)),
    [],
  );
});
