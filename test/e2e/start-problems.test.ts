import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { runCli, spawnServer } from '../support/child-process.js';
import { freePort, holdPort, takenPort } from '../support/free-port.js';
import { until } from '../support/until.js';

const BASE = { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' };

/** The one sentence that a start which fails leaves behind; anything more, a stack trace first of all, is a fault. */
async function sentenceOf(settings: Readonly<Record<string, string>>, exitCode: number): Promise<string> {
  const { code, stdout, stderr } = await runCli([], { ...BASE, ...settings });
  assert.equal(code, exitCode, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /^llm-mock-server: [^\n]+\n$/);
  return stderr.slice('llm-mock-server: '.length).trimEnd();
}

function writePem(files: Readonly<Record<string, string>>): (name: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-pem-'));
  after(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return (name) => join(directory, name);
}

test('a port in use is one sentence and exit code 3', async () => {
  const port = await takenPort();
  const sentence = await sentenceOf({ PORT: String(port) }, 3);
  assert.equal(
    sentence,
    `cannot listen on 127.0.0.1:${port}: the port is in use; set PORT to another port, or PORT=0 for any free one`,
  );
});

test('a second server on the same port does not share it', async () => {
  const first = await spawnServer();
  assert.match(await sentenceOf({ PORT: String(first.port) }, 3), /the port is in use/);
});

test('a host that this machine does not have is one sentence and exit code 3', async () => {
  // TEST-NET-1 (RFC 5737) belongs to nobody.
  assert.equal(
    await sentenceOf({ HOST: '192.0.2.1', PORT: '10001' }, 3),
    'cannot listen on 192.0.2.1:10001: this machine has no such address; set HOST to one that it has, or HOST=0.0.0.0 for all of them',
  );
});

test('an HTTP10_PORT that was asked for by name and is in use is one sentence and exit code 3', async () => {
  const port = await takenPort();
  const sentence = await sentenceOf({ HTTP10_PORT: String(port) }, 3);
  assert.match(
    sentence,
    new RegExp(
      `^cannot listen on 127\\.0\\.0\\.1:${port} for HTTP/1\\.0: the port is in use; set HTTP10_PORT to`,
    ),
  );
});

test('the default HTTP10_PORT in use is a warning, and the server runs without it', async () => {
  await holdPort(8081);
  const port = await freePort();
  const server = await spawnWithDefaultHttp10(port);
  assert.equal(server.http10Port, null);
  const warnings = () =>
    server.log.map(({ msg }) => String(msg)).filter((msg) => msg.includes('HTTP10_PORT'));
  await until(() => warnings().length > 0, 'a warning is logged');
  assert.equal(warnings().length, 1);
  assert.match(
    String(warnings()[0]),
    /^cannot listen on 127\.0\.0\.1:8081 for HTTP\/1\.0: .+HTTP10_PORT=0.+; going on without it, ApacheBench will not work$/,
  );
});

/** `spawnServer` names HTTP10_PORT; an undefined variable is left out of the child's environment. */
function spawnWithDefaultHttp10(port: number) {
  const settings = { PORT: String(port), HTTP10_PORT: undefined } as unknown as Record<string, string>;
  return spawnServer(settings);
}

test('a certificate that is missing is exit code 2, named by its setting', async () => {
  const { code, stdout, stderr } = await runCli([], {
    ...BASE,
    TLS_CERT_FILE: '/nowhere/c.pem',
    TLS_KEY_FILE: '/nowhere/k.pem',
  });
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.deepEqual(stderr.split('\n'), [
    'llm-mock-server: TLS_CERT_FILE: expected the path of a readable file, got "/nowhere/c.pem"',
    'TLS_KEY_FILE: expected the path of a readable file, got "/nowhere/k.pem"',
    '(see --help)',
    '',
  ]);
});

test('a certificate that is none, and a key of another certificate, are one sentence and exit code 2', async () => {
  const [mine, other] = await Promise.all([generate(), generate()]);
  const path = writePem({
    'none.pem': 'x',
    'cert.pem': mine.cert,
    'key.pem': mine.private,
    'other.pem': other.private,
  });
  for (const [cert, key, words] of [
    ['none.pem', 'key.pem', /^TLS_CERT_FILE \S+none\.pem: expected a PEM certificate, got something else$/],
    [
      'cert.pem',
      'none.pem',
      /^TLS_KEY_FILE \S+none\.pem: expected a PEM private key .+, got something else$/,
    ],
    [
      'cert.pem',
      'other.pem',
      /^TLS_KEY_FILE \S+other\.pem: expected the key of .+cert\.pem, got another key$/,
    ],
  ] as const) {
    for (const http10 of ['off', '0']) {
      const settings = { TLS_CERT_FILE: path(cert), TLS_KEY_FILE: path(key), HTTP10_PORT: http10 };
      assert.match(await sentenceOf(settings, 2), words);
    }
  }
});

test('the API key appears in no output, whatever happens', async () => {
  const key = 'sk-a-secret-that-nobody-may-read';
  const server = await spawnServer({ API_KEY: key, LOG_LEVEL: 'debug', SHUTDOWN_GRACE_SECONDS: '0' });
  server.child.kill('SIGTERM');
  const taken = { ...BASE, PORT: String(await takenPort()), API_KEY: key };
  const exits = [
    await server.exited,
    await runCli([], taken),
    await runCli(['--help'], { API_KEY: key }),
    await runCli([], { API_KEY: `${key} ${key}` }),
    await runCli(['--api-key', `${key}\n`]),
    await runCli(['--api-key', key, key]),
    await runCli(['--api-key', key, `--${key}`]),
    await runCli([`--api-key=${key} x`]),
    await runCli(['--api-key', key, '--api-key', key]),
    await runCli(['--port', 'x'], { API_KEY: key }),
  ];
  assert.deepEqual(
    exits.map(({ code }) => code),
    [0, 3, 0, 2, 2, 2, 2, 2, 2, 2],
  );
  for (const { stdout, stderr } of exits) assert.ok(!`${stdout}${stderr}`.includes(key));
});
