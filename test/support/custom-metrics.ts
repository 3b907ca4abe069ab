// Owns: what an autoscaler asks for the load of pods, for a test: a Prometheus that scrapes the pods of a release, and a
// prometheus-adapter that answers for the API server. Runs on: the test process, and two of its own on the cluster's node.
// Must never: outlive the test, or take the place of an adapter that the cluster has.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { freePort } from './free-port.js';
import { apply, kubectl, type Release } from './kubernetes.js';
import { temporaryDirectory } from './readme.js';
import { until } from './until.js';

const API = 'v1beta1.custom.metrics.k8s.io';
const NAME = 'llm-mock-test-metrics';
const PORT_NAME = 'https';
const LOOK_FOR_PODS_MS = 1_000;

/** What is to be done when the test has ended. */
type Ends = (() => Promise<void>)[];

/** Resolves with why the adapter of the test may not answer, or false. */
export async function hasOtherAdapter(): Promise<string | false> {
  const service = 'jsonpath={.spec.service.name}';
  const there = await kubectl('get', 'apiservice', API, '--ignore-not-found', '--output', service);
  // One of a test that was killed is none.
  return there === '' || there === NAME ? false : 'the cluster has an adapter of its own';
}

/** Serves this metric of the release's pods under its own name until the test has ended; resolves when it can be asked for. */
export async function serveMetric(release: Release, metric: string): Promise<void> {
  // Before the folder goes: what was told first is done first.
  const ends: Ends = [];
  after(() => Promise.all(ends.map((end) => end())));
  const directory = temporaryDirectory();
  const prometheus = await startPrometheus(directory, ends);
  await followPods(release, join(directory, 'pods.json'), ends);
  await startAdapter(release, metric, prometheus, directory, ends);
  const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${release.namespace}/pods/*/${encodeURIComponent(metric)}`;
  const isServed = () =>
    kubectl('get', '--raw', path).then(
      (text) => (JSON.parse(text) as { items: unknown[] }).items.length > 0,
      () => false,
    );
  await until(isServed, 'the API server has the metric', 120_000);
}

/** Resolves with its URL. */
async function startPrometheus(directory: string, ends: Ends): Promise<string> {
  const file = join(directory, 'prometheus.json');
  const files = [join(directory, 'pods.json')];
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: 'llm-mock', file_sd_configs: [{ files, refresh_interval: '1s' }] }],
  };
  writeFileSync(file, JSON.stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const data = `--storage.tsdb.path=${join(directory, 'data')}`;
  run('prometheus', [`--config.file=${file}`, data, `--web.listen-address=${address}`], ends);
  return `http://${address}`;
}

/** Keeps the list of those that Prometheus scrapes what the pods are; Debian's has no discovery in Kubernetes. */
async function followPods(release: Release, file: string, ends: Ends): Promise<void> {
  const write = async () => {
    const targets = (await release.pods()).flatMap(({ metadata, status: { podIP } }) =>
      podIP === undefined
        ? []
        : [
            {
              targets: [`${podIP}:8080`],
              labels: { namespace: release.namespace, pod: metadata.name },
            },
          ],
    );
    // Prometheus is not to read half of it.
    writeFileSync(`${file}.new`, JSON.stringify(targets));
    renameSync(`${file}.new`, file);
  };
  await write();
  let going = true;
  const following = (async () => {
    while (going) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_FOR_PODS_MS));
      if (going) await write();
    }
  })();
  ends.push(async () => {
    going = false;
    await following;
  });
}

async function startAdapter(
  release: Release,
  metric: string,
  prometheus: string,
  directory: string,
  ends: Ends,
): Promise<void> {
  const file = join(directory, 'adapter.json');
  const overrides = { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } };
  const rule = {
    seriesQuery: `{__name__="${metric}",namespace!="",pod!=""}`,
    resources: { overrides },
    metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
  };
  writeFileSync(file, JSON.stringify({ rules: [rule] }));
  const where = 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}';
  // The API server asks for no address of the loopback.
  const address = await kubectl('get', 'nodes', '--output', where);
  const port = await freePort();
  const kubeconfig = process.env.KUBECONFIG as string;
  const words = [
    `--config=${file}`,
    `--prometheus-url=${prometheus}`,
    '--metrics-relist-interval=2s',
    '--metrics-max-age=30s',
    `--bind-address=${address}`,
    `--secure-port=${port}`,
    `--cert-dir=${join(directory, 'certificates')}`,
    ...['lister', 'authentication', 'authorization'].map((who) => `--${who}-kubeconfig=${kubeconfig}`),
  ];
  run('prometheus-adapter', words, ends);
  await register(release.namespace, address, port);
}

/** Has the API server ask the adapter, which is no pod. */
async function register(namespace: string, address: string, port: number): Promise<void> {
  after(() => kubectl('delete', 'apiservice', API, '--ignore-not-found'));
  const metadata = { name: NAME, namespace };
  const ports = [{ name: PORT_NAME, port: 443, protocol: 'TCP' }];
  await apply({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } });
  await apply({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': NAME } },
    addressType: 'IPv4',
    ports: [{ name: PORT_NAME, port, protocol: 'TCP' }],
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
  });
  await apply({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: API },
    spec: {
      group: 'custom.metrics.k8s.io',
      version: 'v1beta1',
      service: { name: NAME, namespace },
      insecureSkipTLSVerify: true,
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  });
}

/** Starts a program; when it ends before its time, the test fails with the last that it said. */
function run(file: string, words: readonly string[], ends: Ends): void {
  const child = spawn(file, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4_000);
  });
  const closed = once(child, 'close');
  let ending = false;
  void closed.then(() => {
    if (!ending) throw new Error(`${file} has ended: ${log}`);
  });
  ends.push(async () => {
    ending = true;
    child.kill('SIGKILL');
    await closed;
  });
}
