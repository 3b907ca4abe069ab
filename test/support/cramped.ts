// Owns: a server with 256 descriptors, and crowds at its doors. Runs on: the test process.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { request } from 'undici';
import { type ServerProcess, spawnWithDescriptors } from './child-process.js';
import { crowd, type Guest, leave, tally } from './guests.js';
import { parseMetrics, valueOfFamily, valuesBySeries } from './metrics-text.js';
import { rawPost } from './raw-connection.js';
import { until } from './until.js';

export const skip = existsSync('/proc/self/limits') ? false : 'needs /proc';
export const DESCRIPTORS = 256;
/** What is left of them for requests. */
export const SLOTS = 128;
/** Above so many connections requests are refused. */
export const SERVED = 160;
/** The whole crowd is here when the first answer goes out. */
export const SLOW = rawPost('{"model":"m;delay=5s","messages":[{"role":"user","content":"hello"}]}');
/** A head that goes on, which nobody waits for. */
export const BEGUN = 'GET /health HTTP/1.1\r\nhost: x\r\n';
export const QUICK = '{"model":"m;delay=0","messages":[{"role":"user","content":"hello"}]}';

export const cramped = async (settings = {}): Promise<ServerProcess> =>
  spawnWithDescriptors(DESCRIPTORS, {
    MAX_CONCURRENT: '500',
    HTTP10_PORT: '0',
    ...settings,
  });

export async function read(url: string): Promise<{ status: number; text: string }> {
  const answer = await request(url, { reset: true });
  return { status: answer.statusCode, text: await answer.body.text() };
}

export const metric = async (url: string, name: string) =>
  valueOfFamily(parseMetrics((await read(`${url}/metrics`)).text), name);

/** Pages answer on both ports, a new connection each. */
async function assertAlive({ url, http10Port }: ServerProcess): Promise<void> {
  for (const base of [url, `http://127.0.0.1:${http10Port}`]) {
    for (let i = 0; i < 5; i++) {
      assert.match((await read(`${base}/health`)).text, /^\{"status":"(healthy|overloaded)"/);
      for (const path of ['/ready', '/metrics', '/']) {
        assert.equal((await read(`${base}${path}`)).status, 200, `${base}${path}`);
      }
    }
  }
}

/**
 * The crowd has been let in or sent away (a page that waited behind it could have been sent away with it), and the workers,
 * which have just been started, are there.
 */
export async function throughTheDoor({ url, http10Port }: ServerProcess): Promise<void> {
  for (const base of [url, `http://127.0.0.1:${http10Port}`]) {
    await until(async () => (await read(`${base}/ready`)).status === 200, 'a page gets in');
  }
}

/** No more are answered than there are slots; and most of those are used, but for who was refused before others had gone. */
export function assertSharedOut(guests: readonly Guest[]): void {
  const { 200: answered = 0, 503: refused = 0, closed = 0, ...others } = tally(guests);
  assert.deepEqual([answered + refused + closed, others], [guests.length, {}]);
  assert.ok(answered <= SLOTS && answered > SLOTS / 2, `${answered} of ${guests.length} were answered`);
}

/** What they held is free again, and requests are answered. */
export async function assertAsBefore({ url }: ServerProcess): Promise<void> {
  // Those whom the kernel kept come all at once, to leave: once more a page may wait behind them.
  await until(async () => (await read(`${url}/metrics`)).status === 200, 'they have left');
  // The scrape that asks is one.
  await until(async () => (await metric(url, 'llm_mock_connections')) <= 1, 'all connections are gone');
  assert.equal(await metric(url, 'llm_mock_active_requests'), 0);
  const answer = await request(`${url}/v1/chat/completions`, { method: 'POST', body: QUICK, reset: true });
  await answer.body.dump();
  assert.equal(answer.statusCode, 200);
}

export type ListenerName = 'port' | 'http10Port';

/** So many connections that say nothing take the descriptors, and nothing from the pages; `look` is called meanwhile. */
export async function holdSilentCrowd(
  listener: ListenerName,
  count: number,
  look = async (_: ServerProcess): Promise<void> => {},
): Promise<void> {
  const server = await cramped();
  const guests = await crowd(server[listener] as number, count);
  await throughTheDoor(server);
  // The first scrape comes now: no worker needs a descriptor for it.
  await assertAlive(server);
  await look(server);
  const { open = 0, 503: refused = 0, closed = 0, ...others } = tally(guests);
  assert.deepEqual([open + refused + closed, others], [count, {}]);
  leave(guests);
  await assertAsBefore(server);
}

/** Of so many requests as many are answered as there are slots, the others are told, and none hangs. */
export async function askAsCrowd(
  listener: ListenerName,
  count: number,
  look = async (_: ServerProcess): Promise<void> => {},
): Promise<void> {
  const server = await cramped();
  const guests = await crowd(server[listener] as number, count, SLOW);
  await until(() => (tally(guests).open ?? 0) <= SLOTS, 'everyone who is refused knows');
  await throughTheDoor(server);
  await assertAlive(server);
  await look(server);
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
}
