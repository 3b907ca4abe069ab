/** The last run: where it begins and ends, and what is said of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { type Row, STARTED_AT_MS, sampleAt } from '../../support/dashboard-samples.js';

const { RunLog } =
  await loadDashboard<typeof import('../../../dist/dashboard/report/run-log.js')>('report/run-log');
const { WeightedQuantile } =
  await loadDashboard<typeof import('../../../dist/dashboard/report/weighted-quantile.js')>(
    'report/weighted-quantile',
  );

/** Ten answers a second from second `from` on, for `lasts` seconds, with what differs. */
function traffic(from: number, lasts: number, more: (second: number) => Partial<Row> = () => ({})) {
  return (second: number): Partial<Row> => {
    const done = Math.min(Math.max(0, second - from + 1), lasts);
    const isOn = second >= from && second < from + lasts;
    return {
      replies_200: done * 10,
      completionTokens: done * 160,
      ...(isOn
        ? {
            active: 5,
            replyLatenessP99Seconds: 0.002,
            answerP50Seconds: 1,
            answerP99Seconds: 2,
            ...more(second),
          }
        : {}),
    };
  };
}

function feed(last: number, cells: (second: number) => Partial<Row>, log = new RunLog()) {
  const samples = Array.from({ length: last + 1 }, (_, second) => sampleAt(second, cells(second)));
  // As they come: one after another, each with those before it.
  for (let count = 1; count <= samples.length; count++) log.add(samples.slice(0, count));
  return log.run;
}

const near = (value: number | undefined, expected: number) =>
  assert.equal(Math.abs((value ?? Number.NaN) / expected - 1) < 0.03, true, `${value}, not ${expected}`);

test('while nothing is asked there is no run', () => {
  assert.equal(
    feed(30, () => ({ eventLoopLagSeconds: 2 })),
    null,
  );
});

test('a run is from the first request after quiet until it has been quiet for five seconds, and stays', () => {
  const going = feed(14, traffic(3, 10)) ?? assert.fail('no run');
  assert.deepEqual([going.isOver, going.requests], [false, 100]);
  for (const last of [17, 400]) {
    const run = feed(last, traffic(3, 10)) ?? assert.fail('no run');
    assert.equal(run.isOver, true);
    assert.deepEqual(
      [run.startedAtMs - STARTED_AT_MS, run.endedAtMs - STARTED_AT_MS],
      [2_000, 12_000],
      `${last}`,
    );
    assert.deepEqual([run.requests, run.answered, run.refused, run.failures], [100, 100, 0, 0]);
    assert.deepEqual([run.answersPerSecond, run.tokensPerSecond, run.peakInFlight], [10, 160, 5]);
    assert.equal(run.verdict, 'onTime');
    near(run.answer.p50, 1);
    near(run.answer.p99, 2);
    near(run.latenessP99, 0.002);
    assert.equal(Number.isNaN(run.firstToken.p50), true);
  }
});

test('a short pause does not end a run, a new one takes the place of the last', () => {
  const paused = (second: number) => {
    const [one, other] = [traffic(3, 5)(second), traffic(12, 5)(second)];
    return { ...one, ...other, replies_200: (one.replies_200 ?? 0) + (other.replies_200 ?? 0) };
  };
  assert.equal(feed(40, paused)?.requests, 100);
  const apart = (second: number) => {
    const [one, other] = [traffic(3, 5)(second), traffic(20, 4)(second)];
    return { ...one, ...other, replies_200: (one.replies_200 ?? 0) + (other.replies_200 ?? 0) };
  };
  assert.equal(feed(15, apart)?.requests, 50);
  assert.equal(feed(40, apart)?.requests, 40);
});

test('refusals, failures, faults on purpose and clients that left are told apart', () => {
  const run = feed(20, (second) => {
    const done = Math.min(second, 10);
    return {
      ...traffic(1, 10)(second),
      replies_503: done * 3,
      rejected_capacity: done,
      injectedFaults: done * 2,
      disconnects: done,
    };
  });
  assert.deepEqual(
    [run?.requests, run?.answered, run?.refused, run?.failures, run?.faults],
    [140, 100, 10, 30, 20],
  );
  assert.equal(run?.verdict, 'full');
  assert.equal(run?.seconds.refusing, 10);
});

test('one bad second is a hiccup; more than one of a hundred is a verdict', () => {
  const late = (bad: number, figures: Partial<Row>) =>
    feed(
      150,
      traffic(2, 100, (second) => (second < 2 + bad ? figures : {})),
    )?.verdict;
  assert.equal(late(1, { replyLatenessP99Seconds: 0.2 }), 'onTime');
  assert.equal(late(2, { replyLatenessP99Seconds: 0.2 }), 'late');
  assert.equal(late(2, { eventLoopLagSeconds: 0.05 }), 'strained');
  assert.equal(
    feed(20, (second) => ({ replies_401: second, rejected_unauthorized: second }))?.verdict,
    'refusing',
  );
  assert.equal(feed(20, () => ({ active: 1 }))?.verdict, 'waiting');
});

test('rows that are sent again, after a break, are counted once', () => {
  const log = new RunLog();
  feed(17, traffic(3, 10), log);
  const run = feed(17, traffic(3, 10), log);
  assert.deepEqual([run?.requests, run?.seconds.good], [100, 10]);
});

test('another server, or a clock that was set back, ends the run', () => {
  const log = new RunLog();
  const samples = Array.from({ length: 8 }, (_, second) => sampleAt(second, traffic(2, 10)(second)));
  log.add(samples);
  assert.equal(log.run?.isOver, false);
  log.add([...samples, sampleAt(20, {}, STARTED_AT_MS + 15_000)]);
  assert.deepEqual([log.run?.isOver, log.run?.requests], [true, 60]);
  log.add([sampleAt(1, {}, STARTED_AT_MS + 15_000)]);
  assert.equal(log.run?.requests, 60);
  log.add([1, 2].map((second) => sampleAt(second, { active: 1 }, STARTED_AT_MS + 15_000)));
  assert.deepEqual([log.run?.isOver, log.run?.requests], [false, 0]);
});

test('quantiles count weights, and take a bounded room', () => {
  const figures = new WeightedQuantile();
  assert.equal(Number.isNaN(figures.quantile(0.5)), true);
  figures.add(1, 98);
  figures.add(5, 2);
  figures.add(Number.NaN, 1_000);
  figures.add(100, 0);
  near(figures.quantile(0.5), 1);
  near(figures.quantile(0.98), 1);
  near(figures.quantile(0.99), 5);
  for (let value = 0; value < 50_000; value++) figures.add(10 ** (value / 1_000 - 20), 1);
  near(figures.quantile(1), 86_400);
});
