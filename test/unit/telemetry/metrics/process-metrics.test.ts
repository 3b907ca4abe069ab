import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { test } from 'node:test';
import { request } from 'undici';
import { SharedState } from '../../../../dist/shared/state.js';
import { createMetricsRenderer } from '../../../../dist/telemetry/metrics/metrics.js';
import type { ProcessFacts } from '../../../../dist/telemetry/metrics/process-metrics.js';
import { startTestServer } from '../../../support/in-process.js';
import { type Family, parseMetrics, valueOfFamily } from '../../../support/metrics-text.js';

const FACTS = {
  build: { version: '1', node: '2', uwebsockets: '3' },
  fileDescriptorsMax: 1234,
  startedAtSeconds: 1_700_000_000,
};

async function scrape(facts: ProcessFacts = FACTS) {
  return parseMetrics(await createMetricsRenderer(SharedState.create(1), facts)());
}

function cpuOf(families: ReadonlyMap<string, Family>) {
  return {
    user: valueOfFamily(families, 'process_cpu_user_seconds_total'),
    system: valueOfFamily(families, 'process_cpu_system_seconds_total'),
    both: valueOfFamily(families, 'process_cpu_seconds_total'),
  };
}

function assertBetween(
  before: NodeJS.CpuUsage,
  shown: ReturnType<typeof cpuOf>,
  after: NodeJS.CpuUsage,
): void {
  const figures = JSON.stringify({ before, shown, after });
  assert.equal(shown.user >= before.user / 1e6 && shown.user <= after.user / 1e6, true, figures);
  assert.equal(shown.system >= before.system / 1e6 && shown.system <= after.system / 1e6, true, figures);
  const sums = [before, after].map(({ user, system }) => (user + system) / 1e6) as [number, number];
  assert.equal(shown.both >= sums[0] && shown.both <= sums[1], true, figures);
}

/** Processor time that a thread which starts later cannot have used. */
function burnProcessorTime(): void {
  const startedAt = process.cpuUsage();
  while (process.cpuUsage(startedAt).user < 50_000);
}

test('processor time is that of the process at the scrape', async () => {
  const before = process.cpuUsage();
  const shown = cpuOf(await scrape());
  assertBetween(before, shown, process.cpuUsage());
});

test('a worker thread shows the processor time of the whole process, not of itself', async () => {
  burnProcessorTime();
  const { url } = await startTestServer();
  const before = process.cpuUsage();
  const { statusCode, body } = await request(`${url}/metrics`);
  const text = await body.text();
  assert.equal(statusCode, 200, text);
  assertBetween(before, cpuOf(parseMetrics(text)), process.cpuUsage());
});

test('the start and the limit on descriptors are those that were handed over', async () => {
  const families = await scrape();
  assert.equal(valueOfFamily(families, 'process_start_time_seconds'), 1_700_000_000);
  assert.equal(valueOfFamily(families, 'process_max_fds'), 1234);
});

test('a limit that is not known is not a number, one that does not exist is infinite', async () => {
  for (const [fileDescriptorsMax, shown] of [
    [null, Number.NaN],
    [Infinity, Infinity],
  ] as const) {
    assert.equal(valueOfFamily(await scrape({ ...FACTS, fileDescriptorsMax }), 'process_max_fds'), shown);
  }
});

test('resident memory is that of this process', async () => {
  const shown = valueOfFamily(await scrape(), 'process_resident_memory_bytes');
  // It moves while it is read; a tenth is far more than it moves by, and far less than another process would differ.
  const ratio = shown / process.memoryUsage.rss();
  assert.equal(ratio > 0.9 && ratio < 1.1, true, String(ratio));
});

test('where resident memory cannot be read the rest of the scrape is there', async (t) => {
  t.mock.method(process.memoryUsage, 'rss', () => {
    throw new Error('EMFILE: too many open files, uv_resident_set_memory');
  });
  const families = await scrape();
  assert.equal(valueOfFamily(families, 'process_resident_memory_bytes'), Number.NaN);
  assert.equal(valueOfFamily(families, 'process_start_time_seconds'), 1_700_000_000);
});

const proc = existsSync('/proc/self/fd');

test('ten files that are opened are ten open descriptors more', {
  skip: proc ? false : 'no /proc here',
}, async () => {
  const before = valueOfFamily(await scrape(), 'process_open_fds');
  const fds = Array.from({ length: 10 }, () => openSync(devNull, 'r'));
  const during = valueOfFamily(await scrape(), 'process_open_fds');
  for (const fd of fds) closeSync(fd);
  const after = valueOfFamily(await scrape(), 'process_open_fds');
  assert.deepEqual([during - before, after - before], [10, 0]);
});
