import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnAsk, ColumnReader } from '../../../../dist/behavior/distributions/column.js';
import { cdf, maximumOf, meanOf, quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { constantOf } from '../../../../dist/behavior/distributions/distribution.js';
import { formatDistribution } from '../../../../dist/behavior/distributions/format.js';
import { COUNT, DURATION } from '../../../../dist/behavior/distributions/quantity.js';
import { sample, sampleCount } from '../../../../dist/behavior/distributions/sample.js';
import { parseCount, parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';

const asked: ColumnAsk[] = [];
/** A file of four values, in no order. */
const reader: ColumnReader = (ask) => {
  asked.push(ask);
  if (ask.path === 'wrong.csv') return { ok: false, message: 'wrong.csv:3: expected a number' };
  return { ok: true, values: Float64Array.of(30, 10, 40, 20) };
};

function parsed(text: string) {
  const result = parseDuration(text, reader);
  assert.ok(result.ok, JSON.stringify(result));
  return result.distribution;
}

test('what a file is asked for: the path and the column as written, and how its numbers become milliseconds or counts', () => {
  asked.length = 0;
  parsed('empirical( some dir/x.csv , the column , s )');
  assert.ok(parseCount('trace(y.csv)', reader).ok);
  assert.deepEqual(asked, [
    { path: 'some dir/x.csv', column: 'the column', max: 360_000_000, factor: 1000 },
    { path: 'y.csv', column: null, max: 10_000_000, factor: 1 },
  ]);
});

test('both are written as they are read, whatever is in them', () => {
  for (const text of ['empirical(x.csv)', 'trace(a b/x.csv,2)', 'mix(50%:empirical(x.csv,ttft,s),50%:2s)']) {
    assert.equal(formatDistribution(parsed(text), DURATION), text);
  }
});

test('empirical draws each value as often as it is there', () => {
  const distribution = parsed('empirical(x.csv)');
  const random = createRandom(1, 1);
  const counts = new Map<number, number>();
  for (let draw = 0; draw < 40_000; draw++) {
    const value = sample(distribution, random);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), [10, 20, 30, 40]);
  for (const [value, count] of counts) assert.ok(Math.abs(count - 10_000) < 400, `${value}: ${count} times`);
});

test('trace gives the rows in turn, round and round, and draws nothing', () => {
  const distribution = parsed('trace(x.csv)');
  const random = createRandom(1, 1);
  const drawn = Array.from({ length: 9 }, () => sampleCount(distribution, random));
  assert.deepEqual(drawn, [30, 10, 40, 20, 30, 10, 40, 20, 30]);
  assert.equal(random.next(), createRandom(1, 1).next());
});

test('a trace that crosses to another thread keeps its rows and begins again there', () => {
  const distribution = parsed('trace(x.csv)');
  const copy = structuredClone(distribution);
  assert.equal(sample(copy, createRandom(1, 1)), 30);
  assert.deepEqual(
    copy.kind === 'trace' && distribution.kind === 'trace' && copy.rows,
    Float64Array.of(30, 10, 40, 20),
  );
});

for (const name of ['empirical', 'trace']) {
  test(`${name}: mean, quantiles, shares and the largest are those of the values`, () => {
    const distribution = parsed(`${name}(x.csv)`);
    assert.equal(meanOf(distribution), 25);
    assert.deepEqual(
      [0.01, 0.25, 0.26, 0.5, 0.9, 0.99].map((rank) => quantileOf(distribution, rank)),
      [10, 10, 20, 20, 40, 40],
    );
    assert.deepEqual(
      [9, 10, 25, 40].map((value) => cdf(distribution, value)),
      [0, 0.25, 0.5, 1],
    );
    assert.equal(maximumOf(distribution), 40);
    assert.equal(constantOf(distribution), undefined);
  });
}

test('a column of one value is a constant', () => {
  const one: ColumnReader = () => ({ ok: true, values: Float64Array.of(5, 5) });
  const result = parseCount('trace(x.csv)', one);
  assert.ok(result.ok);
  assert.equal(constantOf(result.distribution), 5);
  assert.equal(formatDistribution(result.distribution, COUNT), 'trace(x.csv)');
});

for (const [text, position, message] of [
  ['empirical(wrong.csv)', 10, 'wrong.csv:3: expected a number'],
  ['empirical()', 10, "expected the path of a file, got ')'"],
  ['trace(x.csv,)', 12, "expected a column, or a unit behind it, got ')'"],
  ['trace(x.csv,1,s,2)', 16, "expected ')' after 3 arguments, got '2'"],
  ['trace(x.csv,1,parsec)', 6, "expected a unit (us, ms, s, m, h) behind the column, got 'parsec'"],
  ['trace(x.csv', 11, "expected ')', got the end"],
] as const) {
  test(`refused: ${text}`, () => {
    assert.deepEqual(parseDuration(text, reader), { ok: false, position, message });
  });
}

test('without a reader no file can be named, whoever asks', () => {
  for (const parse of [parseDuration, parseCount]) {
    const result = parse('mix(50%:2,50%:empirical(/etc/passwd))'.replace('2,', '0,'));
    assert.ok(!result.ok);
    assert.match(result.message, /^expected no empirical\(\), which reads a file/);
  }
});

test('where files may be named, a wrong word is told of both functions', () => {
  const result = parseDuration('empircal(x.csv)', reader);
  assert.ok(!result.ok);
  assert.match(result.message, /mix, empirical, trace, got 'empircal' \(did you mean empirical\?\)$/);
});
