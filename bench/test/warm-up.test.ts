// Owns: tests of how long a server is warmed up, and with what: a load generator that is told what to bring writes down what it is asked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadGenerator, LoadPlan, LoadResult } from '../load/load.js';
import type { ServerRun } from '../run/server-run.js';
import { warmUp } from '../run/warm-up.js';
import { serverNamed } from '../servers/servers.js';
import { BODY, STREAM_BODY, WARM_UP_BODY } from '../servers/work.js';

const AT_ONCE = { port: 1, cap: 1, delayMs: 0, tokens: 0, tokenGapMs: 0 };

/** What was asked, in its order, where each turn brings the next of `answers`. */
async function asked(server: string, work: object, ...answers: readonly number[]): Promise<LoadPlan[]> {
  const plans: LoadPlan[] = [];
  const result: Omit<LoadResult, 'sent' | 'answered'> = {
    ...{ refused: 0, wrong: 0, connectErrors: 0, readErrors: 0, timeouts: 0 },
    ...{ elapsedMs: 1, answeredLatency: null, refusedLatency: null, cpuShare: 0 },
  };
  const load: LoadGenerator = {
    ...{ name: 'wrk', version: '1', canRenewConnections: true, pinned: [] },
    run(plan) {
      const answered = answers[plans.length] ?? 64;
      plans.push(plan);
      return Promise.resolve({ ...result, sent: answered, answered });
    },
  };
  const run: ServerRun = {
    ...{ server: serverNamed(server), work: { ...AT_ONCE, ...work }, pid: 1, readyMs: 1, rssReadyBytes: 1 },
    signal: new AbortController().signal,
    process: {
      pid: 1,
      ended: new Promise(() => undefined),
      memoryBytes: () => null,
      stop: async () => undefined,
    },
  };
  await warmUp(run, load);
  return plans;
}

const bodies = (plans: readonly LoadPlan[]): string[] => plans.map(({ body }) => body);

test('a server is asked until a second brings hardly more than the one before', async () => {
  const plans = await asked('ours', {}, 2_000, 7_000, 20_000, 21_000, 1);
  assert.deepEqual(bodies(plans), Array(4).fill(WARM_UP_BODY));
});

test('one that is faster every time has its end, too', async () => {
  assert.equal((await asked('ours', {}, 1, 2, 4, 8, 16, 32, 64)).length, 6);
});

test('streams are warmed up by streams as well, after what comes at once', async () => {
  const plans = await asked('ours', { tokens: 150, tokenGapMs: 20 }, 20_000, 20_000);
  assert.deepEqual(bodies(plans), [WARM_UP_BODY, WARM_UP_BODY, STREAM_BODY]);
  assert.deepEqual(plans[2]?.requests, { kind: 'one-each' });
  assert.ok((plans[2]?.timeoutMs ?? 0) > 150 * 20);
});

test('who answers nothing at once while it waits is asked for what waits, one each', async () => {
  assert.deepEqual(bodies(await asked('llmsim', { delayMs: 500 })), [BODY]);
  assert.deepEqual(bodies(await asked('llmsim', { tokens: 150, tokenGapMs: 20 })), [STREAM_BODY]);
});

test('a wrong answer ends it', async () => {
  await assert.rejects(asked('ours', {}, 0), /none of 0 requests was answered/);
});
