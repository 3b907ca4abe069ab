// Owns: releases of the Helm chart in a real cluster, each in a namespace of its own that lets restricted pods alone in.
// Runs on: the test process, which needs kubectl, helm and a cluster that KUBECONFIG names. Must never: take the cluster of a
// configuration that nobody named, or touch what it did not make.

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { IMAGE } from './docker.js';
import { missingTool } from './readme.js';

export const CHART = 'deploy/helm/llm-mock-server';
/** Where the node ports are reached. */
const NODE = process.env.KUBERNETES_NODE ?? '127.0.0.1';
const WAIT = '180s';
const run = promisify(execFile);

/** For `test(…, { skip }, …)`: why nothing can be run here, or false. */
export const noCluster: string | false = process.env.KUBECONFIG
  ? missingTool(['kubectl', 'helm']) || unreachable()
  : 'KUBECONFIG names no cluster';

function unreachable(): string | false {
  const { status } = spawnSync('kubectl', ['get', '--raw', '/readyz', '--request-timeout', '5s']);
  return status === 0 ? false : 'no cluster answers at what KUBECONFIG names';
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Rejects, with what it said, when the command fails. */
export async function command(file: string, words: readonly string[], input = ''): Promise<Output> {
  const running = run(file, words, { maxBuffer: 64 << 20 });
  running.child.stdin?.end(input);
  return running;
}

export async function kubectl(...words: readonly string[]): Promise<string> {
  return (await command('kubectl', words)).stdout.trimEnd();
}

export async function apply(manifest: object): Promise<void> {
  await command('kubectl', ['apply', '--filename', '-'], JSON.stringify(manifest));
}

/** A namespace that says of each pod which is not restricted, and lets none of them in. It goes with the test. */
export async function createNamespace(name: string): Promise<string> {
  const label = 'pod-security.kubernetes.io';
  const labels = { [`${label}/enforce`]: 'restricted', [`${label}/warn`]: 'restricted' };
  const gone = () => kubectl('delete', 'namespace', name, '--ignore-not-found', '--timeout', WAIT);
  await gone();
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  after(gone);
  return name;
}

export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly podIP?: string;
    readonly containerStatuses?: readonly { readonly ready: boolean; readonly restartCount: number }[];
  };
}

/** Values of the chart, as JSON. */
export type Values = Readonly<Record<string, unknown>>;

/** What the tests' releases have in common: small ones, so that several fit on one node, reached from outside. */
function smallValues(): Values {
  const [, repository, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(IMAGE) ?? [];
  return {
    image: { repository, tag },
    service: { type: 'NodePort' },
    resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { cpu: '1', memory: '512Mi' } },
  };
}

export class Release {
  static readonly NAME = 'mock-llm-mock-server';
  url = '';

  private constructor(readonly namespace: string) {}

  /** Installs it in a namespace of its own, and waits until it is ready. */
  static async install(namespace: string, values: Values): Promise<Release> {
    const release = new Release(await createNamespace(namespace));
    await release.upgrade(values);
    const port = await release.kubectl(
      'get',
      'service',
      Release.NAME,
      '--output',
      'jsonpath={.spec.ports[0].nodePort}',
    );
    release.url = `http://${NODE}:${port}`;
    return release;
  }

  /** With these values alone; waits until what follows from them is ready. */
  async upgrade(values: Values): Promise<void> {
    const words = ['upgrade', '--install', 'mock', CHART, '--namespace', this.namespace, '--values', '-'];
    const all = JSON.stringify({ ...smallValues(), ...values });
    await command('helm', [...words, '--wait', '--timeout', WAIT], all).catch(async (error: unknown) => {
      const seen = await this.kubectl('get', 'pods,events', '--output', 'wide');
      throw new Error(`${error}\n${seen}`);
    });
  }

  async kubectl(...words: readonly string[]): Promise<string> {
    return kubectl('--namespace', this.namespace, ...words);
  }

  /** Those that are there to stay. */
  async pods(): Promise<readonly Pod[]> {
    const { items } = JSON.parse(await this.kubectl('get', 'pods', '--output', 'json')) as { items: Pod[] };
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** Starts every pod anew, as a change of the image would, and waits for the last one. */
  async restart(): Promise<void> {
    await this.kubectl('rollout', 'restart', `deployment/${Release.NAME}`);
    await this.kubectl('rollout', 'status', `deployment/${Release.NAME}`, '--timeout', WAIT);
  }

  /**
   * Asks for what `kubectl drain` asks for, for one pod: it goes, unless the budget says no. Resolves with whether it goes;
   * rejects when the answer is neither.
   */
  async evict(pod: string): Promise<boolean> {
    const metadata = { name: pod, namespace: this.namespace };
    const eviction = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata });
    const path = `/api/v1/namespaces/${this.namespace}/pods/${pod}/eviction`;
    try {
      await command('kubectl', ['create', '--raw', path, '--filename', '-'], eviction);
      return true;
    } catch (error) {
      assert.match(String(error), /violate the pod's disruption budget/);
      return false;
    }
  }
}
