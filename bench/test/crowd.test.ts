// Owns: tests of the crowd of clients, against a server that answers by path. Skipped where cargo has not built it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { type CrowdPlan, runCrowd } from '../load/crowd.js';
import { CROWD, isBuilt } from '../native/programs.js';
import { ANSWER_MS, answersByPath, TEXT } from './support/answers-by-path.js';

const skip = isBuilt(CROWD)
  ? false
  : 'the crowd is not built: npm run bench -- --scenario connect-storm builds it';
const never = new AbortController().signal;

const server = answersByPath();

function ask(path: string, rest: Partial<CrowdPlan> = {}) {
  server.reset();
  const plan = {
    port: server.port,
    path,
    body: '{"a":1}',
    connections: 20,
    addresses: 1,
    timeoutMs: 5_000,
    contains: TEXT,
  };
  return runCrowd([], { ...plan, ...rest }, never);
}

describe('the crowd', { skip }, () => {
  test('sends one request on each connection, and times each connect and each answer', async () => {
    const result = await ask('/ok');
    assert.deepEqual(
      [server.requests, result.sent, result.answered, result.refused, result.wrong],
      [20, 20, 20, 0, 0],
    );
    assert.equal((result.answeredLatency?.minMs ?? 0) >= ANSWER_MS, true);
    const { minMs = -1, p50Ms = -1, p99Ms = -1, maxMs = -1 } = result.connectTimes ?? {};
    assert.deepEqual(
      [minMs, p50Ms, p99Ms, maxMs],
      [minMs, p50Ms, p99Ms, maxMs].toSorted((a, b) => a - b),
    );
    assert.equal(result.refusedLatency, null);
  });

  test('comes from as many addresses as it is told', async () => {
    await ask('/ok', { addresses: 3 });
    assert.deepEqual([...server.addresses].sort(), ['127.0.0.1', '127.0.0.2', '127.0.0.3']);
  });

  test('tells refusals, wrong bodies, connections that broke off and answers that never came apart', async () => {
    const capped = await ask('/cap');
    assert.deepEqual([capped.answered, capped.refused], [10, 10]);
    const wrong = await ask('/wrong');
    assert.deepEqual([wrong.answered, wrong.wrong], [0, 20]);
    const broken = await ask('/broken');
    assert.deepEqual([broken.answered, broken.readErrors], [10, 10]);
    const silent = await ask('/silent', { timeoutMs: 400 });
    assert.deepEqual([silent.answered, silent.timeouts], [10, 10]);
  });

  test('counts connects that are refused', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const result = await ask('/ok', { port });
    assert.deepEqual([result.answered, result.connectErrors, result.connectTimes], [0, 20, null]);
  });
});
