import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { Agent, request } from 'undici';
import { createConstant } from '../../../../dist/behavior/distributions/create.js';
import { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';
import { describeServer, renderBanner } from '../../../../dist/main/process/banner.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { type Settings, startTestServer, type TestServer } from '../../../support/in-process.js';

const GIBIBYTE = 1024 ** 3;
const API_KEY = 'sk-never-show-this';

/** A server whose memory figures are known. */
async function startWithMemory(settings: Settings = {}): Promise<TestServer> {
  const server = await startTestServer(settings);
  const state = SharedState.create(server.config.slotsMax);
  state.writeMemory({
    totalBytes: GIBIBYTE,
    usedBytes: 1,
    availableBytes: GIBIBYTE - 1,
    source: 'cgroup_v2',
    sampledAtMs: 1,
  });
  return { ...server, state };
}

function describe(server: TestServer) {
  return describeServer(server, server.config, '1.2.3', 123);
}

async function statusOf(url: string): Promise<number> {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  after(() => dispatcher.close());
  const { statusCode, body } = await request(`${url}/health`, { dispatcher });
  await body.dump();
  return statusCode;
}

test('the facts name address, cap, threads, delay, and memory and cores with their source', async () => {
  const server = await startWithMemory({ MAX_CONCURRENT: '7', RESPONSE_DELAY_SECONDS: '0.05' });
  assert.deepEqual(describe(server), {
    version: '1.2.3',
    url: `http://127.0.0.1:${server.port}`,
    http10_port: null,
    live_page: `http://127.0.0.1:${server.port}/`,
    max_concurrent: 7,
    connections_fit: server.connectionsMax,
    max_body_bytes: 16_384,
    worker_threads: 1,
    latency: 'whole answer 50ms',
    memory_total_mb: 1024,
    memory_source: 'cgroup_v2',
    cpu_available_cores: 1,
    cpu_total_cores: 1,
    cpu_source: 'test',
    startup_ms: 123,
  });
});

test('several threads that serve are named, in the facts and in the block', async () => {
  const server = await startWithMemory();
  const config = { ...server.config, socketThreads: 4 };
  const facts = describeServer(server, config, '1.2.3', 123);
  assert.equal(facts.socket_threads, 4);
  assert.match(renderBanner(facts, config), /^ {2}sockets {4}4 threads$/m);
});

test('before the first sample the memory is that of the host', async () => {
  const server = await startTestServer();
  const facts = describe({ ...server, state: SharedState.create(1) });
  assert.equal(facts.memory_source, 'system_fallback');
  assert.equal(facts.memory_total_mb, Math.round(totalmem() / 1024 ** 2));
});

test('the block on a terminal says the same in plain lines', async () => {
  const server = await startWithMemory();
  const url = `http://127.0.0.1:${server.port}`;
  assert.equal(
    renderBanner(describe(server), server.config),
    [
      'llm-mock-server 1.2.3',
      '',
      `  listening  ${url} (bound to 127.0.0.1)`,
      '  HTTP/1.0   off',
      `  live page  ${url}/`,
      `  cap        1500 requests at once, then 503; ${server.connectionsMax} fit ulimit -n`,
      '  bodies     up to 16KiB (MAX_BODY_BYTES)',
      '  latency    whole answer 0',
      '  workers    1 thread',
      '  memory     1024 MiB (cgroup_v2)',
      '  cpu        1 of 1 cores (test)',
      '  ready in   123 ms',
      '',
      '  try',
      `    curl ${url}/health`,
      `    curl ${url}/v1/chat/completions -H "content-type: application/json" \\`,
      `      -d '{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}]}'`,
      '',
    ].join('\n'),
  );
});

test('the models file is named, and what it says of the first models', async () => {
  const rows = ['qwen-max', 'gpt-*', 'a', 'b', 'c', 'd', 'e'].map((name) => ({
    name,
    profile: { ...EMPTY_PROFILE, responseDelay: createConstant(2_000) },
  }));
  const server = await startWithMemory();
  const config = { ...server.config, modelsFile: { path: 'models.yaml', table: new ModelTable(rows) } };
  const facts = describeServer(server, config, '1.2.3', 123);
  assert.deepEqual(
    { ...facts },
    {
      ...describe(server),
      models_file: 'models.yaml',
      models: rows.length,
      model_names: rows.map(({ name }) => name),
    },
  );
  const block = renderBanner(facts, config);
  assert.match(
    block,
    /\n {2}latency .*\n {2}models {5}qwen-max: whole answer 2s\n {13}gpt-\*: whole answer 2s\n/,
  );
  assert.match(block, /\n {13}c: whole answer 2s\n {13}and 2 more in models.yaml\n {2}workers/);
});

test('the request of the block is answered as it is printed', async () => {
  const server = await startWithMemory();
  const block = renderBanner(describe(server), server.config);
  const [, url, body] = /curl (\S+\/completions)[^']*'(.+)'/.exec(block) as unknown as [
    string,
    string,
    string,
  ];
  const reply = await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  assert.equal(reply.statusCode, 200);
  assert.equal(((await reply.body.json()) as { model: string }).model, 'qwen-plus');
});

test('the port of the HTTP/1.0 listener is shown when it runs', async () => {
  const server = await startWithMemory();
  const facts = describe({ ...server, http10Port: 8081 });
  assert.equal(facts.http10_port, 8081);
  assert.match(renderBanner(facts, server.config), /^ {2}HTTP\/1\.0 {3}port 8081 \(ApacheBench\)$/m);
});

test('an API key is never shown: the line to try takes it from the environment', async () => {
  const server = await startWithMemory({ API_KEY });
  const facts = describe(server);
  const block = renderBanner(facts, server.config);
  assert.equal(`${JSON.stringify(facts)}${block}`.includes(API_KEY), false);
  assert.match(block, /completions -H "authorization: Bearer \$API_KEY" -H/);
});

const loopback6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

test('an IPv6 address stands in brackets, and answers', {
  skip: loopback6 ? false : 'no IPv6 here',
}, async () => {
  const server = await startWithMemory({ HOST: '::1' });
  const { url } = describe(server);
  assert.equal(url, `http://[::1]:${server.port}`);
  assert.equal(await statusOf(url), 200);
});

test('a server bound to every address is shown at one that answers from here', async () => {
  for (const host of loopback6 ? ['0.0.0.0', '::'] : ['0.0.0.0']) {
    const server = await startWithMemory({ HOST: host });
    const facts = describe(server);
    assert.equal(facts.url, `http://127.0.0.1:${server.port}`);
    assert.equal(await statusOf(facts.url), 200);
    const bound = `listening  ${facts.url} (bound to ${host})\n`;
    assert.equal(renderBanner(facts, server.config).includes(bound), true);
  }
});

test('with a certificate the scheme is https, and answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-tls-'));
  after(() => rmSync(folder, { recursive: true }));
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
  const server = await startWithMemory({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile });
  const { url } = describe(server);
  assert.equal(url, `https://127.0.0.1:${server.port}`);
  assert.equal(await statusOf(url), 200);
});
