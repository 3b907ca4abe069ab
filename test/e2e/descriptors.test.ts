/**
 * A server with fewer descriptors than it is asked for. Larger crowds, TLS, and the processor time that they cost are in
 * test/slow/descriptors.test.ts.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { request } from 'undici';
import { runCli, spawnWithDescriptors } from '../support/child-process.js';
import {
  askAsCrowd,
  assertAsBefore,
  BEGUN,
  cramped,
  DESCRIPTORS,
  holdSilentCrowd,
  metric,
  QUICK,
  read,
  SERVED,
  SLOTS,
  skip,
  throughTheDoor,
} from '../support/cramped.js';
import { crowd, type Guest, leave, tally } from '../support/guests.js';
import { until } from '../support/until.js';

describe('with 256 descriptors', { concurrency: true }, () => {
  for (const listener of ['port', 'http10Port'] as const) {
    test(`400 silent connections on ${listener} take them, and nothing from the pages`, { skip }, () =>
      holdSilentCrowd(listener, 400),
    );

    test(`of 400 requests on ${listener} 128 are answered, the others told, none hangs`, { skip }, () =>
      askAsCrowd(listener, 400),
    );
  }
});

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
