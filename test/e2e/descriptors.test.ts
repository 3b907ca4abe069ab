import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { request } from 'undici';
import { runCli, type ServerProcess, spawnWithDescriptors } from '../support/child-process.js';
import { cpuMs, crowd, type Guest, leave, tally } from '../support/guests.js';
import { parseMetrics, valueOfFamily, valuesBySeries } from '../support/metrics-text.js';
import { rawPost } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const skip = existsSync('/proc/self/limits') ? false : 'needs /proc';
const DESCRIPTORS = 256;
/** What is left of them for requests. */
const SLOTS = 128;
/** Above so many connections requests are refused. */
const SERVED = 160;
/** The whole crowd is here when the first answer goes out. */
const SLOW = rawPost('{"model":"m;delay=5s","messages":[{"role":"user","content":"hello"}]}');
/** A head that goes on, which nobody waits for. */
const BEGUN = 'GET /health HTTP/1.1\r\nhost: x\r\n';
const QUICK = '{"model":"m;delay=0","messages":[{"role":"user","content":"hello"}]}';

const cramped = async (settings = {}): Promise<ServerProcess> =>
  spawnWithDescriptors(DESCRIPTORS, {
    MAX_CONCURRENT: '500',
    HTTP10_PORT: '0',
    ...settings,
  });

async function read(url: string): Promise<{ status: number; text: string }> {
  const answer = await request(url, { reset: true });
  return { status: answer.statusCode, text: await answer.body.text() };
}

const metric = async (url: string, name: string) =>
  valueOfFamily(parseMetrics((await read(`${url}/metrics`)).text), name);

/** Pages answer on both ports, a new connection each, and the process has time to spare. */
async function assertAlive({ child, url, http10Port }: ServerProcess): Promise<void> {
  for (const base of [url, `http://127.0.0.1:${http10Port}`]) {
    for (let i = 0; i < 5; i++) {
      assert.match((await read(`${base}/health`)).text, /^\{"status":"(healthy|overloaded)"/);
      for (const path of ['/ready', '/metrics', '/']) {
        assert.equal((await read(`${base}${path}`)).status, 200, `${base}${path}`);
      }
    }
  }
  const before = cpuMs(child.pid as number);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const used = cpuMs(child.pid as number) - before;
  assert.ok(used < 500, `${used} ms of processor time in a second`);
}

/**
 * The crowd has been let in or sent away (a page that waited behind it could have been sent away with it), and the workers,
 * which have just been started, are there.
 */
async function throughTheDoor({ url, http10Port }: ServerProcess): Promise<void> {
  for (const base of [url, `http://127.0.0.1:${http10Port}`]) {
    await until(async () => (await read(`${base}/ready`)).status === 200, 'a page gets in');
  }
}

/** The slots are used, but for a few that were refused before others had gone; and no more than those. */
function assertSharedOut(guests: readonly Guest[]): void {
  const { 200: answered = 0, 503: refused = 0, closed = 0, ...others } = tally(guests);
  assert.deepEqual([answered + refused + closed, others], [guests.length, {}]);
  assert.ok(answered <= SLOTS && answered > SLOTS - 16, `${answered} of ${guests.length} were answered`);
}

/** What they held is free again, and requests are answered. */
async function assertAsBefore({ url }: ServerProcess): Promise<void> {
  // Those whom the kernel kept come all at once, to leave: once more a page may wait behind them.
  await until(async () => (await read(`${url}/metrics`)).status === 200, 'they have left');
  // The scrape that asks is one.
  await until(async () => (await metric(url, 'llm_mock_connections')) <= 1, 'all connections are gone');
  assert.equal(await metric(url, 'llm_mock_active_requests'), 0);
  const answer = await request(`${url}/v1/chat/completions`, { method: 'POST', body: QUICK, reset: true });
  await answer.body.dump();
  assert.equal(answer.statusCode, 200);
}

for (const count of [400, 1_000]) {
  for (const listener of ['port', 'http10Port'] as const) {
    test(`${count} silent connections on ${listener} take 256 descriptors, and nothing from the pages`, {
      skip,
    }, async () => {
      const server = await cramped();
      const guests = await crowd(server[listener] as number, count);
      await throughTheDoor(server);
      // The first scrape comes now: no worker needs a descriptor for it.
      await assertAlive(server);
      const { open = 0, 503: refused = 0, closed = 0, ...others } = tally(guests);
      assert.deepEqual([open + refused + closed, others], [count, {}]);
      leave(guests);
      await assertAsBefore(server);
    });

    test(`${count} requests on ${listener} with 256 descriptors: 128 are answered, the others told, none hangs`, {
      skip,
    }, async () => {
      const server = await cramped();
      const guests = await crowd(server[listener] as number, count, SLOW);
      await until(() => (tally(guests).open ?? 0) <= SLOTS, 'everyone who is refused knows');
      await throughTheDoor(server);
      await assertAlive(server);
      await until(() => guests.every((guest) => guest.fate() !== 'open'), 'everyone knows', 30_000);
      assertSharedOut(guests);
      const series = valuesBySeries(parseMetrics((await read(`${server.url}/metrics`)).text));
      const counted =
        (series.get('llm_mock_refused_connections_total') ?? 0) +
        (series.get('llm_mock_rejected_total{reason="connections"}') ?? 0) +
        (series.get('llm_mock_rejected_total{reason="capacity"}') ?? 0);
      assert.ok(counted >= count - SLOTS, `${counted} refusals are counted`);
      leave(guests);
      await assertAsBefore(server);
    });
  }
}

test('who asks for an answer while silent ones fill the descriptors is told why, and let go', {
  skip,
}, async () => {
  const server = await cramped();
  const guests = await crowd(server.port, 400);
  await throughTheDoor(server);
  const more: Guest[] = [];
  while ((await metric(server.url, 'llm_mock_connections')) <= SERVED + 1) {
    assert.ok(more.length < DESCRIPTORS, 'it never gets full');
    more.push(...(await crowd(server.port, 4, BEGUN)));
  }
  const answer = await request(`${server.url}/v1/chat/completions`, { method: 'POST', body: QUICK });
  const { error } = (await answer.body.json()) as { error: { code: string } };
  assert.deepEqual([answer.statusCode, error.code], [503, 'connections_exceeded']);
  assert.equal(answer.headers.connection, 'close');
  assert.notEqual(answer.headers['retry-after'], undefined);
  const health = await request(`${server.url}/health`);
  await health.body.dump();
  assert.deepEqual([health.statusCode, health.headers.connection], [200, 'close']);
  leave([...guests, ...more]);
  await assertAsBefore(server);
});

test('a connection that is one too many gets a whole 503 without having asked', { skip }, async () => {
  const server = await cramped();
  for (const port of [server.port, server.http10Port as number]) {
    // They speak, so the kernel hands them over.
    const guests = await crowd(port, 400, BEGUN);
    await until(() => (tally(guests)[503] ?? 0) > 0, 'one is refused');
    const refused = guests.find((guest) => guest.fate() === 503)?.received() ?? '';
    const [head = '', body = ''] = refused.split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
    assert.match(head, /\r\nconnection: close(\r\n|$)/);
    assert.equal(Number(/content-length: (\d+)/.exec(head)?.[1]), body.length);
    assert.equal(JSON.parse(body).error.code, 'connections_exceeded');
    leave(guests);
    await assertAsBefore(server);
  }
});

test('the cap that fits is the one that is shown everywhere', { skip }, async () => {
  const server = await cramped();
  assert.equal(server.ready.max_concurrent, SLOTS);
  assert.equal(await metric(server.url, 'llm_mock_max_concurrent_requests'), SLOTS);
  assert.equal(JSON.parse((await read(`${server.url}/health`)).text).max_concurrent, SLOTS);
  const warnings = server.log.filter(({ msg }) => String(msg).startsWith('MAX_CONCURRENT=500 needs more'));
  assert.deepEqual(
    warnings.map(({ msg }) => msg),
    [
      'MAX_CONCURRENT=500 needs more descriptors than this process may open (256, of which 128 are kept for the server ' +
        'itself, its pages and refusals): the cap is 128; raise the limit to 628 (ulimit -n) or set MAX_CONCURRENT=128',
    ],
  );
});

test('with TLS on both ports 400 connections at once are served or ended', { skip }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-descriptors-'));
  after(() => rmSync(directory, { recursive: true }));
  const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec' });
  const [TLS_CERT_FILE, TLS_KEY_FILE] = (['cert', 'private'] as const).map((name) => {
    const path = join(directory, name);
    writeFileSync(path, pem[name]);
    return path;
  });
  const server = await cramped({ TLS_CERT_FILE, TLS_KEY_FILE });
  for (const port of [server.port, server.http10Port as number]) {
    const guests = await crowd(port, 400, SLOW, true);
    await until(() => guests.every((guest) => guest.fate() !== 'open'), 'everyone knows', 30_000);
    assertSharedOut(guests);
    leave(guests);
  }
});

test('with 100 descriptors a server runs, with 64 it says in a sentence why it does not', {
  skip,
}, async () => {
  const small = await spawnWithDescriptors(100);
  assert.equal(small.ready.max_concurrent, 24);
  await assertAsBefore(small);
  const { code, stderr } = await runCli([], {}, 64);
  assert.equal(code, 3);
  // It cannot even load its code then, or it has no connection to spare.
  assert.match(
    stderr,
    /^llm-mock-server: this process may open (?:too few|64) descriptors[^\n]+raise the limit[^\n]+\(ulimit -n\)\n$/,
  );
});
