/**
 * The compose file's profile `monitoring` as it is shipped: the mock and Prometheus run in containers, and every query of the
 * dashboard and every rule is asked through the published port. Grafana's image is not started here; see docs/monitoring.md.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { request } from 'undici';
import { docker } from '../support/docker.js';
import { freePort } from '../support/free-port.js';
import {
  checkAlertTexts,
  checkRulesHealth,
  checkVariables,
  everyQueryHasData,
} from '../support/monitoring-checks.js';
import { LOADED_SETTINGS, startLoad } from '../support/monitoring-load.js';
import { isReady, Prometheus } from '../support/prometheus.js';
import { until } from '../support/until.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROJECT = `llm-mock-monitoring-${process.pid}`;
const INSTANCE = 'llm-mock-1c1g:8080';
/** Four scrapes, as Grafana makes it of the data source's five seconds. */
const WINDOW_SECONDS = 20;

const run = promisify(execFile);
const ports = {
  PORT_1C1G: String(await freePort()),
  HTTP10_PORT_1C1G: String(await freePort()),
  PROMETHEUS_PORT: String(await freePort()),
  GRAFANA_PORT: String(await freePort()),
};
const prometheus = new Prometheus(`http://127.0.0.1:${ports.PROMETHEUS_PORT}`);

async function compose(...args: string[]): Promise<string> {
  const env = { ...process.env, ...LOADED_SETTINGS, ...ports };
  const all = ['compose', '--project-name', PROJECT, '--profile', 'monitoring', ...args];
  return (await run('docker', all, { cwd: ROOT, env })).stdout;
}

/** Takes memory until 93 % of the container's limit are in use, and holds it until the container ends. */
const HOG = `
  const { existsSync, readFileSync } = require('node:fs');
  const v2 = existsSync('/sys/fs/cgroup/memory.current');
  const folder = v2 ? '/sys/fs/cgroup/' : '/sys/fs/cgroup/memory/';
  const used = () => Number(readFileSync(folder + (v2 ? 'memory.current' : 'memory.usage_in_bytes'), 'utf8'));
  const held = [];
  setInterval(() => {
    for (let i = 0; i < 8 && used() < 2 ** 30 * 0.93; i++) held.push(Buffer.alloc(2 << 20, 1));
  }, 15);
`;

interface ComposedService {
  readonly depends_on: Readonly<Record<string, unknown>>;
  readonly ports: readonly {
    readonly host_ip: string;
    readonly published: string;
    readonly target: number;
  }[];
  readonly volumes: readonly {
    readonly source: string;
    readonly target: string;
    readonly read_only: boolean;
  }[];
  readonly environment: Readonly<Record<string, string>>;
}

// One test with parts: what was started before a start failed is removed all the same.
test('the profile `monitoring` of the compose file, without Grafana', async (t) => {
  after(() => compose('down', '--volumes', '--timeout', '0'));
  await compose('up', '--detach', '--no-build', 'llm-mock-1c1g', 'prometheus');
  await until(() => isReady(prometheus, 1), 'Prometheus has scraped the mock', 60_000);

  await t.test(
    'every query of the dashboard and every rule has data to tell of the mock of the compose file',
    async () => {
      const load = await startLoad(`http://127.0.0.1:${ports.PORT_1C1G}`);
      await everyQueryHasData(prometheus, WINDOW_SECONDS, 60_000);
      await checkVariables(prometheus, [INSTANCE]);
      await checkRulesHealth(prometheus);
      await checkAlertTexts(prometheus);
      await load.stop();
    },
  );

  await t.test(
    'the figures are those of the container: its limit on memory and on descriptors, and what runs in it',
    async () => {
      const value = async (query: string): Promise<number | undefined> =>
        (await prometheus.query(query))[0]?.value;
      assert.equal(await value('llm_mock_memory_total_bytes'), 2 ** 30);
      assert.equal(await value('llm_mock_file_descriptors_max'), 20_000);
      assert.equal(await value('instance:llm_mock_refused_for_descriptors:increase1m'), 0);
      const [build] = await prometheus.query('llm_mock_build_info');
      assert.equal(build?.labels.job, 'llm-mock');
    },
  );

  await t.test(
    'a mock whose container is short of memory fires, as configured after 15 seconds',
    async () => {
      const id = (await compose('ps', '--quiet', 'llm-mock-1c1g')).trim();
      await docker('exec', '--detach', id, 'node', '--max-old-space-size=2048', '--eval', HOG);
      const states = async () =>
        (await prometheus.alerts())
          .filter(({ labels }) => labels.alertname === 'LlmMockMemoryNearLimit')
          .map(({ state, labels, annotations }) => `${state} ${labels.instance} ${annotations.description}`);
      await until(async () => /^pending /.test((await states())[0] ?? ''), 'the alert is pending', 30_000);
      await until(async () => /^firing /.test((await states())[0] ?? ''), 'the alert fires', 30_000);
      assert.match(
        (await states())[0] ?? '',
        /^firing llm-mock-1c1g:8080 (?:8[5-9]|9[0-4])\.?\d*% of the limit are in use;/,
      );
    },
  );

  await t.test('nobody can reload, stop or empty Prometheus through its published port', async () => {
    for (const path of ['/-/reload', '/-/quit']) {
      const { statusCode } = await request(`${prometheus.url}${path}`, { method: 'POST' });
      assert.equal(statusCode, 403, path);
    }
    const { statusCode, body } = await request(
      `${prometheus.url}/api/v1/admin/tsdb/delete_series?match[]=up`,
      {
        method: 'POST',
      },
    );
    assert.match(await body.text(), /admin APIs disabled/);
    assert.notEqual(statusCode, 204);
    assert.equal((await prometheus.query('up')).length, 1);
  });

  await t.test('Prometheus runs read-only, without capabilities, and on a loopback port', async () => {
    const id = (await compose('ps', '--quiet', 'prometheus')).trim();
    const [{ HostConfig }] = JSON.parse(await docker('inspect', id));
    assert.equal(HostConfig.ReadonlyRootfs, true);
    assert.deepEqual(HostConfig.CapDrop, ['ALL']);
    assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges:true']);
    assert.equal(HostConfig.Memory, 512 * 2 ** 20);
    assert.deepEqual(HostConfig.PortBindings, {
      '9090/tcp': [{ HostIp: '127.0.0.1', HostPort: ports.PROMETHEUS_PORT }],
    });
  });

  await t.test('the profile also has Grafana, with its files, and waits for Prometheus', async () => {
    const { services } = JSON.parse(await compose('config', '--format', 'json')) as {
      services: Readonly<Record<string, ComposedService>>;
    };
    assert.deepEqual(Object.keys(services).sort(), ['grafana', 'llm-mock-1c1g', 'prometheus']);
    const { depends_on, ports: published, volumes, environment } = services.grafana as ComposedService;
    assert.deepEqual(Object.keys(depends_on), ['prometheus']);
    assert.deepEqual(
      published.map(({ host_ip, published: port, target }) => [host_ip, port, target]),
      [['127.0.0.1', ports.GRAFANA_PORT, 3000]],
    );
    assert.deepEqual(
      volumes.map(({ source, target, read_only }) => [source.replace(ROOT, ''), target, read_only]),
      [
        ['deploy/grafana/provisioning/datasources', '/etc/grafana/provisioning/datasources', true],
        ['deploy/grafana/provisioning/dashboards', '/etc/grafana/provisioning/dashboards', true],
        ['deploy/grafana/dashboards', '/etc/dashboards', true],
      ],
    );
    assert.equal(environment.GF_AUTH_ANONYMOUS_ENABLED, 'true');
  });
});
