/**
 * What the chart makes of the five sets of values, as a real API server sees it: nothing is unknown, out of bounds or insecure.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CHART, command, createNamespace, kubectl, noCluster } from '../support/kubernetes.js';
import { missingTool } from '../support/readme.js';
import { filesBelow } from '../support/source-tree.js';

const NAMESPACE = 'llm-mock-manifests-test';
const SETS = filesBelow('test/fixtures/helm').filter((path) => path.endsWith('.values.yaml'));
/** It has the definition of ServiceMonitor. */
const OPERATOR = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';
const DEFINITION = 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml';

async function hasServiceMonitors(): Promise<boolean> {
  return (await kubectl('get', 'crd', 'servicemonitors.monitoring.coreos.com', '--ignore-not-found')) !== '';
}

/** Where the cluster has no definition of ServiceMonitor it gets one meanwhile. Resolves with why that cannot be, or false. */
async function defineServiceMonitors(): Promise<string | false> {
  if (await hasServiceMonitors()) return false;
  const noGo = missingTool(['go']);
  if (noGo) return `the cluster has no ServiceMonitor, and ${noGo}, which would fetch one`;
  const { stdout } = await command('go', ['mod', 'download', '-json', OPERATOR]);
  const file = `${(JSON.parse(stdout) as { Dir: string }).Dir}/${DEFINITION}`;
  await kubectl('create', '--filename', file);
  after(() => kubectl('delete', '--filename', file));
  await kubectl('wait', '--for', 'condition=established', '--filename', file);
  return false;
}

// One test with parts: what is made before them goes after them.
test('a real API server takes the chart', { skip: noCluster }, async (t) => {
  await createNamespace(NAMESPACE);
  const missing = await defineServiceMonitors();

  for (const values of SETS) {
    await t.test(`all of ${values}, and warns of nothing`, async (part) => {
      if (values.includes('watched') && missing) return part.skip(missing);
      // For the cluster's version, and with what helm itself checks.
      const words = ['template', '--validate', 'mock', CHART, '--namespace', NAMESPACE, '--values', values];
      const { stdout: manifests } = await command('helm', words);
      const { stdout, stderr } = await command(
        'kubectl',
        ['apply', '--dry-run=server', '--validate=strict', '--namespace', NAMESPACE, '--filename', '-'],
        manifests,
      );
      assert.equal(stderr, '');
      const lines = stdout.trimEnd().split('\n');
      assert.equal(lines.length, manifests.match(/^kind: /gm)?.length);
      for (const line of lines) assert.match(line, /created \(server dry run\)$/);
    });
  }
});
