import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { holdUploads } from '../support/in-flight.js';
import { until } from '../support/until.js';

const THROWS = new URL('../fixtures/throws-on-signal.js', import.meta.url).href;

async function internalErrors(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^llm_mock_internal_errors_total (\d+)$/m.exec(text)?.[1]);
}

test('what nobody catches is counted and logged once, and ends neither the server nor a request', async () => {
  const server = await spawnServer({ NODE_OPTIONS: `--import=${THROWS}` });
  const { finish } = await holdUploads(server, 20);
  for (const [signal, count] of [
    ['SIGCONT', 1],
    ['SIGCONT', 2],
    ['SIGWINCH', 3],
    ['SIGWINCH', 4],
  ] as const) {
    server.child.kill(signal);
    await until(async () => (await internalErrors(server.url)) === count, `${count} are counted`);
  }
  assert.deepEqual(
    (await finish()).map((reply) => reply.status === 'fulfilled' && reply.value.status),
    Array(20).fill(200),
  );
  server.child.kill('SIGTERM');
  const { code, stderr } = await server.exited;
  assert.deepEqual([code, stderr], [0, '']);
  const defects = server.log.filter(({ msg }) => msg === 'a defect was caught; the server goes on');
  assert.deepEqual(
    defects.map(({ reason, where }) => ({ reason, where })),
    [
      { reason: 'nobody catches this', where: 'uncaught exception' },
      { reason: 'null was thrown', where: 'unhandled rejection' },
    ],
  );
});
