/** What the live page is told of the rows of the models file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelFeed } from '../../../../dist/main/live/model-feed.js';
import { CountedRows } from '../../../../dist/main/reading/counted-rows.js';
import { type LiveModels, MODEL_COLUMNS, type ModelColumn } from '../../../../dist/shared/live-protocol.js';
import { SharedState } from '../../../../dist/shared/state.js';

const SECOND_MS = 1_000;

function createRig(...names: string[]) {
  const rows = new CountedRows(SharedState.create(1), true);
  const file = names.map((name) => ({ name }));
  rows.take(file);
  let nowMs = 5_000;
  const feed = new ModelFeed({ rows, now: () => nowMs });
  return {
    of: (name: string) => rows.of(name),
    /** The file has one row more. */
    add(name: string) {
      rows.take([...file, { name }]);
    },
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
  for (const outcome of ['answered', 'answered', 'refused', 'aborted'] as const)
    of('b').figures.count(outcome);
  of('b').figures.countTokens(7, 9);
  of('a').figures.enter();
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
  of('other').figures.count('answered');
  of('other').figures.countTokens(0, 30);
  assert.equal(read().other?.requestsPerSecond, null, 'no time has passed');
  pass(2);
  assert.deepEqual([read().other?.requestsPerSecond, read().other?.completionTokensPerSecond], [0.5, 15]);
  pass(8);
  assert.equal(read().other?.requestsPerSecond, 0.1);
  of('other').figures.count('refused');
  assert.equal(read().other?.requestsPerSecond, 0.1, 'the same to all who ask within a second');
  pass(1);
  // The first request was counted more than ten seconds ago.
  assert.equal(read().other?.requestsPerSecond, 0.1);
  of('other').figures.count('answered');
  pass(1);
  assert.equal(read().other?.requestsPerSecond, 0.2);
  pass(10);
  assert.equal(read().other?.requestsPerSecond, 0);
  assert.equal(read().other?.requests, 3);
});

test('quantiles are those of the last minute, planned and actual, and null where nothing was observed', () => {
  const { of, read, pass } = createRig();
  of('other').figures.count('answered');
  of('other').observeAnswer(500, 501);
  const before = read().other;
  // Of what is always the same they are exact.
  assert.deepEqual([before?.answerP50Seconds, before?.answerPlannedP50Seconds], [0.501, 0.5]);
  assert.deepEqual([before?.answerP99Seconds, before?.answerPlannedP99Seconds], [0.501, 0.5]);
  assert.deepEqual([before?.firstTokenP50Seconds, before?.tokenTimeP99Seconds], [null, null]);
  pass(59);
  assert.equal(read().other?.answerP50Seconds, 0.501, 'it is still in the minute');
  of('other').observeAnswer(7_000, 8_000);
  pass(1);
  assert.equal(read().other?.answerP50Seconds, 8, 'the first one is too old');
  pass(60);
  assert.equal(read().other?.answerP50Seconds, null);
});

test('a row that a reload has brought is told from its first request on', () => {
  const { add, of, read, pass } = createRig();
  pass(30);
  add('late');
  of('late').figures.count('answered');
  of('late').observeTokenTime(60, 61);
  pass(1);
  const { late } = read();
  assert.equal(late?.requests, 1);
  assert.equal(late?.requestsPerSecond, 0.1);
  assert.deepEqual([late?.tokenTimeP50Seconds, late?.tokenTimePlannedP50Seconds], [0.061, 0.06]);
  pass(15);
  assert.equal(read().late?.requestsPerSecond, 0);
});

test('of a row that was never asked for nothing is told, though others are asked for all the time', () => {
  const { of, read, pass } = createRig('a', 'b');
  for (let second = 0; second < 20; second++) {
    of('a').figures.count('answered');
    pass(1);
  }
  assert.deepEqual(Object.keys(read()), ['a']);
  assert.equal(read().a?.requestsPerSecond, 1);
});
