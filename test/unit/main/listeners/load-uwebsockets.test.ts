/**
 * What an operator reads on a machine that no build of uWebSockets.js fits. Such a machine is made by a file that Node
 * loads before the command.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { request } from 'undici';
import { runCli } from '../../../support/child-process.js';
import { fakeRoot } from '../../../support/fake-root.js';
import { startTestServer } from '../../../support/in-process.js';

const NEEDED =
  'Node.js 20 needs glibc 2.27 or newer (Debian 12), Node.js 22 and 24 need glibc 2.38 or newer (Debian 13, Ubuntu 24.04)';

/** Node's version and the libc of a machine, as the sentence names them. */
function machineWords(): string {
  const { glibcVersionRuntime: glibc } = (process.report.getReport() as { header: Record<string, unknown> })
    .header;
  const libc = glibc === undefined ? ' with a libc that is not glibc' : ` with glibc ${glibc}`;
  const machine = `Node.js ${process.versions.node} on ${process.platform}-${process.arch}`;
  return process.platform === 'linux' ? machine + libc : machine;
}

/** Runs the command after this code. */
function runAfter(code: string) {
  const preload = join(fakeRoot({ 'preload.cjs': code }), 'preload.cjs');
  return runCli([], { NODE_OPTIONS: `--require ${preload}`, PORT: '0', HTTP10_PORT: 'off' });
}

/** Makes `require('uWebSockets.js')` fail with this error. */
function failingWith(error: string): string {
  return `
    const Module = require('node:module');
    const load = Module._load;
    Module._load = function (request, ...rest) {
      if (request === 'uWebSockets.js') throw ${error};
      return load.call(this, request, ...rest);
    };`;
}

test('a Node.js without a build gets one sentence that names Node.js, libc and the file, and exit code 3', async () => {
  // The package itself fails here, as it would: it has no build for this ABI.
  const { code, stdout, stderr } = await runAfter(
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, modules: '999' } });",
  );
  const file = `./uws_${process.platform}_${process.arch}_999.node`;
  assert.equal(
    stderr,
    `llm-mock-server: no build of uWebSockets.js fits ${machineWords()}: ${NEEDED} [Error: Cannot find module '${file}']\n`,
  );
  assert.deepEqual({ code, stdout }, { code: 3, stdout: '' });
});

test('a libc that is too old is named by what the loader said last', async () => {
  const cause = "Error: /lib/libc.so.6: version `GLIBC_2.38' not found (required by uws.node)";
  const { code, stderr } = await runAfter(
    failingWith(`new Error('Only these versions.\\n\\n' + ${JSON.stringify(cause)})`),
  );
  assert.equal(
    stderr,
    `llm-mock-server: no build of uWebSockets.js fits ${machineWords()}: ${NEEDED} [${cause}]\n`,
  );
  assert.equal(code, 3);
});

test('a libc that is not glibc is called so', {
  skip: process.platform === 'linux' ? false : 'Linux only',
}, async () => {
  const { code, stderr } = await runAfter(
    `process.report.getReport = () => ({ header: {} });${failingWith("new Error('no')")}`,
  );
  assert.match(stderr, /^llm-mock-server: .* with a libc that is not glibc: .* \[Error: no\]\n$/);
  assert.equal(code, 3);
});

test('a cause of any length stays short', async () => {
  const { stderr } = await runAfter(failingWith("'x'.repeat(5000)"));
  assert.equal(stderr.endsWith(` [${'x'.repeat(200)}]\n`), true, stderr);
});

test('replies do not name uWebSockets.js', async () => {
  const { url } = await startTestServer();
  const { statusCode, headers } = await request(`${url}/health`);
  assert.equal(statusCode, 200);
  assert.equal(headers.uwebsockets, undefined);
});

test('a head of 15 KiB is read, even in pieces', async () => {
  const { url, port } = await startTestServer();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  after(() => socket.destroy());
  await once(socket, 'connect');
  const reply = once(socket, 'data');
  socket.write(`GET /nowhere HTTP/1.1\r\nhost: x\r\ntoken: ${'x'.repeat(14_000)}`);
  // The one thread that answers these has read the piece by then; a limit below it would have been applied.
  for (let i = 0; i < 3; i++) await (await request(`${url}/health`)).body.dump();
  socket.write(`${'x'.repeat(1000)}\r\n\r\n`);
  const [data] = (await reply) as [Buffer];
  assert.match(data.toString(), /^HTTP\/1\.1 404 Not Found\r\n/);
});
