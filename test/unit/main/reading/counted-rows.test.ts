/** Which rows of the models file are told apart, whatever reloads bring. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CountedRows, rowsWarning } from '../../../../dist/main/reading/counted-rows.js';
import { MODEL_ROWS_MAX, OTHER_MODELS } from '../../../../dist/shared/figures/models.js';
import { Quantiles } from '../../../../dist/shared/figures/quantiles.js';
import { SharedState } from '../../../../dist/shared/state.js';

const named = (...names: string[]) => names.map((name) => ({ name }));
const many = (count: number, prefix = 'row') =>
  named(...Array.from({ length: count }, (_, at) => `${prefix}-${at}`));

function createRows() {
  const state = SharedState.create(1);
  return { state, rows: new CountedRows(state, true) };
}

test('without a models file there is one row, that of all others', () => {
  const { state, rows } = createRows();
  assert.deepEqual(rows.names, [OTHER_MODELS]);
  rows.of(null).figures.count('answered');
  assert.equal(state.models.of(0).valueOf('modelRequests'), 1);
  assert.equal(rows.of('nowhere'), rows.of(null));
});

test('rows have figures of their own in the order of the file, under the names that they have there', () => {
  const { state, rows } = createRows();
  assert.equal(rows.take(named('b', 'a-*')), 0);
  assert.deepEqual(rows.names, [OTHER_MODELS, 'b', 'a-*']);
  rows.of('a-*').figures.count('refused');
  assert.equal(rows.of('a-*').name, 'a-*');
  assert.deepEqual(
    [0, 1, 2].map((row) => state.models.of(row).valueOf('modelRequests', 1)),
    [0, 0, 1],
  );
});

test('rows beyond the most that are told apart count as other, keep their name, and are told', () => {
  const { rows } = createRows();
  assert.equal(rows.take(many(MODEL_ROWS_MAX)), 0);
  const { rows: full } = createRows();
  assert.equal(full.take(many(MODEL_ROWS_MAX + 3)), 3);
  assert.equal(full.names.length, 1 + MODEL_ROWS_MAX);
  const last = full.of(`row-${MODEL_ROWS_MAX + 2}`);
  assert.equal(last.name, `row-${MODEL_ROWS_MAX + 2}`);
  assert.equal(last.figures, full.of(null).figures);
  assert.equal(last.recent, full.of(null).recent);
  assert.notEqual(full.of(`row-${MODEL_ROWS_MAX - 1}`).figures, full.of(null).figures);
});

test('a reload that takes a row away leaves its figures, and one that brings it back goes on with them', () => {
  const { rows } = createRows();
  rows.take(named('kept', 'gone'));
  const { figures } = rows.of('gone');
  rows.take(named('new', 'kept'));
  assert.deepEqual(rows.names, [OTHER_MODELS, 'kept', 'gone', 'new']);
  // A request that was planned before is counted to its end.
  figures.count('aborted');
  rows.take(named('gone'));
  assert.equal(rows.of('gone').figures, figures);
  assert.equal(rows.of('gone').figures.valueOf('modelRequests', 2), 1);
});

test('a row that came too late stays with the others, though rows have gone', () => {
  const { rows } = createRows();
  rows.take(many(MODEL_ROWS_MAX));
  assert.equal(rows.take(named('late')), 1);
  assert.equal(rows.of('late').figures, rows.of(null).figures);
  assert.equal(rows.take(many(1)), 0);
  assert.equal(rows.of('late').name, OTHER_MODELS);
});

test('a duration is observed for /metrics and, where there is a live page, for that, planned apart from actual', () => {
  const state = SharedState.create(1);
  for (const hasPage of [true, false]) {
    const row = new CountedRows(state, hasPage).of(null);
    assert.equal(row.recent !== null, hasPage);
    row.observeFirstToken(100, 200);
    row.observeAnswer(300, 400);
    row.observeTokenTime(5, 6);
  }
  const { recent, figures } = new CountedRows(state, true).of(null);
  assert.equal(recent?.answer.actual.read(new Quantiles()).count, 0, 'each has its own');
  const sums = [
    [figures.plannedFirstToken, 0.2],
    [figures.firstToken, 0.4],
    [figures.plannedAnswer, 0.6],
    [figures.answer, 0.8],
    [figures.plannedTokenTime, 0.01],
    [figures.tokenTime, 0.012],
  ] as const;
  for (const [{ sum }, expected] of sums) assert.ok(Math.abs(sum - expected) < 1e-9, `${sum} ${expected}`);
});

test('with VLLM_METRICS a first token is observed in the buckets of vLLM as well', () => {
  const row = new CountedRows(SharedState.create(1), false, true).of(null);
  row.observeFirstToken(100, 200);
  assert.equal(row.vllm?.histograms.firstToken.sum, 0.2);
  assert.deepEqual(row.vllm?.histograms.firstToken.bounds.slice(0, 3), [0.001, 0.005, 0.01]);
});

test('a row of the name "other" is counted with all others', () => {
  const { rows } = createRows();
  assert.equal(rows.take(named(OTHER_MODELS, 'a')), 0);
  assert.deepEqual(rows.names, [OTHER_MODELS, 'a']);
  assert.equal(rows.of(OTHER_MODELS), rows.of(null));
});

test('whatever is reloaded, names are never too many, never change their place, and never share figures', () => {
  const file = fc.uniqueArray(fc.nat({ max: 150 }).map(String), { maxLength: 100 });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 6 }), (files) => {
      const { state, rows } = createRows();
      let before: readonly string[] = rows.names;
      for (const names of files) {
        const untold = rows.take(named(...names));
        const { names: told } = rows;
        assert.deepEqual(told.slice(0, before.length), before);
        assert.ok(told.length <= 1 + MODEL_ROWS_MAX);
        assert.equal(names.filter((name) => !told.includes(name)).length, untold);
        for (const [at, name] of told.entries()) {
          assert.equal(rows.of(name).figures, state.models.of(at));
        }
        before = told;
      }
    }),
    { numRuns: 50 },
  );
});

test('the operator is told how many rows are not told apart, and nothing where all are', () => {
  assert.equal(rowsWarning(0), null);
  assert.equal(
    rowsWarning(1),
    '1 row of the models file counts as "other" in /metrics and on the live page, which tell 64 rows apart at the most',
  );
  assert.match(rowsWarning(936) ?? '', /^936 rows of the models file count as "other" /);
});
