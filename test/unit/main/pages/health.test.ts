import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Admission } from '../../../../dist/main/admission/admission.js';
import { MemoryBudget } from '../../../../dist/main/admission/memory-budget.js';
import { createRefusals } from '../../../../dist/main/admission/refusals.js';
import { WaitingLine } from '../../../../dist/main/admission/waiting-line.js';
import { createHealthReport } from '../../../../dist/main/pages/health.js';
import { BrowserRules } from '../../../../dist/main/transport/browsers/browser-rules.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { testConfig } from '../../../support/in-process.js';

const MIB = 1_048_576;
const SAMPLED_AT_MS = 1_900_000_000_000;

/** A server of 3000 slots that has been up for 12.9 s, and whose last memory sample is 0.25 s old. */
function rig(t: TestContext, slotsMax = 3_000) {
  t.mock.method(Date, 'now', () => SAMPLED_AT_MS + 250);
  t.mock.method(process, 'uptime', () => 12.9);
  const config = testConfig({ MAX_CONCURRENT: String(slotsMax) });
  const state = SharedState.create(slotsMax);
  const admission = new Admission({
    ...config,
    state,
    refusals: createRefusals(config),
    budget: new MemoryBudget(state, Number.POSITIVE_INFINITY),
    line: new WaitingLine(state, config.queueSizeMax, config.queueTimeoutMs),
    browsers: new BrowserRules({ hosts: null, crossOrigin: null }),
  });
  const report = createHealthReport({ config, version: '1.2.3', state, admission });
  return {
    state,
    admission,
    report,
    parsed: () => JSON.parse(report().body),
    take: (slots: number) => {
      for (let i = 0; i < slots; i++) state.tryAcquireSlot();
    },
    sample: (totalBytes: number, usedBytes: number) =>
      state.writeMemory({
        totalBytes,
        usedBytes,
        availableBytes: totalBytes - usedBytes,
        source: 'cgroup_v2',
        sampledAtMs: SAMPLED_AT_MS,
      }),
  };
}

test('the report is this text, key by key', (t) => {
  const { report, take, sample } = rig(t);
  take(156);
  sample(46_965 * MIB, 1_860 * MIB);
  assert.deepEqual(report(), {
    status: 200,
    body:
      '{"status":"healthy","concurrent_usage":"5.2%","available_slots":2844,' +
      '"memory":{"total_mb":46965,"used_mb":1860,"available_mb":45105,"usage_percent":"4.0%",' +
      '"usage_ratio":0.0396,"near_limit":false,"source":"cgroup_v2","sample_age_seconds":0.25},' +
      '"cpu":{"total_cores":1,"available_cores":1,"source":"test"},' +
      '"concurrent_usage_ratio":0.052,"active_requests":156,"max_concurrent":3000,' +
      '"uptime_seconds":12,"version":"1.2.3","draining":false}',
  });
});

test('before the first sample memory is all zeros, its source is none, its age null, and the server is healthy', (t) => {
  const { report, parsed } = rig(t);
  assert.equal(report().status, 200);
  assert.deepEqual(parsed().memory, {
    total_mb: 0,
    used_mb: 0,
    available_mb: 0,
    usage_percent: '0.0%',
    usage_ratio: 0,
    near_limit: false,
    source: 'none',
    sample_age_seconds: null,
  });
});

test('the server is overloaded above 90 percent of its slots, not at 90 percent, and comes back', (t) => {
  for (const [slotsMax, atLimit] of [
    [10, 9],
    [1_000, 900],
    [1_500, 1_350],
    [19_000, 17_100],
  ] as const) {
    const { report, parsed, take, state } = rig(t, slotsMax);
    take(atLimit);
    assert.deepEqual(
      [report().status, parsed().status, parsed().concurrent_usage],
      [200, 'healthy', '90.0%'],
    );
    take(1);
    assert.deepEqual([report().status, parsed().status], [503, 'overloaded']);
    state.releaseSlot();
    assert.deepEqual([report().status, parsed().status], [200, 'healthy']);
    t.mock.restoreAll();
  }
});

test('a full house is 100.0% with no slot left', (t) => {
  const { report, parsed, take } = rig(t, 7);
  take(7);
  const { concurrent_usage, available_slots, concurrent_usage_ratio } = parsed();
  assert.deepEqual(
    [report().status, concurrent_usage, available_slots, concurrent_usage_ratio],
    [503, '100.0%', 0, 1],
  );
});

test('the server is overloaded above 95 percent of memory, not at 95 percent, and comes back', (t) => {
  const { report, parsed, sample } = rig(t);
  sample(1_000 * MIB, 950 * MIB);
  assert.deepEqual(
    [report().status, parsed().status, parsed().memory.usage_percent],
    [200, 'healthy', '95.0%'],
  );
  sample(1_000 * MIB, 950 * MIB + 1);
  assert.deepEqual(
    [report().status, parsed().status, parsed().memory.usage_percent],
    [503, 'overloaded', '95.0%'],
  );
  sample(1_000 * MIB, 100 * MIB);
  assert.deepEqual([report().status, parsed().status], [200, 'healthy']);
});

test('memory from 85 percent is near its limit, and the server healthy all the same', (t) => {
  const { report, parsed, sample } = rig(t);
  assert.equal(parsed().memory.near_limit, false);
  sample(1_000, 849);
  assert.equal(parsed().memory.near_limit, false);
  sample(1_000, 850);
  assert.deepEqual([report().status, parsed().memory.near_limit], [200, true]);
  sample(1_000, 100);
  assert.equal(parsed().memory.near_limit, false);
});

test('percentages have one decimal, ratios four, and the three figures in MiB add up', (t) => {
  const { parsed, take, sample } = rig(t, 3);
  take(2);
  sample(100 * MIB + 600_000, 33 * MIB + 500_000);
  const { memory, concurrent_usage, concurrent_usage_ratio } = parsed();
  assert.deepEqual([concurrent_usage, concurrent_usage_ratio], ['66.7%', 0.6667]);
  assert.deepEqual(
    [memory.total_mb, memory.used_mb, memory.available_mb, memory.usage_percent, memory.usage_ratio],
    [101, 33, 68, '33.3%', 0.3329],
  );
});

test('draining is shown, and does not make the server overloaded', (t) => {
  const { admission, report, parsed } = rig(t);
  admission.draining = true;
  assert.deepEqual([report().status, parsed().draining], [200, true]);
});

test('a sample from a clock that was set back since is 0 seconds old', (t) => {
  const { parsed, sample } = rig(t);
  sample(MIB, MIB / 2);
  t.mock.method(Date, 'now', () => SAMPLED_AT_MS - 5_000);
  assert.equal(parsed().memory.sample_age_seconds, 0);
});
