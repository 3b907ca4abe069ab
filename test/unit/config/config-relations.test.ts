/**
 * Holds the settings that depend on each other, on files or on secrecy: TLS, the HTTP/1.0 port, the API key.
 */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Config } from '../../../dist/config/config.js';
import { readConfig } from '../../../dist/config/read/reader.js';

type Env = Record<string, string>;

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
const fileReadable = (path: string): boolean => path.startsWith('/readable/');

function configOf(env: Env, argv: string[] = []): Config {
  const result = readConfig({ env, argv, cpu, fileReadable });
  return result.kind === 'config' ? result.config : assert.fail(JSON.stringify(result));
}

function problemsOf(env: Env, argv: string[] = []): readonly string[] {
  const result = readConfig({ env, argv, cpu, fileReadable });
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

test('TLS is off by default, and takes certificate and key from variables, prefixed variables or flags', () => {
  const tls = { certFile: '/readable/cert.pem', keyFile: '/readable/key.pem' };
  assert.equal(configOf({}).tls, null);
  assert.deepEqual(configOf({ TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: tls.keyFile }).tls, tls);
  assert.deepEqual(
    configOf({ LLM_MOCK_TLS_CERT_FILE: tls.certFile }, ['--tls-key-file', tls.keyFile]).tls,
    tls,
  );
  assert.deepEqual(
    configOf({}, [`--tls-cert-file=${tls.certFile}`, `--tls-key-file=${tls.keyFile}`]).tls,
    tls,
  );
});

test('a certificate without a key, or a key without a certificate, is refused', () => {
  assert.deepEqual(problemsOf({ TLS_CERT_FILE: '/readable/c' }), [
    'TLS_CERT_FILE: expected TLS_KEY_FILE beside it, got it alone',
  ]);
  assert.deepEqual(problemsOf({}, ['--tls-key-file=/readable/k']), [
    '--tls-key-file: expected TLS_CERT_FILE beside it, got it alone',
  ]);
});

test('peers are nobody without the key that they are asked with', () => {
  assert.deepEqual(problemsOf({ PEERS: 'mock-2:8080' }), [
    'PEERS: expected ADMIN_KEY beside it, got it alone',
  ]);
  assert.equal(configOf({ PEERS: 'mock-2:8080', ADMIN_KEY: 'key' }).peers, 'mock-2:8080');
  assert.deepEqual(problemsOf({ PEERS: 'mock-2', ADMIN_KEY: 'key' }), [
    'PEERS: expected at most 32 of mock-2:8080, https://mock.example, dns://mocks.example:8080 or dns+srv://_http._tcp.mocks.example, with commas between them, got "mock-2"',
  ]);
});

test('each TLS file that cannot be read is a problem of its own', () => {
  assert.deepEqual(problemsOf({ LLM_MOCK_TLS_CERT_FILE: '/nowhere', TLS_KEY_FILE: '' }), [
    'LLM_MOCK_TLS_CERT_FILE: expected the path of a readable file, got "/nowhere"',
    'TLS_KEY_FILE: expected the path of a readable file, got ""',
  ]);
});

test('the file system is asked unless a test says otherwise: a file can be read, a directory cannot', () => {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-config-'));
  try {
    const certFile = join(directory, 'cert.pem');
    writeFileSync(certFile, 'any');
    const good = readConfig({ env: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: certFile }, argv: [], cpu });
    assert.equal(good.kind, 'config');
    const argv = [`--tls-cert-file=${certFile}`, '--tls-key-file=/'];
    assert.deepEqual(readConfig({ env: {}, argv, cpu }), {
      kind: 'invalid',
      problems: ['--tls-key-file: expected the path of a readable file, got "/"'],
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('HTTP10_PORT knows whether it was set by name, even to its default', () => {
  assert.equal(configOf({}).http10PortExplicit, false);
  assert.equal(configOf({ HTTP10_PORT: '8081' }).http10PortExplicit, true);
  assert.equal(configOf({ LLM_MOCK_HTTP10_PORT: 'off' }).http10PortExplicit, true);
  assert.equal(configOf({}, ['--http10-port=9000']).http10PortExplicit, true);
});

test('HTTP10_PORT set by name to the port of PORT is refused', () => {
  assert.deepEqual(problemsOf({ HTTP10_PORT: '8080' }), [
    'HTTP10_PORT: expected another port than PORT, got "8080" for both',
  ]);
  assert.deepEqual(problemsOf({ PORT: '8081' }, ['--http10-port', '8081']), [
    '--http10-port: expected another port than PORT, got "8081" for both',
  ]);
});

test('PORT and HTTP10_PORT may both be 0, any free port', () => {
  const { port, http10Port, notes } = configOf({ PORT: '0', HTTP10_PORT: '0' });
  assert.deepEqual({ port, http10Port, notes }, { port: 0, http10Port: 0, notes: [] });
});

test('HTTP10_PORT=off turns the HTTP/1.0 listener off, whatever PORT is', () => {
  for (const port of ['0', '8080', '8081']) {
    const { http10Port, notes } = configOf({ PORT: port, HTTP10_PORT: 'off' });
    assert.deepEqual({ http10Port, notes }, { http10Port: null, notes: [] });
  }
});

test('two wrong ports are two problems, not a third one about their being the same', () => {
  assert.deepEqual(problemsOf({ PORT: 'x', HTTP10_PORT: 'x' }), [
    'PORT: expected a whole number from 0 to 65535, got "x"',
    'HTTP10_PORT: expected a whole number from 0 to 65535, or off, got "x"',
  ]);
});

test('PORT=8081 switches the HTTP/1.0 listener off that nobody asked for, and a note says so', () => {
  assert.deepEqual(configOf({}).notes, []);
  const { port, http10Port, http10PortExplicit, notes } = configOf({ PORT: '8081' });
  assert.deepEqual(
    { port, http10Port, http10PortExplicit },
    { port: 8081, http10Port: null, http10PortExplicit: false },
  );
  assert.deepEqual(notes, [
    'The HTTP/1.0 listener is off, because PORT uses 8081, the default of HTTP10_PORT. ' +
      'Set HTTP10_PORT to another port to have it.',
  ]);
});

test('API_KEY is unset by default, and read as variable, as prefixed variable and as flag', () => {
  assert.equal(configOf({}).apiKey, null);
  assert.equal(configOf({ API_KEY: 'sk-1' }).apiKey, 'sk-1');
  assert.equal(configOf({ LLM_MOCK_API_KEY: 'sk-2', API_KEY: 'sk-1' }).apiKey, 'sk-2');
  assert.equal(configOf({ API_KEY: 'sk-1' }, ['--api-key', 'sk-3']).apiKey, 'sk-3');
  assert.equal(configOf({}, ['--api-key=--sk']).apiKey, '--sk');
});

test('ADMIN_KEY is unset by default, and read and refused as API_KEY is, without being shown', () => {
  assert.equal(configOf({}).adminKey, null);
  assert.equal(configOf({ LLM_MOCK_ADMIN_KEY: 'adm-1' }).adminKey, 'adm-1');
  const [problem = ''] = problemsOf({ ADMIN_KEY: 'two words' });
  assert.match(problem, /^ADMIN_KEY: expected 1 to 2048 visible ASCII characters/);
  assert.doesNotMatch(problem, /two words/);
});

test('an API_KEY that no client could send is refused, and its value is not shown', () => {
  const expected = 'expected 1 to 2048 visible ASCII characters without spaces, got';
  for (const wrong of ['', 'hush hush', 'hush\n', 'hüsh', 'x'.repeat(2049)]) {
    assert.deepEqual(problemsOf({ API_KEY: wrong }), [`API_KEY: ${expected} something else (not shown)`]);
    assert.deepEqual(problemsOf({}, ['--api-key', wrong]), [
      `--api-key: ${expected} something else (not shown)`,
    ]);
  }
  assert.deepEqual(problemsOf({}, ['--api-key']), [`--api-key: ${expected} no value`]);
});

test('no word that may be part of the API key is shown', () => {
  const lines = [
    ['--api-key', 'ok', 'hush', '--hush', '-hush'],
    ['--api-key', '--hush', 'hush'],
    ['--api-kee', 'hush'],
    ['--api-kee=hush'],
    ['-k=hush'],
    ['--api-key=hush', '--api-key=hush'],
  ];
  for (const argv of lines)
    assert.doesNotMatch(problemsOf({ LLM_MOCK_API_KEYS: 'hush' }, argv).join('\n'), /hush/);
});

test('who asks for bodies that will not fit into memory while they are read is told so, and starts', () => {
  const { notes } = configOf({ MAX_BODY_BYTES: '64MiB', MAX_BUFFERED_BYTES: '128MiB' });
  assert.deepEqual(notes, [
    'A body of MAX_BODY_BYTES=64MiB needs up to 384MiB while it is read, and gets 503: MAX_BUFFERED_BYTES is 128MiB.',
  ]);
  assert.deepEqual(configOf({ MAX_BODY_BYTES: '64MiB', MAX_BUFFERED_BYTES: '384MiB' }).notes, []);
});
