import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ENDPOINTS,
  MEMORY_SOURCES,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  STATUSES,
  TOKEN_KINDS,
} from '../../../dist/shared/labels.js';
import { DURATION_BOUNDS_SECONDS, LATENESS_BOUNDS_SECONDS } from '../../../dist/shared/layout.js';
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

test('every counter has a cell of its own, and an attached view sees the same', () => {
  const state = SharedState.create(9);
  const seen = SharedState.attach(state.buffer);
  const readings = (): number[] => [
    ...ENDPOINTS.flatMap((_, endpoint) => STATUSES.map((status) => seen.repliesOf(endpoint, status))),
    ...REJECTION_REASONS.map((reason) => seen.rejectionsFor(reason)),
    seen.disconnects,
    seen.streamEvents,
    seen.activeStreams,
    seen.stalledStreams,
    ...TOKEN_KINDS.map((_, kind) => seen.tokensOf(kind)),
    seen.usageEstimates,
    seen.connections,
    seen.workerRestarts,
    seen.internalErrors,
    seen.refusedConnections,
    seen.logLinesLost,
    seen.bufferedBytes,
    seen.bufferedBytesMax,
    seen.eventLoopLagSeconds,
    ...Object.values(seen.readMemory(emptyMemorySnapshot())).map((figure) =>
      typeof figure === 'number' ? figure : MEMORY_SOURCES.indexOf(figure),
    ),
    seen.lateness.sum,
    ...seen.lateness.counts(),
    seen.tokenLateness.sum,
    ...seen.tokenLateness.counts(),
    seen.firstToken.sum,
    ...seen.firstToken.counts(),
    ...seen.durations.flatMap((histogram) => [histogram.sum, ...histogram.counts()]),
    seen.active,
    seen.slotsMax,
    seen.peak,
  ];
  // In the order of the readings, each change alone: the list of places that change must be 0, 1, 2 …
  const changes: (() => void)[] = [
    ...ENDPOINTS.flatMap((_, endpoint) => STATUSES.map((status) => () => state.countReply(endpoint, status))),
    ...REJECTION_REASONS.map((reason) => () => state.countRejection(reason)),
    () => state.countDisconnect(),
    () => state.countStreamEvents(1),
    () => state.changeStreams(1),
    () => state.countStalledStream(),
    () => state.countTokens(1, 0),
    () => state.countTokens(0, 1),
    () => state.countUsageEstimate(),
    () => state.changeConnections(1),
    () => state.countWorkerRestart(),
    () => state.countInternalError(),
    () => state.countRefusedConnection(),
    () => state.countLostLogLines(1),
    () => state.changeBufferedBytes(1),
    () => {
      state.bufferedBytesMax = 1;
    },
    () => {
      state.eventLoopLagSeconds = 0.25;
    },
  ];
  changes.forEach((change, place) => {
    const before = readings();
    change();
    const expected = [...before];
    expected[place] = place === changes.length - 1 ? 0.25 : (before[place] as number) + 1;
    assert.deepEqual(readings(), expected, `change ${place}`);
  });
  const counted = readings().slice(0, changes.length);
  state.writeMemory(SAMPLE);
  state.lateness.observe(0.25);
  state.tokenLateness.observe(0.5);
  state.firstToken.observe(0.75);
  state.durations.forEach((histogram, index) => {
    histogram.observe(index + 2);
  });
  assert.deepEqual(readings().slice(0, changes.length), counted);
  assert.deepEqual(seen.readMemory(emptyMemorySnapshot()), SAMPLE);
  assert.deepEqual(
    [seen.lateness.sum, ...seen.durations.map(({ sum }) => sum)],
    [0.25, ...MODEL_ENDPOINTS.map((_, index) => index + 2)],
  );
  for (const histogram of [seen.lateness, seen.tokenLateness, seen.firstToken, ...seen.durations]) {
    assert.equal(
      histogram.counts().reduce((sum, count) => sum + count, 0),
      1,
    );
  }
  assert.deepEqual([seen.active, seen.slotsMax, seen.peak], [0, 9, 0]);
  assert.equal(state.tryAcquireSlot(), true);
  assert.deepEqual([seen.active, seen.slotsMax, seen.peak], [1, 9, 1]);
  assert.deepEqual(readings().slice(0, changes.length), counted);
});

test('connections go up and down', () => {
  const state = SharedState.create(1);
  for (const change of [1, 1, 1, -1]) state.changeConnections(change);
  assert.equal(state.connections, 2);
});

test('there is one duration histogram a model endpoint, and bounds rise', () => {
  const state = SharedState.create(1);
  assert.equal(state.durations.length, MODEL_ENDPOINTS.length);
  assert.equal(state.lateness.bounds, LATENESS_BOUNDS_SECONDS);
  for (const { bounds } of state.durations) assert.equal(bounds, DURATION_BOUNDS_SECONDS);
  for (const bounds of [LATENESS_BOUNDS_SECONDS, DURATION_BOUNDS_SECONDS]) {
    assert.deepEqual(
      [...bounds].sort((a, b) => a - b),
      [...bounds],
    );
  }
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
