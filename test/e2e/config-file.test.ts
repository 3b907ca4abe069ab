import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { runCli, type ServerProcess, spawnServer } from '../support/child-process.js';
import { messages } from '../support/in-flight.js';
import { until } from '../support/until.js';

const directory = mkdtempSync(join(tmpdir(), 'llm-mock-config-'));
after(() => rmSync(directory, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

async function tokensOf({ url }: ServerProcess, model: string): Promise<number> {
  const reply = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, messages: [{ role: 'user' }] }),
  });
  assert.equal(reply.status, 200);
  return ((await reply.json()) as { usage: { completion_tokens: number } }).usage.completion_tokens;
}

test('a server has the settings and models of its config file; SIGHUP reads the models again, and a mistake leaves the old', async () => {
  const text = (tokens: number, cap: string) =>
    `settings: { RESPONSE_DELAY_SECONDS: 0, OUTPUT_TOKENS: 9, max_concurrent: ${cap} }\nmodels: { m: { output_tokens: ${tokens} } }\n`;
  const path = fileOf('mock.yaml', text(3, '7'));
  const server = await spawnServer({}, ['--config', path]);
  assert.equal(server.ready.max_concurrent, 7);
  assert.equal(await tokensOf(server, 'm'), 3);
  assert.equal(await tokensOf(server, 'other'), 9);

  fileOf('mock.yaml', text(4, '8'));
  server.child.kill('SIGHUP');
  await until(
    () =>
      messages(server).includes('config file read again: its models count now, all else at the next start'),
    'it was read',
  );
  assert.equal(await tokensOf(server, 'm'), 4);

  fileOf('mock.yaml', text(5, 'many'));
  server.child.kill('SIGHUP');
  await until(() => messages(server).includes('config file not used; the old one stays'), 'it was refused');
  assert.equal(await tokensOf(server, 'm'), 4);
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
});

test('--check says ok and exits 0, or every problem and exits 2, and starts nothing', async () => {
  const right = fileOf('right.yaml', 'settings: { PORT: 1 }');
  assert.deepEqual(await runCli(['--check', '--config', right]), {
    code: 0,
    signal: null,
    stdout: 'ok\n',
    stderr: '',
  });
  const noted = await runCli(['--check'], { RESPONSE_DELLAY: '1' });
  assert.equal(noted.stdout, 'ok\n');
  assert.match(noted.stderr, /^llm-mock-server: note: RESPONSE_DELLAY .+ did you mean RESPONSE_DELAY\?\n$/);
  const wrong = fileOf('wrong.yaml', 'settings: { PORT: x, HOST: "" }');
  const { code, stdout, stderr } = await runCli(['--check', '--config', wrong]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /:1:19: PORT: expected .+\n.+:1:28: HOST: expected .+\n\(see --help\)\n$/);
});

test('--check finds a certificate that is none, as a start would', async () => {
  const path = fileOf('none.pem', 'x');
  const { code, stderr } = await runCli(['--check'], { TLS_CERT_FILE: path, TLS_KEY_FILE: path });
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^llm-mock-server: TLS_CERT_FILE .+: expected a PEM certificate.+\nTLS_KEY_FILE .+: expected a PEM private key.+\n\(see --help\)\n$/,
  );
  const { cert, private: key } = await generate();
  const right = { TLS_CERT_FILE: fileOf('cert.pem', cert), TLS_KEY_FILE: fileOf('key.pem', key) };
  assert.equal((await runCli(['--check'], right)).stdout, 'ok\n');
});

test('what --print-config prints is a config file that --check finds nothing wrong with', async () => {
  const { code, stdout, stderr } = await runCli(['--print-config', '--no-dashboard', '-p', '9000'], {
    API_KEY: 'sk-1',
  });
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^ {2}PORT: 9000\n/m);
  const checked = await runCli(['--check', '--config', fileOf('printed.yaml', stdout)]);
  assert.equal(checked.stdout, 'ok\n');
});
