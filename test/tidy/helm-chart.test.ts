/**
 * Holds the Helm chart to itself and to the product: values, schema, table, settings, versions.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { SETTINGS } from '../../dist/config/settings/settings.js';
import { CHART, chartValues } from '../docs/helm-values.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(readProjectFile(`${CHART}/values.schema.json`)) as Schema;
const defaults = parse(readProjectFile(`${CHART}/values.yaml`)) as unknown;
const isValid = new Ajv({ strict: false }).compile(schema);

/** The parts of the values that the schema names, as in the table. */
function named({ properties }: Schema, prefix = ''): readonly string[] {
  return Object.entries(properties ?? {}).flatMap(([name, below]) =>
    below.properties === undefined ? [`${prefix}${name}`] : named(below, `${prefix}${name}.`),
  );
}

test('every value of the chart has a sentence and a place in the schema, and the schema has no other', () => {
  const inSchema = named(schema).filter((name) => name !== 'global');
  assert.deepEqual(
    inSchema.toSorted(),
    chartValues()
      .map(({ name }) => name)
      .toSorted(),
  );
});

test('the schema takes the defaults, and no value that the chart does not know or that makes no sense', () => {
  assert.ok(isValid(defaults), JSON.stringify(isValid.errors));
  for (const wrong of [
    { replicas: 3 },
    { replicaCount: '3' },
    { settings: { max_concurrent: 1 } },
    { settings: { PORT: 1 } },
    { reload: 'never' },
    { service: { port: 0 } },
    { shutdown: { delaySeconds: -1 } },
  ]) {
    assert.equal(isValid(wrong), false, JSON.stringify(wrong));
  }
});

test('the variables that the chart sets are settings, and nobody can give them twice', () => {
  const deployment = readProjectFile(`${CHART}/templates/deployment.yaml`);
  const known = new Set<string>(SETTINGS.map(({ env }) => env));
  const set = [...deployment.matchAll(/(?:name: |")([A-Z][A-Z0-9]*_?[A-Z0-9_]*)[",]/g)].map(
    ([, name]) => name ?? '',
  );
  assert.ok(set.includes('PORT') && set.includes('MODELS_FILE') && set.includes('PEERS'));
  assert.deepEqual(
    set.filter((name) => !known.has(name)),
    [],
  );
  // VLLM_METRICS may be: then the chart leaves it out.
  for (const name of [...set, 'ADMIN_KEY'].filter((one) => one !== 'VLLM_METRICS')) {
    assert.equal(isValid({ settings: { [name]: '1' } }), false, name);
  }
});

test('the chart is of the version that it installs', () => {
  const { version } = JSON.parse(readProjectFile('package.json')) as { version: string };
  const chart = parse(readProjectFile(`${CHART}/Chart.yaml`)) as { appVersion: string };
  assert.equal(chart.appVersion, version);
});

test('the chart has the dashboard itself, and no copy of it', () => {
  const [dashboard] = filesBelow('deploy/grafana/dashboards');
  assert.ok(filesBelow(`${CHART}/files`).includes(`${CHART}/files/llm-mock.json`));
  assert.equal(readProjectFile(`${CHART}/files/llm-mock.json`), readProjectFile(dashboard as string));
});

test('every value is used by a template, and templates use no other', () => {
  const used = new Set(
    filesBelow(`${CHART}/templates`).flatMap((path) =>
      [...readProjectFile(path).matchAll(/(?:\.Values|\$values)\.([A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)/g)].map(
        ([, name]) => name ?? '',
      ),
    ),
  );
  // By names in a list.
  for (const name of ['config', 'models', 'scenario', 'nodeSelector', 'affinity', 'tolerations'])
    used.add(name);
  assert.deepEqual(
    [...used].toSorted(),
    chartValues()
      .map(({ name }) => name)
      .toSorted(),
  );
});
