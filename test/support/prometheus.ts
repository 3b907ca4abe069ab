// Owns: a real Prometheus with the shipped files, started for a test, and questions to its HTTP API.
// Runs on: the test process. Must never: leave a process or a folder behind, or change what a rule computes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { request } from 'undici';
import { freePort } from './free-port.js';
import { readProjectFile } from './source-tree.js';
import { until } from './until.js';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface RuleState {
  readonly name: string;
  readonly type: 'recording' | 'alerting';
  readonly health: string;
  readonly lastError?: string;
}

export interface FiringAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** How often the test copy scrapes and evaluates. */
export const SCRAPE_SECONDS = 1;

export class Prometheus {
  constructor(readonly url: string) {}

  /** The present value of an expression, a series each. Throws when Prometheus refuses it. */
  async query(expr: string): Promise<readonly Series[]> {
    const { result } = await this.#get<{
      result: { metric: Record<string, string>; value: [number, string] }[];
    }>(`query?query=${encodeURIComponent(expr)}`);
    return result.map(({ metric, value: [, text] }) => ({
      labels: metric,
      value: Number(text.replace('Inf', 'Infinity')),
    }));
  }

  async labelValues(label: string, selector: string): Promise<readonly string[]> {
    return this.#get(`label/${label}/values?match[]=${encodeURIComponent(selector)}`);
  }

  async rules(): Promise<readonly RuleState[]> {
    const { groups } = await this.#get<{ groups: { rules: RuleState[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  async alerts(): Promise<readonly FiringAlert[]> {
    return (await this.#get<{ alerts: FiringAlert[] }>('alerts')).alerts;
  }

  async #get<T>(path: string): Promise<T> {
    const { statusCode, body } = await request(`${this.url}/api/v1/${path}`);
    const text = await body.text();
    assert.equal(statusCode, 200, `${decodeURIComponent(path)}: ${text}`);
    return (JSON.parse(text) as { data: T }).data;
  }
}

/**
 * The shipped configuration with these targets in place of the one of the compose file, quicker, and with alerts that fire as
 * soon as they hold. Everything else stays as it is shipped.
 */
function writeConfiguration(directory: string, targets: readonly string[]): string {
  const list = targets.map((target) => `'${target}'`).join(', ');
  const configuration = replaceOnce(
    readProjectFile('deploy/prometheus/prometheus.yml')
      .replace('scrape_interval: 5s', `scrape_interval: ${SCRAPE_SECONDS}s`)
      .replace('scrape_timeout: 4s', `scrape_timeout: ${SCRAPE_SECONDS}s`)
      .replace('evaluation_interval: 5s', `evaluation_interval: ${SCRAPE_SECONDS}s`),
    '["llm-mock-1c1g:8080"]',
    `[${list}]`,
  );
  const file = join(directory, 'prometheus.yml');
  writeFileSync(file, configuration);
  for (const rules of ['recording-rules.yml', 'alert-rules.yml']) {
    const text = readProjectFile(`deploy/prometheus/${rules}`).replaceAll(/^( +)for: \w+$/gm, '$1for: 0s');
    writeFileSync(join(directory, rules), text);
  }
  return file;
}

function replaceOnce(text: string, part: string, other: string): string {
  assert.equal(text.split(part).length, 2, `${part} is not there once`);
  return text.replace(part, other);
}

/** Starts the `prometheus` of this machine and waits until it serves and each of the targets was scraped. */
export async function startPrometheus(targets: readonly string[]): Promise<Prometheus> {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-prometheus-'));
  mkdirSync(join(directory, 'data'));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${writeConfiguration(directory, targets)}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const closed = once(child, 'close');
  after(async () => {
    child.kill('SIGKILL');
    await closed;
    rmSync(directory, { recursive: true });
  });
  const prometheus = new Prometheus(`http://${address}`);
  await until(async () => {
    assert.equal(child.exitCode, null, log);
    return isReady(prometheus, targets.length);
  }, 'Prometheus has scraped every target');
  return prometheus;
}

/** Whether it serves, and has scraped so many targets. */
export async function isReady(prometheus: Prometheus, targets: number): Promise<boolean> {
  const ready = await request(`${prometheus.url}/-/ready`).catch(() => null);
  await ready?.body.dump();
  if (ready?.statusCode !== 200) return false;
  return (await prometheus.query('up == 1')).length === targets;
}
