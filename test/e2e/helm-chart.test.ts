/**
 * What the Helm chart makes of five sets of values, against what it made when somebody last looked at it (`RECORD_HELM=1` writes that).
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { runCli } from '../support/child-process.js';
import { temporaryDirectory } from '../support/readme.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

const ROOT = new URL('../../', import.meta.url);
const CHART = 'deploy/helm/llm-mock-server';
const SETS = filesBelow('test/fixtures/helm').filter((path) => path.endsWith('.values.yaml'));
const DASHBOARD = readProjectFile('deploy/grafana/dashboards/llm-mock.json');
const skip = helm('version').status === 0 ? false : 'no helm in PATH';

interface Manifest {
  readonly kind: string;
  readonly spec?: {
    readonly template?: { readonly spec: PodSpec };
  };
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: object;
  readonly containers: readonly { readonly securityContext: object }[];
}

/** A helm that was built by itself takes a cluster for an old one, which the chart refuses. */
const CLUSTER = ['--kube-version', '1.33.0'];

function helm(...words: readonly string[]) {
  return spawnSync('helm', words, { cwd: ROOT, encoding: 'utf8' });
}

/** What is applied. The dashboard is the one that is checked in, and stands for itself. */
function rendered(values: string): string {
  const { status, stdout, stderr } = helm(
    'template',
    'mock',
    CHART,
    ...CLUSTER,
    '--namespace',
    'load',
    '--values',
    values,
  );
  assert.equal(status, 0, stderr);
  const indented = DASHBOARD.trimEnd().replace(/^(?=.)/gm, '    ');
  return stdout.replace(indented, '    (deploy/grafana/dashboards/llm-mock.json)').replace(/[ \t]+$/gm, '');
}

function manifests(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS() as Manifest;
  });
}

test('there are five sets of values, and helm finds nothing wrong with the chart for any of them', {
  skip,
}, () => {
  assert.equal(SETS.length, 5);
  for (const values of SETS) {
    const { status, stdout, stderr } = helm('lint', '--strict', CHART, '--values', values);
    assert.equal(status, 0, `${values}\n${stdout}${stderr}`);
  }
});

for (const values of SETS) {
  test(`${values} becomes what was looked at`, { skip }, () => {
    const golden = new URL(values.replace('.values.yaml', '.golden.yaml'), ROOT);
    const text = rendered(values);
    if (process.env.RECORD_HELM === '1') writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, 'utf8'));
  });

  test(`the pods of ${values} may do nothing but compute`, { skip }, () => {
    const [pod] = manifests(rendered(values)).flatMap(({ spec }) => spec?.template?.spec ?? []);
    assert.ok(pod !== undefined);
    const { containers, securityContext } = pod;
    assert.deepEqual(securityContext, {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const one of containers) {
      assert.deepEqual(one.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });
}

test('a pod is given as long as all that follows one after the other takes', { skip }, () => {
  const graces = ['one', 'settings'].map((name) => {
    const [pod] = manifests(rendered(`test/fixtures/helm/${name}.values.yaml`)).flatMap(
      ({ spec }) => spec?.template?.spec ?? [],
    );
    return pod?.terminationGracePeriodSeconds;
  });
  assert.deepEqual(graces, [0 + 5 + 65 + 5, 3 + 10 + 120 + 5]);
});

test('the files of the chart are files that the server takes', { skip }, async () => {
  const maps = manifests(rendered('test/fixtures/helm/files.values.yaml')).filter(
    ({ kind }) => kind === 'ConfigMap',
  );
  const data = (maps[0] as { data?: Readonly<Record<string, string>> }).data ?? {};
  assert.deepEqual(Object.keys(data), ['config.yaml', 'models.yaml', 'scenario.yaml']);
  const folder = temporaryDirectory();
  for (const [name, text] of Object.entries(data)) writeFileSync(join(folder, name), text);
  const { stdout, stderr } = await runCli(['--check'], {
    CONFIG_FILE: join(folder, 'config.yaml'),
    MODELS_FILE: join(folder, 'models.yaml'),
    SCENARIO_FILE: join(folder, 'scenario.yaml'),
  });
  assert.deepEqual([stdout, stderr], ['ok\n', '']);
});

test('a value that the chart does not know, or that makes no sense, is told by its name', { skip }, () => {
  for (const [value, name] of [
    ['replicas=3', 'replicas'],
    ['replicaCount=many', 'replicaCount'],
    ['settings.PORT=1', 'PORT'],
    ['reload=never', 'reload'],
  ] as const) {
    const { status, stderr } = helm('template', 'mock', CHART, ...CLUSTER, '--set', value);
    assert.notEqual(status, 0, value);
    assert.match(stderr, new RegExp(name));
  }
});

test('only what has changed rolls the pods: files that are read at the start, and models where nobody sends a signal', {
  skip,
}, () => {
  const files = 'test/fixtures/helm/files.values.yaml';
  const sumOf = (...more: readonly string[]): string => {
    const { stdout } = helm('template', 'mock', CHART, ...CLUSTER, '--values', files, ...more);
    return /checksum\/files: (\w+)/.exec(stdout)?.[1] ?? assert.fail(stdout);
  };
  const models = ['--set', 'models.models.gpt-4o.time_to_first_token=1s'];
  assert.equal(sumOf(), sumOf(...models));
  assert.notEqual(sumOf(), sumOf('--set', 'config.settings.QUEUE_SIZE=7'));
  const restart = ['--set', 'reload=restart'];
  assert.notEqual(sumOf(...restart), sumOf(...restart, ...models));
});
