import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seriesOf } from '../../../dist/shared/figures/figure.js';
import type { Histogram } from '../../../dist/shared/figures/histogram.js';
import { MODEL_FIGURE_ROWS, MODEL_ROWS_MAX, OUTCOMES } from '../../../dist/shared/figures/models.js';
import { FIGURE_ROWS, FIGURES, type HistogramName, type NumberName } from '../../../dist/shared/figures.js';
import {
  ENDPOINTS,
  type Endpoint,
  MEMORY_SOURCES,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  STATUSES,
  type Status,
} from '../../../dist/shared/labels.js';
import { emptyMemorySnapshot, type MemorySnapshot } from '../../../dist/shared/memory-snapshot.js';
import { SharedState } from '../../../dist/shared/state.js';

const SAMPLE: MemorySnapshot = {
  totalBytes: 2 ** 40 + 1,
  usedBytes: 2 ** 33 + 7,
  availableBytes: 2 ** 40 - 2 ** 33 - 6,
  source: 'cgroup_v2',
  sampledAtMs: 1_900_000_000_123,
};

test('with cap 3 exactly 3 slots are given, and the next is refused until one is freed', () => {
  const state = SharedState.create(3);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => state.tryAcquireSlot()),
    [true, true, true, false, false],
  );
  assert.deepEqual([state.active, state.slotsMax, state.peak], [3, 3, 3]);
  state.releaseSlot();
  assert.deepEqual([state.active, state.tryAcquireSlot(), state.tryAcquireSlot()], [2, true, false]);
});

test('the peak stays when slots are freed, and rises only above itself', () => {
  const state = SharedState.create(10);
  assert.equal(state.peak, 0);
  for (let i = 0; i < 4; i++) state.tryAcquireSlot();
  for (let i = 0; i < 4; i++) state.releaseSlot();
  assert.deepEqual([state.active, state.peak], [0, 4]);
  for (let i = 0; i < 4; i++) state.tryAcquireSlot();
  assert.equal(state.peak, 4);
  state.tryAcquireSlot();
  assert.equal(state.peak, 5);
});

test('a slot that is freed twice, or was never taken, throws', () => {
  assert.throws(() => SharedState.create(1).releaseSlot(), /^Error: slot released twice$/);
  const state = SharedState.create(5);
  state.tryAcquireSlot();
  state.releaseSlot();
  assert.throws(() => state.releaseSlot(), /^Error: slot released twice$/);
});

test('for any order of taking and freeing, active, peak and every answer are those of a plain counter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.boolean(), { maxLength: 200 }), (cap, takes) => {
      const state = SharedState.create(cap);
      let [active, peak] = [0, 0];
      for (const take of takes) {
        if (take) {
          assert.equal(state.tryAcquireSlot(), active < cap);
          active = Math.min(cap, active + 1);
          peak = Math.max(peak, active);
        } else if (active > 0) {
          state.releaseSlot();
          active--;
        }
        assert.deepEqual([state.active, state.peak], [active, peak]);
      }
    }),
    { numRuns: 200 },
  );
});

/** Where a figure lies in cells: each of its series, or its one number, can be read and changed alone. */
function cellsOf(state: SharedState): { read(): number; change(): void; what: string }[] {
  const histogramsOf = (name: HistogramName) => [state[name]].flat() as Histogram[];
  const rows = [0, 1, MODEL_ROWS_MAX].map((row) => [row, state.models.of(row)] as const);
  return [
    ...rows.flatMap(([row, figures]) => [
      ...OUTCOMES.map((outcome, series) => ({
        what: `${outcome} ${row}`,
        read: () => figures.valueOf('modelRequests', series),
        change: () => figures.count(outcome),
      })),
      ...[0, 1].map((series) => ({
        what: `tokens ${series} ${row}`,
        read: () => figures.valueOf('modelTokens', series),
        change: () => figures.countTokens(1 - series, series),
      })),
      {
        what: `active ${row}`,
        read: () => figures.valueOf('modelActive'),
        change: () => figures.enter(),
      },
      ...MODEL_FIGURE_ROWS.filter(([, { bounds }]) => bounds).map(([name]) => ({
        what: `${name} ${row}`,
        read: () => figures.histogramOf(name).counts()[0] as number,
        change: () => figures.histogramOf(name).observe(0),
      })),
    ]),
    ...ENDPOINTS.flatMap((_, endpoint) =>
      STATUSES.map((status) => ({
        what: `replies ${endpoint} ${status}`,
        read: () => state.repliesOf(endpoint, status),
        change: () => state.countReply(endpoint, status),
      })),
    ),
    ...REJECTION_REASONS.map((reason) => ({
      what: reason,
      read: () => state.rejectionsFor(reason),
      change: () => state.countRejection(reason),
    })),
    { what: 'prompt', read: () => state.tokensOf(0), change: () => state.countTokens(1, 0) },
    { what: 'completion', read: () => state.tokensOf(1), change: () => state.countTokens(0, 1) },
    ...FIGURE_ROWS.filter(([, { home, labels, bounds }]) => !home && !labels && !bounds).map(([name]) => ({
      what: name,
      read: () => state[name as NumberName],
      change: () => {
        state[name as NumberName]++;
      },
    })),
    ...FIGURE_ROWS.filter(([, { home, bounds }]) => !home && bounds).flatMap(([name]) =>
      histogramsOf(name as HistogramName).map((histogram, at) => ({
        what: `${name} ${at}`,
        read: () => histogram.counts()[0] as number,
        change: () => histogram.observe(0),
      })),
    ),
  ];
}

test('every figure and every series has a cell of its own, and an attached view sees the same', () => {
  const state = SharedState.create(9);
  state.writeMemory(SAMPLE);
  const seen = cellsOf(SharedState.attach(state.buffer));
  const cells = cellsOf(state);
  for (const [place, { change, what }] of cells.entries()) {
    change();
    const expected = cells.map((_, other) => Number(other <= place));
    assert.deepEqual(
      seen.map(({ read }) => read()),
      expected,
      what,
    );
  }
  assert.deepEqual(state.readMemory(emptyMemorySnapshot()), SAMPLE);
  assert.deepEqual([state.active, state.slotsMax, state.peak], [0, 9, 0]);
});

test('the last bucket and the sum of a histogram lie in nobody else’s cells', () => {
  const state = SharedState.create(1);
  const rows = [0, 1, MODEL_ROWS_MAX].map((row) => state.models.of(row));
  const histograms = [
    ...[state.lateness, state.tokenLateness, state.firstToken, ...state.durations],
    ...rows.flatMap((row) => [row.firstToken, row.plannedFirstToken, row.answer, row.plannedAnswer]),
    ...rows.flatMap((row) => [row.tokenTime, row.plannedTokenTime]),
  ];
  for (const [at, histogram] of histograms.entries()) histogram.observe(1_000 + at);
  for (const [at, histogram] of histograms.entries()) {
    assert.deepEqual([histogram.sum, histogram.counts().at(-1)], [1_000 + at, 1]);
    assert.equal(
      histogram
        .counts()
        .slice(0, -1)
        .every((count) => count === 0),
      true,
    );
  }
  state.writeMemory(SAMPLE);
  assert.deepEqual(
    cellsOf(state)
      .map(({ read }) => read())
      .every((count) => count === 0),
    true,
  );
});

test('the series of a counter are read in the order that its labels are listed in', () => {
  const state = SharedState.create(1);
  const count = (endpoint: number, status: Status, times: number) => {
    for (let reply = 0; reply < times; reply++) state.countReply(endpoint, status);
  };
  for (const [e] of ENDPOINTS.entries())
    for (const [s, status] of STATUSES.entries()) count(e, status, e * 10 + s);
  const replies = state.seriesOf('replies');
  for (const [place, { endpoint, status }] of seriesOf(FIGURES.replies).entries()) {
    const expected = ENDPOINTS.indexOf(endpoint as Endpoint) * 10 + STATUSES.indexOf(status as Status);
    assert.equal(replies[place], expected);
  }
  state.countTokens(3, 4);
  assert.deepEqual([...(state.seriesOf('tokens') as Float64Array)], [3, 4]);
});

test('there is one duration histogram a model endpoint', () => {
  assert.equal(SharedState.create(1).durations.length, MODEL_ENDPOINTS.length);
});

test('before the first sample the memory snapshot is empty', () => {
  assert.deepEqual(SharedState.create(1).readMemory(emptyMemorySnapshot()), emptyMemorySnapshot());
  assert.deepEqual(emptyMemorySnapshot(), {
    totalBytes: 0,
    usedBytes: 0,
    availableBytes: 0,
    source: 'none',
    sampledAtMs: 0,
  });
});

test('every memory source comes back by name', () => {
  const state = SharedState.create(1);
  for (const source of MEMORY_SOURCES) {
    state.writeMemory({ ...SAMPLE, source });
    assert.deepEqual(state.readMemory(emptyMemorySnapshot()), { ...SAMPLE, source });
  }
});

test('a writer that died at work leaves readers their old figures, until the next sample heals it', () => {
  const state = SharedState.create(1);
  const words = new Int32Array(state.buffer, 0, 16);
  const before = [...words];
  state.writeMemory(SAMPLE);
  // The one word that a sample changes is its version; odd means that a writer is at work.
  const changed = before.flatMap((word, index) => (word === words[index] ? [] : [index]));
  assert.deepEqual([changed.length, (words[changed[0] as number] as number) % 2], [1, 0]);
  const version = changed[0] as number;
  const held = state.readMemory(emptyMemorySnapshot());
  state.writeMemory({ ...SAMPLE, usedBytes: 5 });
  words[version] = (words[version] as number) + 1;

  assert.deepEqual(state.readMemory(held), SAMPLE);
  assert.deepEqual(state.readMemory(emptyMemorySnapshot()), emptyMemorySnapshot());
  state.writeMemory({ ...SAMPLE, usedBytes: 6 });
  assert.equal((words[version] as number) % 2, 0);
  assert.equal(state.readMemory(held).usedBytes, 6);
});
