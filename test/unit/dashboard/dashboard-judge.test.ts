import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { type Row, STARTED_AT_MS, sampleAt, samplesUpTo } from '../../support/dashboard-samples.js';

const { judge } = await loadDashboard<typeof import('../../../dist/dashboard/judge/judge.js')>('judge/judge');
const { toPageState } =
  await loadDashboard<typeof import('../../../dist/dashboard/judge/page-state.js')>('judge/page-state');

/** Ten answers a second, each a millisecond late. */
const WORKING = (second: number): Partial<Row> => ({
  active: 5,
  replies_200: second * 10,
  replyLatenessP50Seconds: 0.0005,
  replyLatenessP99Seconds: 0.001,
  eventLoopLagSeconds: 0.002,
  cpuSeconds: second * 0.2,
});
/** The judgement after twenty seconds of work in which `last` was different at the end. */
const after = (last: Partial<Row>, before: (second: number) => Partial<Row> = WORKING) =>
  judge(samplesUpTo(20, (second) => ({ ...before(second), ...(second === 20 ? last : {}) }))) ??
  assert.fail('no judgement');

test('without a row there is no judgement', () => {
  assert.equal(judge([]), null);
});

test('nothing in flight and nothing answered: there is nothing to judge, however the loop was held up', () => {
  assert.equal(judge([sampleAt(1)])?.kind, 'idle');
  assert.equal(after({ eventLoopLagSeconds: 3 }, () => ({})).kind, 'idle');
  assert.equal(after({}, (second) => (second < 5 ? WORKING(second) : { replies_200: 40 })).kind, 'idle');
});

test('what was answered is judged for ten seconds', () => {
  const burst = (quietFor: number) => (second: number) =>
    second === 20 - quietFor
      ? { replies_200: 1, replyLatenessP99Seconds: 0.001 }
      : { replies_200: second < 20 - quietFor ? 0 : 1 };
  assert.equal(after({}, burst(9)).kind, 'onTime');
  assert.equal(after({}, burst(10)).kind, 'idle');
});

test('on time: the worst p99 of the seconds, and the rates', () => {
  const judgement = after({ replyLatenessP99Seconds: 0.009, tokenLatenessP99Seconds: 0.004 });
  assert.equal(judgement.kind, 'onTime');
  assert.equal(judgement.observed, 'both');
  assert.equal(judgement.latenessSeconds, 0.009);
  assert.equal(judgement.lagSeconds, 0.002);
  assert.equal(judgement.answeredPerSecond, 10);
  assert.equal(judgement.cpuCoresUsed.toFixed(3), '0.200');
  assert.equal(judgement.isFull, false);
});

test('late and strained come from how punctual the last ten seconds were', () => {
  const from = (second: number, bad: Partial<Row>) => (at: number) => ({
    ...WORKING(at),
    ...(at >= second ? bad : {}),
  });
  assert.equal(after({}, from(20, { replyLatenessP99Seconds: 0.06 })).kind, 'onTime');
  assert.equal(after({}, from(20, { replyLatenessP99Seconds: 0.06 })).hiccup?.latenessSeconds, 0.06);
  assert.equal(after({}, from(19, { replyLatenessP99Seconds: 0.06 })).kind, 'late');
  assert.equal(after({}, from(19, { tokenLatenessP99Seconds: 0.02 })).kind, 'strained');
  assert.equal(after({}, from(19, { eventLoopLagSeconds: 0.2 })).kind, 'late');
  const longAgo = (at: number) => ({ ...WORKING(at), ...(at <= 10 ? { replyLatenessP99Seconds: 9 } : {}) });
  assert.equal(after({}, longAgo).kind, 'onTime');
});

test('in flight, and none was due: it waits, or is late by its loop', () => {
  const waiting = () => ({ active: 3, eventLoopLagSeconds: 0.002 });
  assert.equal(after({}, waiting).kind, 'waiting');
  assert.equal(after({}, waiting).observed, 'nothing');
  assert.equal(after({}, waiting).latenessSeconds, Number.NaN);
  assert.equal(after({ eventLoopLagSeconds: 1.2 }, waiting).kind, 'late');
  assert.equal(after({ active: 0 }, waiting).kind, 'idle');
});

test('requests that are all refused before they take a slot are no work', () => {
  const refused = (second: number) => ({ replies_401: second * 3, rejected_unauthorized: second * 3 });
  assert.equal(after({}, refused).kind, 'refusing');
  assert.equal(after({}, refused).refusedPerSecond, 3);
});

test('full: one refusal for want of a slot in ten seconds, and together with being late', () => {
  const full = after({ rejected_capacity: 5, replies_503: 5 });
  assert.equal(full.kind, 'full');
  assert.equal(full.isFull, true);
  assert.equal(full.capacityPerSecond, 0.5);
  const late = after({ rejected_capacity: 5, replyLatenessP99Seconds: 2 });
  assert.equal(late.kind, 'late');
  assert.equal(late.isFull, true);
  const before = (second: number) => ({ ...WORKING(second), rejected_capacity: second < 10 ? 0 : 5 });
  assert.equal(after({}, before).isFull, false);
  const within = (second: number) => ({ ...WORKING(second), rejected_capacity: second < 11 ? 0 : 5 });
  assert.equal(after({}, within).isFull, true);
});

test('memory above 95 % comes before lateness, draining before memory', () => {
  assert.equal(after({ memoryUsedBytes: 950, replyLatenessP99Seconds: 1 }).kind, 'late');
  assert.equal(after({ memoryUsedBytes: 951, replyLatenessP99Seconds: 1 }).kind, 'memory');
  assert.equal(after({ memoryUsedBytes: 951, draining: 1 }).kind, 'draining');
});

test('memory from 85 % is told where the mock is not late, and beside it where it is', () => {
  assert.equal(after({ memoryUsedBytes: 849 }).kind, 'onTime');
  assert.equal(after({ memoryUsedBytes: 849 }).isNearMemory, false);
  assert.equal(after({ memoryUsedBytes: 850 }).kind, 'nearMemory');
  assert.equal(after({ memoryUsedBytes: 950 }).kind, 'nearMemory');
  assert.equal(after({ memoryUsedBytes: 850 }, () => ({})).kind, 'nearMemory');
  const late = after({ memoryUsedBytes: 850, replyLatenessP99Seconds: 1 });
  assert.deepEqual([late.kind, late.isNearMemory], ['late', true]);
  const full = after({ memoryUsedBytes: 850, rejected_capacity: 5, replies_503: 5 });
  assert.deepEqual([full.kind, full.isFull], ['nearMemory', true]);
  assert.equal(after({ memoryUsedBytes: 850, draining: 1 }).kind, 'draining');
});

test('no memory figures yet are no full memory', () => {
  assert.equal(after({ memoryUsedBytes: 0, memoryTotalBytes: 0 }).kind, 'onTime');
});

test('the processor is full above nine tenths of a core: one thread serves', () => {
  const cpu = (cores: number) => after({}, (second) => ({ ...WORKING(second), cpuSeconds: second * cores }));
  assert.equal(cpu(0.89).processor, 'free');
  assert.equal(cpu(0.91).processor, 'full');
  assert.equal(cpu(3).processor, 'full');
  assert.equal(judge([sampleAt(1)])?.processor, 'unknown');
});

test('rows of an earlier server are not held against this one', () => {
  const earlier = samplesUpTo(5, () => ({ active: 9, replies_200: 500, replyLatenessP99Seconds: 4 })).map(
    (sample) => ({ ...sample, startedAtMs: STARTED_AT_MS - 100_000 }),
  );
  assert.equal(judge([...earlier, sampleAt(6), sampleAt(7)])?.kind, 'idle');
});

test('a server of which only a few columns are known is judged without failing', () => {
  const bare = (second: number) =>
    Object.fromEntries(
      Object.keys(sampleAt(0).row).map((name) => [name, name === 'atMs' ? second : Number.NaN]),
    );
  const samples = [1, 2].map((second) => ({ startedAtMs: 1, row: bare(second * 1_000) as Row }));
  assert.equal(judge(samples)?.kind, 'idle');
});

test('what the page knows is of now for 2.5 seconds, then stale, and never judged', () => {
  const known = { hello: null, samples: samplesUpTo(2, WORKING), heardAtMs: 1_000, hasFailed: false };
  assert.equal(toPageState(known, 3_500).presence, 'live');
  assert.equal(toPageState(known, 3_500).judgement?.kind, 'onTime');
  assert.equal(toPageState(known, 3_501).presence, 'stale');
  assert.equal(toPageState(known, 3_501).judgement, null);
  assert.equal(toPageState(known, 9_000).silentMs, 8_000);
});

test('without a row the page is connecting, or after a failure not connected', () => {
  const known = { hello: null, samples: [], heardAtMs: null, hasFailed: false };
  assert.equal(toPageState(known, 99_000).presence, 'connecting');
  assert.equal(toPageState({ ...known, hasFailed: true }, 99_000).presence, 'offline');
});
