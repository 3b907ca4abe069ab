import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { type Row, rowAt } from '../../support/dashboard-samples.js';

const { latenessOf, punctualityOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/judge/punctuality.js')>('judge/punctuality');

/** Ten seconds in which answers were a millisecond late, the first of them replaced by these. */
function after(...seconds: readonly Partial<Row>[]) {
  const rows = Array.from({ length: 10 }, (_, second) =>
    rowAt(second, {
      replyLatenessP99Seconds: 0.001,
      eventLoopLagSeconds: 0.002,
      ...seconds[second],
    }),
  );
  return punctualityOf(rows);
}

const late = (seconds: number): Partial<Row> => ({ replyLatenessP99Seconds: seconds });
const held = (seconds: number): Partial<Row> => ({ eventLoopLagSeconds: seconds });

test('where every second was well, the worst of them is told', () => {
  assert.deepEqual(after(late(0.009), held(0.02)), {
    grade: 'well',
    seconds: 'each',
    latenessSeconds: 0.009,
    lagSeconds: 0.02,
    hiccup: null,
    observed: 'answers',
  });
});

test('one bad second is a hiccup: the grade is that of the others, and the second is told', () => {
  for (const bad of [late(0.011), late(0.3), held(0.03), held(0.9)]) {
    const judged = after({}, bad);
    assert.deepEqual([judged.grade, judged.seconds], ['well', 'most']);
    assert.deepEqual([judged.latenessSeconds, judged.lagSeconds], [0.001, 0.002]);
    assert.deepEqual(judged.hiccup, {
      latenessSeconds: bad.replyLatenessP99Seconds ?? 0.001,
      lagSeconds: bad.eventLoopLagSeconds ?? 0.002,
    });
  }
});

test('two bad seconds count, by what the lesser of them reached', () => {
  assert.deepEqual(after(late(0.04), late(0.02)), {
    grade: 'strained',
    seconds: 'often',
    latenessSeconds: 0.02,
    lagSeconds: 0.002,
    hiccup: null,
    observed: 'answers',
  });
  assert.equal(after(late(0.06), late(0.07)).grade, 'late');
  assert.equal(after(held(0.11), held(0.12)).grade, 'late');
  const mixed = after(late(0.3), late(0.02));
  assert.deepEqual([mixed.grade, mixed.hiccup?.latenessSeconds], ['strained', 0.3]);
});

test('at 10 ms and 25 ms, at 50 ms and 100 ms still well, above them not', () => {
  const twice = (bad: Partial<Row>) => after(bad, bad).grade;
  assert.deepEqual([twice(late(0.01)), twice(late(0.0101))], ['well', 'strained']);
  assert.deepEqual([twice(late(0.05)), twice(late(0.0501))], ['strained', 'late']);
  assert.deepEqual([twice(held(0.025)), twice(held(0.0251))], ['well', 'strained']);
  assert.deepEqual([twice(held(0.1)), twice(held(0.1001))], ['strained', 'late']);
});

test('ten times later than late, one second is enough', () => {
  assert.equal(after(late(0.5)).grade, 'well');
  assert.equal(after(held(1)).grade, 'well');
  for (const bad of [late(0.501), held(1.001)]) {
    const judged = after(bad);
    assert.deepEqual([judged.grade, judged.seconds, judged.hiccup], ['late', 'once', null]);
  }
  assert.equal(after(late(0.6)).latenessSeconds, 0.6);
});

test('answers and tokens count alike, the later of them in each second', () => {
  const judged = after({ tokenLatenessP99Seconds: 0.02 }, { tokenLatenessP99Seconds: 0.03 });
  assert.deepEqual([judged.grade, judged.latenessSeconds, judged.observed], ['strained', 0.02, 'both']);
});

test('of the only second there is, or in which anything was due, that one is judged', () => {
  assert.equal(punctualityOf([rowAt(1, late(0.02))]).grade, 'strained');
  const quiet = Array.from({ length: 9 }, (_, second) => rowAt(second + 2));
  const judged = punctualityOf([rowAt(1, { tokenLatenessP99Seconds: 0.06 }), ...quiet]);
  assert.deepEqual([judged.grade, judged.observed], ['late', 'tokens']);
});

test('where nothing was observed, only the loop is known', () => {
  const rows = [rowAt(1, held(0.03)), rowAt(2, held(0.04))];
  assert.deepEqual(punctualityOf(rows), {
    grade: 'strained',
    seconds: 'often',
    latenessSeconds: Number.NaN,
    lagSeconds: 0.03,
    hiccup: null,
    observed: 'nothing',
  });
  assert.equal(punctualityOf([]).grade, 'well');
});

test('what may have lain unread counts like lateness: it is the sum that is judged', () => {
  const unread = (seconds: number): Partial<Row> => ({ unreadP99Seconds: seconds });
  assert.equal(latenessOf(rowAt(0, { replyLatenessP99Seconds: 0.25, ...unread(0.5) })), 0.75);
  assert.equal(latenessOf(rowAt(0, { tokenLatenessP99Seconds: 0.5, ...unread(0.25) })), 0.75);
  assert.equal(latenessOf(rowAt(0, unread(0.25))), 0.25, 'nothing was due');
  assert.equal(latenessOf(rowAt(0, { replyLatenessP99Seconds: 0.5 })), 0.5, 'nothing came');
  assert.ok(Number.isNaN(latenessOf(rowAt(0, {}))));
  assert.equal(after(unread(0.03), unread(0.03)).grade, 'strained');
  assert.equal(after(unread(0.0495), unread(0.0495)).grade, 'late', 'with the millisecond of lateness');
});
