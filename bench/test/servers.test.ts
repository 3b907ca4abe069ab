// Owns: what every server of the bench is held to, each really started. Must never: measure.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isBuilt } from '../native/programs.js';
import { checkAnswers } from '../servers/check-answers.js';
import type { BenchServer } from '../servers/server.js';
import { SERVERS, serverNamed, versionOf } from '../servers/servers.js';
import { BODY, BODY_BYTES_MAX, STREAM_BODY, WARM_UP_BODY } from '../servers/work.js';
import { withServer } from './support/server-process.js';
import { hold, statusOf, untilStatus } from './support/server-requests.js';

const WHOLE = { cap: 4, delayMs: 100, tokens: 0, tokenGapMs: 0 };
const STREAMED = { cap: 4, delayMs: 0, tokens: 5, tokenGapMs: 20 };
/** Nothing ends by itself within a test. */
const ENDLESS = { cap: 1, delayMs: 20_000, tokens: 0, tokenGapMs: 0 };
const ENDLESSLY_STREAMED = { cap: 1, delayMs: 0, tokens: 1_000, tokenGapMs: 20 };

for (const server of SERVERS) {
  const built = server.native === null || isBuilt(server.native);
  const skip = built
    ? false
    : `${server.name} is not built: npm run bench -- --servers ${server.name} builds it`;
  describe(server.name, { skip }, () => testServer(server));
}

function testServer(server: BenchServer): void {
  const { can, sameBytes } = server;

  test('answers at once where nothing is held, refuses what is no JSON, and shows its metrics', async () => {
    await withServer(server, { ...WHOLE, delayMs: 0 }, async ({ work, origin, url }) => {
      await checkAnswers(server, work);
      if (can.read) assert.equal(await statusOf(url, '{"model":'), 400);
      const tooLong = JSON.stringify({ pad: ' '.repeat(BODY_BYTES_MAX) });
      if (can.read && sameBytes) assert.equal(await statusOf(url, tooLong), 413);
      assert.equal(await statusOf(url, BODY), 200, 'it answers after it refused');
      if (can.metrics) assert.match(await scrape(origin), /^# TYPE \w+ (?:histogram|summary)$/m);
    });
  });

  test('holds a whole answer as long as it is told, or is found out by the check', async () => {
    await withServer(server, WHOLE, async ({ work }) => {
      if (can.delay) await checkAnswers(server, work);
      else await assert.rejects(checkAnswers(server, work), /whole answer: expected 100 ms after/);
    });
  });

  test('says each token of a stream when it is due', { skip: !can.stream }, async () => {
    await withServer(server, STREAMED, ({ work }) => checkAnswers(server, work));
  });

  test('answers 4 of 10 that come at once when its cap is 4', { skip: !can.cap }, async () => {
    await withServer(server, WHOLE, async ({ url }) => {
      const statuses = await Promise.all(Array.from({ length: 10 }, () => statusOf(url, BODY)));
      assert.deepEqual(statuses.sort(), [...Array(4).fill(200), ...Array(6).fill(503)]);
    });
  });

  test('frees a slot once when a client leaves that waits', { skip: !can.cap }, async () => {
    await withServer(server, ENDLESS, ({ url }) => leaveTwice(url, BODY));
  });

  test('frees a slot once when a client leaves its stream', { skip: !can.cap || !can.stream }, async () => {
    await withServer(server, ENDLESSLY_STREAMED, ({ url }) => leaveTwice(url, STREAM_BODY));
  });
}

/** With a cap of one: were a slot freed twice, the second round would find two. */
async function leaveTwice(url: string, body: string): Promise<void> {
  for (let round = 0; round < 2; round++) {
    const held = hold(url, body);
    await untilStatus(url, WARM_UP_BODY, 503);
    await held.leave();
    await untilStatus(url, WARM_UP_BODY, 200);
  }
}

async function scrape(origin: string): Promise<string> {
  const response = await fetch(`${origin}/metrics`);
  assert.equal(response.status, 200);
  return response.text();
}

describe('the list of servers', () => {
  test('begins with ours and names each once', () => {
    const names = SERVERS.map(({ name }) => name);
    assert.deepEqual(
      names,
      'ours bare-uws hyper node-http fastify express hono koa aimock llmsim vidaimock mock-llm ours-one-thread'.split(
        ' ',
      ),
    );
  });

  test('finds a server by its name and says which there are', () => {
    assert.equal(serverNamed('koa').title, 'Koa');
    assert.throws(
      () => serverNamed('nginx'),
      /no server is named nginx: expected one of ours, bare-uws, hyper, node-http,/,
    );
  });

  test('knows the version of each as it is installed', () => {
    for (const server of SERVERS) assert.match(versionOf(server, 'v20.1.2'), /^v?\d+\.\d+\.\d+/);
    assert.equal(versionOf(serverNamed('node-http'), 'v20.1.2'), 'v20.1.2');
  });
});

test('ours has a thread that serves for each core of the profile', () => {
  const work = { ...WHOLE, port: 0 };
  const threads = [1, 2].map((cores) => serverNamed('ours').environment(work, cores).SOCKET_THREADS);
  assert.deepEqual(threads, ['1', '2']);
  assert.equal(serverNamed('ours-one-thread').environment(work, 2).SOCKET_THREADS, '1');
});
