import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAutocannon } from '../load/autocannon.js';
import { chooseLoadGenerator } from '../load/choose-load-generator.js';
import { type LoadGenerator, type LoadPlan, NOT_LOOKED_AT } from '../load/load.js';
import { findWrk } from '../load/wrk.js';
import { assertClean } from '../run/step-result.js';
import { ANSWER_MS, answersByPath, CAP_ANSWER_MS, TEXT } from './support/answers-by-path.js';

const never = new AbortController().signal;
const wrk = await findWrk([]);

const server = answersByPath();

function plan(path: string, rest: Partial<LoadPlan> = {}): LoadPlan {
  server.reset();
  return {
    port: server.port,
    path,
    body: '{"a":1}',
    connections: 20,
    requests: { kind: 'one-each' },
    timeoutMs: 5_000,
    answer: { contains: TEXT, events: 0 },
    ...rest,
  };
}

function generatorTests(generator: LoadGenerator): void {
  test('one request a connection is sent, and each answer is seen', async () => {
    const result = await generator.run(plan('/ok'), never);
    assert.equal(server.requests, 20);
    assert.deepEqual([result.sent, result.answered, result.refused, result.wrong], [20, 20, 0, 0]);
    const latency = result.answeredLatency;
    assert.ok(latency !== null && latency.minMs >= ANSWER_MS - 1, `${latency?.minMs} ms`);
    assert.ok(result.elapsedMs >= latency.maxMs, `${result.elapsedMs} ms`);
    assert.ok(result.cpuShare > 0, `${result.cpuShare}`);
  });

  test('refusals are told from answers, and so are their latencies', async () => {
    const result = await generator.run(plan('/cap'), never);
    assert.deepEqual([result.answered, result.refused, result.wrong], [10, 10, 0]);
    assert.equal((result.answeredLatency?.minMs ?? 0) >= CAP_ANSWER_MS - 1, true);
    const [refused, answered] = [result.refusedLatency, result.answeredLatency];
    assert.ok(
      refused !== null && answered !== null && refused.minMs < answered.minMs,
      'the refused wait for nothing',
    );
  });

  test('a body without what it must contain is a wrong answer', async () => {
    const result = await generator.run(plan('/wrong'), never);
    assert.deepEqual([result.answered, result.wrong], [0, 20]);
  });

  test('a stream without all of its events is a wrong answer', async () => {
    const events = { answer: { contains: 'data: [DONE]', events: 3 } };
    const result = await generator.run(plan('/stream', events), never);
    assert.deepEqual([result.answered, result.wrong], [10, 10]);
  });

  test('connections that break off are counted, and their requests not asked again for ever', async () => {
    const result = await generator.run(plan('/broken', { answer: NOT_LOOKED_AT }), never);
    assert.equal(server.requests, 20);
    assert.deepEqual([result.answered, result.readErrors], [10, 10]);
  });

  test('answers that never come are missed when their time is over', async () => {
    const silent = { answer: NOT_LOOKED_AT, timeoutMs: 1_000 };
    const result = await generator.run(plan('/silent', silent), never);
    assert.deepEqual([result.sent, result.answered], [20, 10]);
    assert.throws(
      () => assertClean(result, { lostAllowed: false, refusedAllowed: false }),
      /10 answers that did not come/,
    );
  });

  test('for a time, as many requests are sent as can be', async () => {
    const steady = {
      connections: 4,
      requests: { kind: 'for', durationMs: 1_000, newConnections: false },
      answer: NOT_LOOKED_AT,
    } as const;
    const result = await generator.run(plan('/ok', steady), never);
    assert.ok(result.elapsedMs >= 1_000, `${result.elapsedMs} ms`);
    // Each connection has an answer in 50 ms, at the most.
    const most = 4 * (result.elapsedMs / 49 + 1);
    assert.ok(result.answered >= 4 && result.answered <= most, `${result.answered} answers, at most ${most}`);
    assert.deepEqual([result.wrong, result.readErrors, result.timeouts], [0, 0, 0]);
  });

  test('it ends at once when it is told to, with the reason', async () => {
    const controller = new AbortController();
    const running = generator.run(
      plan('/ok', { requests: { kind: 'for', durationMs: 60_000, newConnections: false } }),
      controller.signal,
    );
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await assert.rejects(running, /enough/);
  });
}

describe('autocannon', () => {
  generatorTests(createAutocannon([]));
});

describe('wrk', { skip: wrk === null ? 'wrk is not installed' : false }, () => {
  if (wrk === null) return;
  generatorTests(wrk);

  test('it measures nothing that takes longer than its limit, and says so', async () => {
    const late = plan('/late', { answer: NOT_LOOKED_AT, timeoutMs: 1_000 });
    await assert.rejects(wrk.run(late, never), /20 answers came after its limit of 1000 ms, and no other/);
  });
});

test('what is not there cannot be asked for', {
  skip: wrk === null ? false : 'wrk is installed',
}, async () => {
  await assert.rejects(chooseLoadGenerator('wrk', []), /wrk is not installed/);
});

test('autocannon is taken when it is asked for', async () => {
  assert.equal((await chooseLoadGenerator('autocannon', [])).name, 'autocannon');
});
