/**
 * Holds the services of the compose file that run the mock to its settings, to its threads, and to what docs/operations.md says of them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { SETTINGS } from '../../dist/config/settings/settings.js';
import { readProjectFile } from '../support/source-tree.js';

interface Service {
  readonly cpus: number;
  readonly mem_limit: string;
  readonly environment: Readonly<Record<string, string | null>>;
}

/** The image and the ports that are published decide them. */
const NOT_PASSED_ON: readonly string[] = ['HOST', 'PORT', 'HTTP10_PORT', 'AGENT_PORT'];
const MANY = /^llm-mock-(?<cpus>\d+)c(?<gigabytes>\d+)g$/;

const { services } = parse(readProjectFile('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
const mocks = Object.entries(services).filter(([name]) => name.startsWith('llm-mock'));

/** The threads of a service where the variable is not set; without a default of its own it has that of the setting. */
function threadsOf({ cpus, environment }: Service): number {
  const given = environment.SOCKET_THREADS ?? null;
  if (given === null) return 1;
  const fallback = /^\$\{SOCKET_THREADS:-(\w+)\}$/.exec(given)?.[1];
  return fallback === 'auto' ? cpus : Number(fallback);
}

test('every setting but those of ports is passed on to every service, and nothing that is none', () => {
  const settings = SETTINGS.map(({ env }) => env as string).filter((env) => !NOT_PASSED_ON.includes(env));
  for (const [name, { environment }] of mocks) {
    assert.deepEqual(Object.keys(environment).sort(), settings.sort(), name);
  }
});

test('a service has the cores and the memory that its name says, and a thread that serves for each core', () => {
  const named = mocks.flatMap(([name, service]) => {
    const { cpus, gigabytes } = MANY.exec(name)?.groups ?? {};
    return cpus === undefined ? [] : [{ cpus: Number(cpus), memory: `${gigabytes}g`, service }];
  });
  assert.deepEqual(
    named.map(({ cpus }) => cpus),
    [1, 2, 8],
  );
  for (const { cpus, memory, service } of named) {
    assert.deepEqual([service.cpus, service.mem_limit, threadsOf(service)], [cpus, memory, cpus]);
  }
});

for (const file of ['docs/operations.md', 'docs/operations.zh-CN.md']) {
  test(`${file} says how many threads of each service serve`, () => {
    const text = readProjectFile(file);
    for (const [name, service] of mocks) {
      const cells = new RegExp(`^\\| \`${name}\` \\|(.*)\\|$`, 'm').exec(text)?.[1]?.split('|') ?? null;
      if (name === 'llm-mock') assert.equal(cells, null);
      else assert.equal(Number(cells?.[2]), threadsOf(service), name);
    }
  });
}
