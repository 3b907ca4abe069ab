import assert from 'node:assert/strict';
import { test } from 'node:test';
import { both, type HttpCase } from '../http/case.js';
import { HTTP_CASES } from '../http/cases.js';
import { runCase } from '../http/run-case.js';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

/** The first version of Node.js modules for which uWebSockets.js has its newer build (Node.js 22). */
const NEWER_BUILD = 127;
const build = Number(process.versions.modules) >= NEWER_BUILD ? 'new' : 'old';

// Long enough for what is ended on purpose to be ended long before, on a machine that does much else.
// With several threads pages cannot be pipelined in all of them (serving/page-caller.ts), and some cases ask for pages.
const server = await startTestServer({ HTTP10_PORT: '0', KEEP_ALIVE_TIMEOUT: '3s', SOCKET_THREADS: '1' });
const { state } = server;
const http10Port = server.http10Port as number;

// All at once: what is kept takes its time.
const seen = new Map(
  await Promise.all(
    HTTP_CASES.map(
      async (one) => [one, [await runCase(one, server.port), await runCase(one, http10Port)]] as const,
    ),
  ),
);

for (const one of HTTP_CASES) {
  test(`${one.name}: it is done with it what the table says`, () => {
    const told = [both(one.port)[build], both(one.http10)[build]];
    assert.deepEqual(seen.get(one), told, 'PORT, HTTP10_PORT');
  });
}

test('none of them leaves a slot taken, or a connection open', async () => {
  await until(() => state.active === 0 && state.connections === 0, 'all are gone');
});

test('a case that differs from the standard says why, and no other does; names are unique', () => {
  const differs = ({ allowed, port, http10 }: HttpCase): boolean =>
    [both(port), both(http10)].some((one) => !allowed.includes(one.old) || !allowed.includes(one.new));
  assert.deepEqual(
    HTTP_CASES.filter((one) => differs(one) !== (one.why !== undefined)).map(({ name }) => name),
    [],
  );
  assert.equal(new Set(HTTP_CASES.map(({ name }) => name)).size, HTTP_CASES.length);
});
