import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CountingLine } from '../../../dist/workers/counting-line.js';

const entryOf = (neededAtMs: number, name = '', characters = 1, uselessAtMs = neededAtMs) => ({
  name,
  neededAtMs,
  uselessAtMs,
  characters,
});

test('they leave in the order in which they are needed, and of arrival where that is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 60 }), (times) => {
      const line = new CountingLine<ReturnType<typeof entryOf>>();
      for (const [index, time] of times.entries()) line.add(entryOf(time, String(index)));
      const taken = line.take(100, 1_000).map(({ neededAtMs, name }) => [neededAtMs, Number(name)]);
      const expected = times
        .map((time, index): [number, number] => [time, index])
        .sort(([time, index], [otherTime, otherIndex]) => time - otherTime || index - otherIndex);
      assert.deepEqual(taken, expected);
    }),
  );
});

test('no more are taken than there may be, nor more characters, but one at the least', () => {
  const line = new CountingLine<ReturnType<typeof entryOf>>();
  for (const characters of [500, 40, 60, 1, 1, 1]) line.add(entryOf(0, '', characters));
  assert.deepEqual(
    [1, 2, 3, 4].map(() => line.take(2, 100).length),
    [1, 2, 2, 1],
  );
  assert.equal(line.length, 0);
});

test('who is needed no more is taken out, and nobody else', () => {
  const line = new CountingLine<ReturnType<typeof entryOf>>();
  line.add(entryOf(10, 'whole'));
  line.add(entryOf(5, 'stream', 1, 30));
  assert.deepEqual(line.takeUseless(9), []);
  assert.deepEqual(
    line.takeUseless(10).map(({ name }) => name),
    ['whole'],
  );
  assert.deepEqual(
    line.take(9, 9).map(({ name }) => name),
    ['stream'],
  );
});
