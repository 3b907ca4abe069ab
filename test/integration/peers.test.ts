/** One view over several instances, over real sockets: three of them, and whatever else may stand at the address of a peer. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { after, test } from 'node:test';
import type { StatsSumAnswer } from '../../dist/shared/answers/control-answers.js';
import { certificateSettings } from '../support/certificate.js';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { freePort } from '../support/free-port.js';
import { startTestServer } from '../support/in-process.js';
import { startThreads } from '../support/several-threads.js';

const CAP = { ADMIN_KEY, MAX_CONCURRENT: '7' };

async function chat(url: string, model: string): Promise<number> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body });
  await response.text();
  return response.status;
}

async function sumOf(url: string): Promise<StatsSumAnswer> {
  const { status, body } = await control(url, 'GET', '/stats?peers=sum');
  assert.equal(status, 200, JSON.stringify(body));
  return body as unknown as StatsSumAnswer;
}

/** How many requests to the control API it has answered. */
async function controlReplies(url: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(/^llm_mock_requests_total\{[^}]*"\/admin"[^}]*"200"[^}]*\} (\d+)$/m.exec(page)?.[1] ?? 0);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function web(listener: RequestListener): Promise<number> {
  return listening(createServer(listener));
}

test('three instances are summed, and their percentiles are those of all requests', async () => {
  const others = await Promise.all([startTestServer(CAP), startTestServer(CAP)]);
  const peers = others.map(({ port }) => `127.0.0.1:${port}`).join(',');
  const { url } = await startTestServer({ ...CAP, PEERS: peers });
  const [one, other] = others.map((server) => server.url) as [string, string];
  for (let at = 0; at < 9; at++) await chat(one, 'm;delay=10ms');
  await chat(other, 'm;delay=400ms');
  await chat(url, 'm;delay=10ms');
  await chat(url, 'm;status=429');
  const sum = await sumOf(url);
  assert.deepEqual([sum.cap, sum.in_flight, sum.draining], [21, 0, false]);
  assert.equal(sum.instances.length, 3);
  assert.deepEqual(
    sum.peers.map((peer) => [peer.url, peer.ok, peer.error]),
    [
      [one, true, null],
      [other, true, null],
    ],
  );
  assert.deepEqual(
    sum.peers.map(({ instance }) => instance),
    sum.instances.slice(1).map(({ instance }) => instance),
  );
  assert.equal(sum.endpoints['/v1/chat/completions']?.answered, 11);
  const planned = sum.models.other?.answer_ms.planned;
  assert.deepEqual([planned?.count, planned?.max], [11, 400]);
  // An average of the instances' own would be 140.
  assert.ok((planned?.p50 ?? 0) >= 10 && (planned?.p50 ?? 0) <= 10.3, `${planned?.p50}`);
  assert.ok((planned?.p90 ?? 0) <= 10.3 && (planned?.p99 ?? 0) === 400, JSON.stringify(planned));
  const alone = (await control(url, 'GET', '/stats')).body;
  assert.deepEqual([alone.cap, 'peers' in alone, 'instances' in alone], [7, false, false]);
});

test('a peer that is dead, has another key, is slow or sends elsewhere is told, and its neighbours are summed', async () => {
  const [fine, otherKey] = await Promise.all([
    startTestServer(CAP),
    startTestServer({ ...CAP, ADMIN_KEY: 'another-key' }),
  ]);
  const seen: (string | undefined)[] = [];
  const elsewhere = await web((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const moved = await web((_, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/` }).end();
  });
  const slow = await listening(createTcpServer((socket) => socket.on('error', () => {})));
  const drips = await web((_, response) => {
    response.writeHead(200);
    const dripping = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(dripping));
  });
  const broken = await web((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"instance"');
    setImmediate(() => response.destroy());
  });
  const keyless = await startTestServer({ MAX_CONCURRENT: '7' });
  const dead = await freePort();
  const ports = [dead, otherKey.port, slow, drips, moved, broken, keyless.port, fine.port];
  const { url } = await startTestServer({
    ...CAP,
    PEERS: ports.map((port) => `127.0.0.1:${port}`).join(','),
  });
  const sum = await sumOf(url);
  assert.deepEqual(
    sum.peers.map(({ error }) => error),
    [
      'ECONNREFUSED',
      'answers 401: it has another ADMIN_KEY',
      'no whole answer within 2000 ms',
      'no whole answer within 2000 ms',
      'answers 307: redirects are not followed',
      'ECONNRESET',
      'answers 404: it has no ADMIN_KEY, or is of an older version',
      null,
    ],
  );
  assert.deepEqual(seen, [], 'the key goes nowhere else');
  assert.deepEqual([sum.cap, sum.instances.length], [14, 2]);
});

test('instances that name each other, and themselves, ask each other once, and count each other once', async () => {
  const ports = await Promise.all([freePort(), freePort()]);
  const [one, other] = await Promise.all(
    ports.map((port) => {
      const settings = { ...CAP, PORT: String(port) };
      const peers = [...ports.map((peer) => `127.0.0.1:${peer}`), `dns://localhost:${port}`];
      return startTestServer({ ...settings, PEERS: peers.join(',') });
    }),
  );
  assert.ok(one !== undefined && other !== undefined);
  await chat(other.url, 'm');
  const sum = await sumOf(one.url);
  assert.deepEqual([sum.cap, sum.instances.length, sum.totals.answered], [14, 2, 1]);
  // The other one was asked by its address; the first one by the test, and by its own.
  assert.deepEqual([await controlReplies(one.url), await controlReplies(other.url)], [2, 1]);
});

test('all threads of a peer are in the sum, whichever of them is asked', async () => {
  const peer = await startThreads(3);
  for (let at = 0; at < 12; at++) await chat(peer.url, 'm');
  const { url } = await startTestServer({ ...CAP, PEERS: `127.0.0.1:${peer.port}` });
  for (let at = 0; at < 6; at++) {
    assert.equal((await sumOf(url)).endpoints['/v1/chat/completions']?.answered, 12);
  }
});

test('a peer that is found by name is spoken to by that name, which its ALLOWED_HOSTS may have', async () => {
  const peer = await startTestServer({ ...CAP, ALLOWED_HOSTS: 'localhost' });
  const address = `127.0.0.1:${peer.port}`;
  const byName = await startTestServer({ ...CAP, PEERS: `dns://localhost:${peer.port}` });
  const byAddress = await startTestServer({ ...CAP, PEERS: address });
  const of = async ({ url }: typeof peer) =>
    (await sumOf(url)).peers.find((told) => told.url === `http://${address}`)?.error;
  assert.equal(await of(byName), null);
  assert.equal(await of(byAddress), 'answers 421: its ALLOWED_HOSTS lacks this address');
});

test('over TLS a peer has to have a certificate that is trusted', async () => {
  const tls = await certificateSettings();
  const peer = await startTestServer({ ...CAP, ...tls });
  const { url } = await startTestServer({ ...CAP, PEERS: `https://127.0.0.1:${peer.port}` });
  const [told] = (await sumOf(url)).peers;
  assert.equal(told?.ok, false);
  assert.match(told?.error ?? '', /SELF_SIGNED|UNABLE_TO_VERIFY/);
});

test('without PEERS a sum is refused, and so is any other word', async () => {
  const { url } = await startTestServer(CAP);
  const refused = await control(url, 'GET', '/stats?peers=sum');
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.error.problems, [
    'peers: expected PEERS to name the other instances, got a server without it',
  ]);
  const { status, body } = await control(url, 'GET', '/stats?peers=all');
  assert.deepEqual([status, body.error.problems], [400, ['peers: expected sum, got "all"']]);
});

test('what a peer is told is lines of JSON, for whoever has the key', async () => {
  const { url } = await startTestServer(CAP);
  await chat(url, 'm');
  const ask = (key: string) =>
    fetch(`${url}/admin/v1/stats/buckets`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal((await ask('wrong')).status, 401);
  const response = await ask(ADMIN_KEY);
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson');
  const lines = (await response.text()).trimEnd().split('\n');
  const kinds = lines.map((line) => JSON.parse(line).kind);
  assert.deepEqual(kinds, [undefined, 'totals', 'endpoint', 'model']);
});
