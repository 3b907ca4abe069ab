/** What the live page is told of the rows of the models file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelFeed } from '../../../../dist/main/live/model-feed.js';
import { type LiveModels, MODEL_COLUMNS, type ModelColumn } from '../../../../dist/shared/live-protocol.js';
import { SharedState } from '../../../../dist/shared/state.js';

const SECOND_MS = 1_000;

function createRig(...names: string[]) {
  const state = SharedState.create(1);
  const rows = { names: ['other', ...names] };
  let nowMs = 5_000;
  const feed = new ModelFeed({ blocks: state.models, rows, now: () => nowMs });
  return {
    rows,
    of: (row: number) => state.models.of(row),
    /** So many seconds pass. */
    pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        nowMs += SECOND_MS;
        feed.tick();
      }
    },
    read(): Readonly<Record<string, Readonly<Record<ModelColumn, number | null>>>> {
      const { models } = JSON.parse(feed.message()) as LiveModels;
      return Object.fromEntries(
        models.map(([name, ...cells]) => {
          assert.equal(cells.length, MODEL_COLUMNS.length);
          return [name, Object.fromEntries(MODEL_COLUMNS.map((column, at) => [column, cells[at]]))];
        }),
      ) as never;
    },
  };
}

test('rows that nobody has asked for are left out, and the others have their counts since the start', () => {
  const { of, read, pass } = createRig('a', 'b');
  assert.deepEqual(read(), {});
  for (const outcome of ['answered', 'answered', 'refused', 'aborted'] as const) of(2).count(outcome);
  of(2).countTokens(7, 9);
  of(1).enter();
  pass(100);
  const { a, b, ...rest } = read();
  assert.deepEqual(rest, {});
  assert.equal(a?.active, 1);
  assert.deepEqual(
    [b?.requests, b?.answered, b?.refused, b?.aborted, b?.promptTokens, b?.completionTokens],
    [4, 2, 1, 1, 7, 9],
  );
});

test('rates are those of the last ten seconds, and of less at the start', () => {
  const { of, read, pass } = createRig();
  of(0).count('answered');
  of(0).countTokens(0, 30);
  assert.equal(read().other?.requestsPerSecond, null, 'no time has passed');
  pass(2);
  assert.deepEqual([read().other?.requestsPerSecond, read().other?.completionTokensPerSecond], [0.5, 15]);
  pass(7);
  of(0).count('refused');
  assert.equal(read().other?.requestsPerSecond, 0.222222);
  pass(1);
  // The oldest copy is of nine seconds ago, when the first request was counted.
  assert.equal(read().other?.requestsPerSecond, 0.111111);
  pass(10);
  assert.equal(read().other?.requestsPerSecond, 0);
  assert.equal(read().other?.requests, 2);
});

test('quantiles are those of the last minute, planned and actual, and null where nothing was observed', () => {
  const { of, read, pass } = createRig();
  of(0).count('answered');
  of(0).answer.observe(0.75);
  of(0).plannedAnswer.observe(0.3);
  const before = read().other;
  // Halfway through the bucket from 0.5 to 1, and through that from 0.25 to 0.5.
  assert.deepEqual([before?.answerP50Seconds, before?.answerPlannedP50Seconds], [0.75, 0.375]);
  assert.deepEqual([before?.firstTokenP50Seconds, before?.tokenTimeP99Seconds], [null, null]);
  pass(50);
  assert.equal(read().other?.answerP50Seconds, 0.75, 'it is still in the minute');
  of(0).answer.observe(8);
  pass(20);
  assert.equal(read().other?.answerP50Seconds, 7.5, 'the first one is too old');
  pass(60);
  assert.equal(read().other?.answerP50Seconds, null);
});

test('a row that a reload has brought is told from its first request on', () => {
  const { rows, of, read, pass } = createRig();
  pass(30);
  rows.names.push('late');
  of(1).count('answered');
  of(1).tokenTime.observe(0.06);
  pass(1);
  const { late } = read();
  assert.equal(late?.requests, 1);
  assert.equal(late?.requestsPerSecond, 0.111111);
  assert.equal(late?.tokenTimeP50Seconds, 0.0625);
  pass(15);
  assert.equal(read().late?.requestsPerSecond, 0);
});
