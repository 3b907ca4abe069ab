/**
 * Holds the services of the compose file's profile `monitoring` to what they are promised to be, and to the files they load.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { DASHBOARD_FILE } from '../support/monitoring.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

interface Service {
  readonly profiles: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const { services } = parse(readProjectFile('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
const monitored = Object.entries(services).filter(([, { profiles }]) => profiles.includes('monitoring'));
const [prometheus, grafana] = [services.prometheus as Service, services.grafana as Service];

interface Mount {
  readonly source: string;
  readonly target: string;
  readonly mode: string | undefined;
}

function mountsOf({ volumes = [] }: Service): readonly Mount[] {
  return volumes.map((volume) => {
    const [source = '', target = '', mode] = volume.split(':');
    return { source, target, mode };
  });
}

test('the profile has the mock, Prometheus and Grafana, each hardened and limited', () => {
  assert.deepEqual(
    monitored.map(([name]) => name),
    ['llm-mock-1c1g', 'prometheus', 'grafana'],
  );
  for (const [name, service] of monitored) {
    assert.equal(service.read_only, true, name);
    assert.deepEqual(service.cap_drop, ['ALL'], name);
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
    assert.match(service.mem_limit ?? '', /^\d+[mg]$/, name);
  }
});

test('who watches is reachable from this machine alone', () => {
  assert.deepEqual(
    [...(prometheus.ports ?? []), ...(grafana.ports ?? [])].map((port) =>
      port.replace(/\$\{\w+:-(\d+)\}/, '$1'),
    ),
    ['127.0.0.1:9090:9090', '127.0.0.1:3000:3000'],
  );
});

test('nobody can change Prometheus, and nobody is admin of Grafana', () => {
  assert.deepEqual(
    prometheus.command?.filter((flag) => flag.startsWith('--web')),
    [],
  );
  const { environment = {} } = grafana;
  assert.equal(environment.GF_AUTH_ANONYMOUS_ORG_ROLE, 'Viewer');
  assert.equal(environment.GF_AUTH_DISABLE_LOGIN_FORM, 'true');
  assert.equal(environment.GF_AUTH_BASIC_ENABLED, 'false');
  assert.equal(environment.GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION, 'true');
});

test('every folder of the project that is mounted exists, and is mounted read-only', () => {
  const ours = [...mountsOf(prometheus), ...mountsOf(grafana)].filter(({ source }) =>
    source.startsWith('./'),
  );
  assert.equal(ours.length, 4);
  for (const { source, mode } of ours) {
    assert.equal(mode, 'ro', source);
    assert.ok(filesBelow(source.slice(2)).length > 0, source);
  }
});

test('Grafana finds its dashboard where it is mounted, at start-up and as the home page', () => {
  const folder = DASHBOARD_FILE.replace(/\/[^/]+$/, '');
  const target = mountsOf(grafana).find(({ source }) => source === `./${folder}`)?.target;
  const { providers } = parse(readProjectFile('deploy/grafana/provisioning/dashboards/llm-mock.yml')) as {
    providers: readonly { options: { path: string } }[];
  };
  assert.deepEqual(
    providers.map(({ options }) => options.path),
    [target],
  );
  assert.equal(
    grafana.environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH,
    DASHBOARD_FILE.replace(folder, target as string),
  );
});

test('Grafana asks the Prometheus of the same file, and knows how often that scrapes', () => {
  const { datasources } = parse(
    readProjectFile('deploy/grafana/provisioning/datasources/prometheus.yml'),
  ) as {
    datasources: readonly { uid: string; url: string; jsonData: { timeInterval: string } }[];
  };
  const { global, scrape_configs } = parse(readProjectFile('deploy/prometheus/prometheus.yml')) as {
    global: { scrape_interval: string };
    scrape_configs: readonly { static_configs: readonly { targets: readonly string[] }[] }[];
  };
  const [{ uid, url, jsonData }] = datasources as [(typeof datasources)[0]];
  assert.deepEqual([uid, url], ['llm-mock-prometheus', 'http://prometheus:9090']);
  assert.equal(jsonData.timeInterval, global.scrape_interval);
  const targets = scrape_configs.flatMap(({ static_configs }) =>
    static_configs.flatMap((one) => one.targets),
  );
  assert.deepEqual(targets, ['llm-mock-1c1g:8080']);
});
