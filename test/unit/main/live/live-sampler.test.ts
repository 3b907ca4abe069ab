import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLiveSampler } from '../../../../dist/main/live/sampler.js';
import { ENDPOINTS, MODEL_ENDPOINTS, REJECTION_REASONS, STATUSES } from '../../../../dist/shared/labels.js';
import { LIVE_COLUMNS, type LiveColumn } from '../../../../dist/shared/live-protocol.js';
import { SharedState } from '../../../../dist/shared/state.js';

function rig(slotsMax = 10) {
  const state = SharedState.create(slotsMax);
  const sample = createLiveSampler({ state });
  return {
    state,
    row() {
      const cells = new Float64Array(LIVE_COLUMNS.length);
      sample(cells);
      return (column: LiveColumn) => cells[LIVE_COLUMNS.indexOf(column)] as number;
    },
  };
}

test('every cell of a row is filled, and no column comes twice', () => {
  assert.equal(new Set(LIVE_COLUMNS).size, LIVE_COLUMNS.length);
  const cell = rig().row();
  const empty = LIVE_COLUMNS.filter((column) => Number.isNaN(cell(column)));
  assert.deepEqual(
    empty.every((column) => /P(?:50|99)Seconds$/.test(column)),
    true,
    `${empty}`,
  );
});

test('a row says what the shared state says', () => {
  const { state, row } = rig();
  for (let slot = 0; slot < 10; slot++) state.tryAcquireSlot();
  state.countConnection(7);
  state.viewers += 2;
  state.activeStreams += 3;
  state.streamEvents += 40;
  state.countTokens(11, 22);
  state.disconnects++;
  state.stalledStreams++;
  state.workerRestarts++;
  state.eventLoopLagSeconds = 0.25;
  state.writeMemory({
    totalBytes: 1000,
    usedBytes: 400,
    availableBytes: 600,
    source: 'cgroup_v2',
    sampledAtMs: 1,
  });
  state.draining = 1;
  const before = Date.now();
  const cell = row();
  const expected: Partial<Record<LiveColumn, number>> = {
    active: 10,
    slotsMax: 10,
    connections: 7,
    viewers: 2,
    activeStreams: 3,
    streamEvents: 40,
    completionTokens: 22,
    disconnects: 1,
    stalledStreams: 1,
    workerRestarts: 1,
    eventLoopLagSeconds: 0.25,
    memoryUsedBytes: 400,
    memoryTotalBytes: 1000,
    overloaded: 1,
    draining: 1,
  };
  for (const [column, value] of Object.entries(expected))
    assert.equal(cell(column as LiveColumn), value, column);
  assert.ok(cell('atMs') >= before && cell('atMs') <= Date.now());
  assert.ok(cell('cpuSeconds') > 0);
});

test('it calls itself overloaded above 90 % of the slots or 95 % of the memory', () => {
  const { state, row } = rig();
  for (let slot = 0; slot < 9; slot++) state.tryAcquireSlot();
  assert.equal(row()('overloaded'), 0);
  const memory = { totalBytes: 1000, availableBytes: 50, source: 'cgroup_v2', sampledAtMs: 1 } as const;
  state.writeMemory({ ...memory, usedBytes: 950 });
  assert.equal(row()('overloaded'), 0);
  state.writeMemory({ ...memory, usedBytes: 951 });
  assert.equal(row()('overloaded'), 1);
});

test('replies are counted by status over the endpoints of models and unknown paths, not over pages', () => {
  const { state, row } = rig();
  // Another number for each endpoint: none can stand in for another one.
  for (const [index] of ENDPOINTS.entries()) {
    for (let reply = 0; reply <= index; reply++) state.countReply(index, 200);
  }
  const counted = [...MODEL_ENDPOINTS, 'other' as const].map((endpoint) => ENDPOINTS.indexOf(endpoint));
  const expected = counted.reduce((sum, index) => sum + index + 1, 0);
  assert.equal(row()('replies_200'), expected);
  for (const status of STATUSES) state.countReply(0, status);
  const cell = row();
  for (const status of STATUSES) assert.equal(cell(`replies_${status}`), status === 200 ? expected + 1 : 1);
});

test('refusals are counted by reason', () => {
  const { state, row } = rig();
  for (const [index, reason] of REJECTION_REASONS.entries()) {
    for (let n = 0; n <= index; n++) state.countRejection(reason);
  }
  const cell = row();
  for (const [index, reason] of REJECTION_REASONS.entries())
    assert.equal(cell(`rejected_${reason}`), index + 1);
});

test('how long whole answers took is told over all endpoints', () => {
  const { state, row } = rig();
  for (const histogram of state.durations) histogram.observe(0.009);
  state.durations[0]?.observe(0.4);
  const cell = row();
  assert.ok(cell('answerP50Seconds') > 0.005 && cell('answerP50Seconds') <= 0.01);
  assert.ok(cell('answerP99Seconds') > 0.25 && cell('answerP99Seconds') <= 0.5);
  assert.equal(Number.isNaN(row()('answerP99Seconds')), true);
});

test('the quantiles are those of what came since the row before', () => {
  const { state, row } = rig();
  for (const [histogram, p50, p99] of [
    ['lateness', 'replyLatenessP50Seconds', 'replyLatenessP99Seconds'],
    ['tokenLateness', 'tokenLatenessP50Seconds', 'tokenLatenessP99Seconds'],
    ['firstToken', 'firstTokenP50Seconds', 'firstTokenP99Seconds'],
  ] as const) {
    for (let n = 0; n < 100; n++) state[histogram].observe(0.009);
    const cell = row();
    assert.ok(cell(p50) > 0.005 && cell(p50) < 0.01, `${p50} ${cell(p50)}`);
    assert.ok(cell(p99) > cell(p50) && cell(p99) <= 0.01, `${p99} ${cell(p99)}`);
    assert.equal(Number.isNaN(row()(p99)), true);
  }
});
