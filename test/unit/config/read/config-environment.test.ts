/**
 * Holds the reading of the environment: prefixed before plain, misspelt is refused, Kubernetes is let through.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../../../dist/config/read/reader.js';

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };

type Env = Record<string, string | undefined>;

function portOf(env: Env): number {
  const result = readConfig({ env, argv: [], cpu });
  return result.kind === 'config' ? result.config.port : assert.fail(JSON.stringify(result));
}

function problemsOf(env: Env): readonly string[] {
  const result = readConfig({ env, argv: [], cpu });
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

test('the prefixed name wins over the plain one, which is then not looked at', () => {
  assert.equal(portOf({ PORT: '7000', LLM_MOCK_PORT: '7001' }), 7001);
  assert.equal(portOf({ PORT: 'tcp://wrong', LLM_MOCK_PORT: '7001' }), 7001);
  assert.equal(portOf({ PORT: '7000', LLM_MOCK_PORT: undefined }), 7000);
});

test('variables of other programs are none of our business', () => {
  assert.equal(portOf({ PATH: '/bin', PROT: '1', LLM_MOCKERY: '1', LLM: '1' }), 8080);
});

function notesOf(env: Env): readonly string[] {
  const result = readConfig({ env, argv: [], cpu });
  return result.kind === 'config' ? result.config.notes : assert.fail(JSON.stringify(result));
}

test('a plain variable that is one or two letters from a setting is noted, and passed over', () => {
  for (const [typed, meant] of [
    ['RESPONSE_DELLAY', 'RESPONSE_DELAY'],
    ['RESPONES_DELAY', 'RESPONSE_DELAY'],
    ['MAX_CONCURENT', 'MAX_CONCURRENT'],
    ['API_KEYS', 'API_KEY'],
  ] as const) {
    assert.deepEqual(notesOf({ [typed]: '1' }), [
      `${typed} in the environment is no setting and was passed over; did you mean ${meant}?`,
    ]);
  }
});

test('ordinary variables are not noted: far ones, short ones, other programs’ and those of Kubernetes', () => {
  const ordinary = [
    ...[
      'HOSTS',
      'USAGES',
      'PORTS',
      'SEEDS',
      'HOSTNAME',
      'HTTP_PORT',
      'SSL_CERT_FILE',
      'OPENAI_API_KEY',
      'LOGLEVELS',
    ],
    ...['PATH', 'HOME', 'NODE_ENV', 'MAX_DELAY_MS', 'RESPONSE', 'x'.repeat(100_000)],
  ];
  assert.deepEqual(notesOf(Object.fromEntries(ordinary.map((name) => [name, '1']))), []);
  assert.deepEqual(notesOf({ API_KEYS: undefined }), []);
});

test('at most ten variables are noted', () => {
  const near = [...'ABCDEFGHIJKLMNOP'].map((letter) => [`RESPONSE_DELAY${letter}`, '1']);
  assert.equal(notesOf(Object.fromEntries(near)).length, 10);
});

test('an unknown LLM_MOCK_ variable is a problem, with the nearest right name if one is near', () => {
  assert.deepEqual(
    problemsOf({ LLM_MOCK_MAX_CONCURENT: '1', LLM_MOCK_port: '1', LLM_MOCK_: '', LLM_MOCK_COLOUR: '1' }),
    [
      'LLM_MOCK_MAX_CONCURENT: unknown environment variable; did you mean LLM_MOCK_MAX_CONCURRENT?',
      'LLM_MOCK_port: unknown environment variable; did you mean LLM_MOCK_PORT?',
      'LLM_MOCK_: unknown environment variable; see --help',
      'LLM_MOCK_COLOUR: unknown environment variable; see --help',
    ],
  );
});

/** What the kubelet sets in every pod beside a Service of this name. */
function serviceLinks(service: string): Env {
  return {
    [`${service}_SERVICE_HOST`]: '10.0.0.1',
    [`${service}_SERVICE_PORT`]: '8080',
    [`${service}_SERVICE_PORT_HTTP`]: '8080',
    [`${service}_PORT`]: 'tcp://10.0.0.1:8080',
    [`${service}_PORT_8080_TCP`]: 'tcp://10.0.0.1:8080',
    [`${service}_PORT_8080_TCP_PROTO`]: 'tcp',
    [`${service}_PORT_8080_TCP_PORT`]: '8080',
    [`${service}_PORT_8080_TCP_ADDR`]: '10.0.0.1',
  };
}

test('the variables that Kubernetes sets for a Service named like the server are not settings', () => {
  assert.equal(portOf({ ...serviceLinks('LLM_MOCK'), ...serviceLinks('LLM_MOCK_SERVER') }), 8080);
  assert.equal(portOf({ ...serviceLinks('LLM_MOCK'), PORT: '7000' }), 7000);
});

test('beside a Service named llm-mock, LLM_MOCK_PORT can still be set, and misspelt names are still refused', () => {
  assert.equal(portOf({ ...serviceLinks('LLM_MOCK'), LLM_MOCK_PORT: '7001' }), 7001);
  assert.deepEqual(problemsOf({ ...serviceLinks('LLM_MOCK'), LLM_MOCK_HOTS: 'x' }), [
    'LLM_MOCK_HOTS: unknown environment variable; did you mean LLM_MOCK_HOST?',
  ]);
});

test('without such a Service the same value is an ordinary mistake', () => {
  assert.deepEqual(problemsOf({ LLM_MOCK_PORT: 'tcp://10.0.0.1:8080' }), [
    'LLM_MOCK_PORT: expected a whole number from 0 to 65535, got "tcp://10.0.0.1:8080"',
  ]);
});
