/**
 * The pill on top and the verdict below it: one judgement feeds both, whatever comes together.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { type Row, samplesUpTo } from '../../support/dashboard-samples.js';
import { readProjectFile } from '../../support/source-tree.js';

const { toPageState } =
  await loadDashboard<typeof import('../../../dist/dashboard/judge/page-state.js')>('judge/page-state');
const { kindOf, LOOKS, standingOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/judge/standing.js')>('judge/standing');

/** What a server may do in its last seconds, and what may be the matter with it beside; each with each. */
const WORK: Readonly<Record<string, (second: number) => Partial<Row>>> = {
  nothing: () => ({}),
  waits: () => ({ active: 3 }),
  answers: (second) => ({ active: 3, replies_200: second * 10, replyLatenessP99Seconds: 0.001 }),
  refuses: (second) => ({ replies_401: second * 10, rejected_unauthorized: second * 10 }),
};
const SLOWNESS: readonly Partial<Row>[] = [
  {},
  { replyLatenessP99Seconds: 0.02 },
  { replyLatenessP99Seconds: 0.2 },
  { eventLoopLagSeconds: 0.03 },
  { eventLoopLagSeconds: 2 },
];
const FULL = [false, true];
const OVERLOADED = [0, 1];
const DRAINING = [0, 1];
const MEMORY_BYTES = [100, 860, 960];
const SILENT_MS = [0, 9_000];

function* combinations() {
  for (const [work, cells] of Object.entries(WORK)) {
    for (const slow of SLOWNESS) {
      for (const isFull of FULL) {
        for (const overloaded of OVERLOADED) {
          for (const draining of DRAINING) {
            for (const memoryUsedBytes of MEMORY_BYTES) {
              for (const silentMs of SILENT_MS) {
                const samples = samplesUpTo(12, (second) => ({
                  ...cells(second),
                  ...slow,
                  ...(isFull ? { rejected_capacity: second, replies_503: second } : {}),
                  overloaded,
                  draining,
                  memoryUsedBytes,
                }));
                const known = { hello: null, samples, heardAtMs: 0, hasFailed: false };
                yield {
                  said: JSON.stringify({
                    work,
                    slow,
                    isFull,
                    overloaded,
                    draining,
                    memoryUsedBytes,
                    silentMs,
                  }),
                  state: toPageState(known, silentMs),
                  overloaded,
                };
              }
            }
          }
        }
      }
    }
  }
}

const all = [...combinations()];

test('the combinations come to every verdict there is once rows have come', () => {
  const kinds = new Set(all.map(({ state }) => kindOf(state)));
  const missing = Object.keys(LOOKS).filter((kind) => !kinds.has(kind as keyof typeof LOOKS));
  assert.deepEqual(missing, ['connecting', 'offline']);
});

test('the pill says Healthy beside a calm or good verdict alone, and never where /health says overloaded', () => {
  for (const { said, state, overloaded } of all) {
    const pill = standingOf(state);
    if (pill.name !== 'status.healthy') continue;
    assert.equal(['idle', 'waiting', 'onTime'].includes(kindOf(state)), true, said);
    assert.equal(['quiet', 'good'].includes(LOOKS[kindOf(state)].tone), true, said);
    assert.equal(overloaded, 0, said);
  }
});

test('the pill is never calmer than the verdict', () => {
  const tones = ['quiet', 'good', 'notice', 'warn', 'bad'];
  for (const { said, state } of all) {
    const [pill, verdict] = [standingOf(state).tone, LOOKS[kindOf(state)].tone].map((tone) =>
      tones.indexOf(tone),
    );
    assert.equal((pill as number) >= (verdict as number), true, said);
  }
});

test('before the first row the pill says what the verdict says', () => {
  const nothing = { hello: null, samples: [], heardAtMs: null };
  assert.equal(standingOf(toPageState({ ...nothing, hasFailed: false }, 0)).name, 'status.connecting');
  assert.equal(standingOf(toPageState({ ...nothing, hasFailed: true }, 0)).name, 'status.offline');
});

test('what is old is not made fainter: text keeps the contrast that the palette has', () => {
  for (const name of ['charts', 'verdict', 'bar', 'page']) {
    for (const [, body] of readProjectFile(`src/dashboard/style/${name}.css`).matchAll(
      /\.is-old[^{]*\{([^}]*)\}/g,
    )) {
      assert.doesNotMatch(body ?? '', /opacity/, name);
    }
  }
});
