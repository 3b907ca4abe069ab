/**
 * The whole page, rendered in this thread from a shared state with known figures.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { TIME_BOUNDS_SECONDS } from '../../../../dist/shared/figures/bounds.js';
import { FIGURE_ROWS, type NumberName } from '../../../../dist/shared/figures.js';
import { ENDPOINTS, MODEL_ENDPOINTS, REJECTION_REASONS, STATUSES } from '../../../../dist/shared/labels.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { totalsOf } from '../../../../dist/shared/state-totals.js';
import { createMetricsRenderer } from '../../../../dist/telemetry/metrics/metrics.js';
import { type Family, parseMetrics, valueOfFamily } from '../../../support/metrics-text.js';

const FACTS = {
  build: { version: '1.2.3', node: '20.0.0', uwebsockets: '20.30.0' },
  fileDescriptorsMax: 20_000,
  startedAtSeconds: 1_700_000_000,
};

async function scrape(state: SharedState, facts = FACTS): Promise<ReadonlyMap<string, Family>> {
  return parseMetrics(await createMetricsRenderer(state, facts)());
}

/** The samples of a family as [labels, value]. */
function samplesOf(families: ReadonlyMap<string, Family>, name: string) {
  return families.get(name)?.samples.map(({ labels, value }) => [labels, value]);
}

for (const threads of [1, 3]) {
  test(`with ${threads} threads the page has a family for each row that has a metric, in their order, and no other`, async () => {
    const families = await scrape(SharedState.create(1, threads));
    const rows = FIGURE_ROWS.filter(([, { home }]) => threads > 1 || home !== 'thread');
    assert.deepEqual(
      [...families].map(([name, { type, help }]) => [name, type, help]),
      rows.flatMap(([, { metric, kind, help }]) => (metric === undefined ? [] : [[metric, kind, help]])),
    );
  });
}

test('what each thread has counted has its number, and the families without one have the sum', async () => {
  const first = SharedState.create(9, 2);
  const second = SharedState.attach(first.buffer, 1);
  for (const [state, slots] of [
    [first, 1],
    [second, 3],
  ] as const) {
    for (let slot = 0; slot < slots; slot++) state.tryAcquireSlot();
    state.countConnection(10 * slots);
    state.eventLoopLagSeconds = slots / 10;
    state.lateness.observe(0.001, slots);
    state.disconnects += slots;
  }
  const families = await scrape(totalsOf(first));
  const byThread = (name: string) => samplesOf(families, name)?.map(([labels, value]) => [labels, value]);
  for (const [name, values] of [
    ['llm_mock_thread_active_requests', [1, 3]],
    ['llm_mock_thread_connections', [10, 30]],
    ['llm_mock_thread_event_loop_lag_seconds', [0.1, 0.3]],
  ] as const) {
    assert.deepEqual(
      byThread(name),
      values.map((value, thread) => [{ thread: String(thread) }, value]),
    );
  }
  assert.deepEqual(
    ['llm_mock_active_requests', 'llm_mock_connections', 'llm_mock_client_disconnects_total'].map((name) =>
      valueOfFamily(families, name),
    ),
    [4, 40, 4],
  );
  assert.equal(valueOfFamily(families, 'llm_mock_event_loop_lag_seconds'), 0.3);
});

test('every figure of one number is shown by its metric', async () => {
  const state = SharedState.create(1);
  const numbers = FIGURE_ROWS.filter(([, { home, labels, bounds }]) => !home && !labels && !bounds);
  for (const [at, [name]] of numbers.entries()) state[name as NumberName] = at + 1;
  const families = await scrape(state);
  for (const [at, [, { metric = '' }]] of numbers.entries())
    assert.equal(valueOfFamily(families, metric), at + 1);
});

test('the slots are those of the state', async () => {
  const state = SharedState.create(7);
  for (let i = 0; i < 5; i++) state.tryAcquireSlot();
  state.releaseSlot();
  state.releaseSlot();
  for (const change of [1, 1, 1, -1]) state.countConnection(change);
  for (const change of [1, 1, 1, 1, -1]) state.viewers += change;
  const families = await scrape(state);
  assert.equal(valueOfFamily(families, 'llm_mock_active_requests'), 3);
  assert.equal(valueOfFamily(families, 'llm_mock_max_concurrent_requests'), 7);
  assert.equal(valueOfFamily(families, 'llm_mock_peak_requests'), 5);
  assert.equal(valueOfFamily(families, 'llm_mock_connections'), 2);
  assert.equal(valueOfFamily(families, 'llm_mock_live_viewers'), 3);
});

test('replies have one series for each endpoint and status, zero included, and no other', async () => {
  const state = SharedState.create(1);
  const expected = ENDPOINTS.flatMap((endpoint, e) =>
    STATUSES.map((status, s) => {
      const count = e === 0 ? 0 : e * 10 + s;
      for (let i = 0; i < count; i++) state.countReply(e, status);
      return [{ endpoint, status: String(status) }, count];
    }),
  );
  assert.deepEqual(samplesOf(await scrape(state), 'llm_mock_requests_total'), expected);
});

test('refusals have one series for each reason, zero included, and no other', async () => {
  const state = SharedState.create(1);
  const expected = REJECTION_REASONS.map((reason, count) => {
    for (let i = 0; i < count; i++) state.countRejection(reason);
    return [{ reason }, count];
  });
  assert.equal(expected.length, 14);
  assert.deepEqual(samplesOf(await scrape(state), 'llm_mock_rejected_total'), expected);
});

test('a counter is exact up to 2^53', async () => {
  const state = SharedState.create(1);
  state.streamEvents = Number.MAX_SAFE_INTEGER - 1;
  state.streamEvents++;
  assert.equal(state.streamEvents, Number.MAX_SAFE_INTEGER);
  assert.match(
    await createMetricsRenderer(state, FACTS)(),
    /^llm_mock_stream_events_total 9007199254740991$/m,
  );
});

test('durations have one histogram for each model endpoint that has answered, with all buckets; lateness has one', async () => {
  const state = SharedState.create(1);
  state.durations[0]?.observe(0.001);
  state.durations[0]?.observe(10.05);
  state.durations[1]?.observe(601);
  state.lateness.observe(0.0006);
  const families = await scrape(state);
  const expected = (endpoint: string, values: number[]) => [
    ...[...TIME_BOUNDS_SECONDS, Infinity].map((bound) => [
      { endpoint, le: bound === Infinity ? '+Inf' : String(bound) },
      values.filter((value) => value <= bound).length,
    ]),
    [{ endpoint }, values.reduce((sum, value) => sum + value, 0)],
    [{ endpoint }, values.length],
  ];
  assert.deepEqual(samplesOf(families, 'llm_mock_request_duration_seconds'), [
    ...expected(MODEL_ENDPOINTS[0], [0.001, 10.05]),
    ...expected(MODEL_ENDPOINTS[1], [601]),
  ]);
  assert.deepEqual(samplesOf(families, 'llm_mock_delay_lateness_seconds'), [
    ...[...TIME_BOUNDS_SECONDS, '+Inf'].map((le, i) => [{ le: String(le) }, i === 0 ? 0 : 1]),
    [{}, 0.0006],
    [{}, 1],
  ]);
});

test('memory is that of the last sample, and its age is counted from then', async () => {
  const state = SharedState.create(1);
  const sampledAtMs = Date.now() - 5_000;
  state.writeMemory({
    totalBytes: 1024,
    usedBytes: 256,
    availableBytes: 768,
    source: 'cgroup_v2',
    sampledAtMs,
  });
  const families = await scrape(state);
  const ageMaxSeconds = (Date.now() - sampledAtMs) / 1000;
  assert.equal(valueOfFamily(families, 'llm_mock_memory_total_bytes'), 1024);
  assert.equal(valueOfFamily(families, 'llm_mock_memory_used_bytes'), 256);
  assert.equal(valueOfFamily(families, 'llm_mock_memory_available_bytes'), 768);
  assert.equal(valueOfFamily(families, 'llm_mock_memory_usage_ratio'), 0.25);
  const ageSeconds = valueOfFamily(families, 'llm_mock_memory_sample_age_seconds');
  assert.equal(ageSeconds >= 5 && ageSeconds <= ageMaxSeconds, true, String(ageSeconds));
});

test('before the first sample the age is not a number and the ratio is 0', async () => {
  const families = await scrape(SharedState.create(1));
  assert.equal(valueOfFamily(families, 'llm_mock_memory_usage_ratio'), 0);
  assert.equal(valueOfFamily(families, 'llm_mock_memory_sample_age_seconds'), Number.NaN);
});

test('after a clock was set back the age is 0, never negative', async () => {
  const state = SharedState.create(1);
  const sampledAtMs = Date.now() + 3_600_000;
  state.writeMemory({ totalBytes: 2, usedBytes: 1, availableBytes: 1, source: 'cgroup_v1', sampledAtMs });
  assert.equal(valueOfFamily(await scrape(state), 'llm_mock_memory_sample_age_seconds'), 0);
});

test('the build is named by its labels, with the value 1', async () => {
  assert.deepEqual(samplesOf(await scrape(SharedState.create(1)), 'llm_mock_build_info'), [[FACTS.build, 1]]);
});

test('a renderer shows at each scrape what the state is then', async () => {
  const state = SharedState.create(2);
  const render = createMetricsRenderer(state, FACTS);
  for (const active of [0, 1, 2]) {
    if (active > 0) state.tryAcquireSlot();
    state.disconnects++;
    state.countReply(0, 200);
    state.countRejection('capacity');
    const families = parseMetrics(await render());
    assert.equal(families.get('llm_mock_requests_total')?.samples[0]?.value, active + 1);
    assert.equal(families.get('llm_mock_rejected_total')?.samples[0]?.value, active + 1);
    assert.equal(valueOfFamily(families, 'llm_mock_active_requests'), active);
    assert.equal(valueOfFamily(families, 'llm_mock_client_disconnects_total'), active + 1);
  }
});

const PROMTOOL = 'promtool';
const promtool = spawnSync(PROMTOOL, ['--version']).error === undefined;

test('promtool finds nothing to say against the page', {
  skip: promtool ? false : 'no promtool here',
}, async () => {
  const input = await createMetricsRenderer(SharedState.create(1), FACTS)();
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], { input, encoding: 'utf8' });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
});
