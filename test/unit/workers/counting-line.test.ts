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

/** Takes with room for all, at time 0 and with no forecast, but for what is given. */
const take = (
  line: CountingLine<ReturnType<typeof entryOf>>,
  options: Partial<Parameters<typeof line.take>[0]> = {},
) => line.take({ entriesMax: 100, charactersMax: 1_000, nowMs: -1, msPerCharacter: 0, ...options });
const namesOf = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);

test('they leave in the order in which they are needed, and of arrival where that is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 60 }), (times) => {
      const line = new CountingLine<ReturnType<typeof entryOf>>();
      for (const [index, time] of times.entries()) line.add(entryOf(time, String(index)));
      const taken = take(line).taken.map(({ neededAtMs, name }) => [neededAtMs, Number(name)]);
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
    [1, 2, 3, 4].map(() => take(line, { entriesMax: 2, charactersMax: 100 }).taken.length),
    [1, 2, 2, 1],
  );
  assert.equal(line.length, 0);
});

test('who is needed no more is taken out, and is not counted', () => {
  const line = new CountingLine<ReturnType<typeof entryOf>>();
  line.add(entryOf(10, 'whole'));
  line.add(entryOf(5, 'stream', 1, 30));
  line.add(entryOf(11, 'later'));
  const { taken, tooLate } = take(line, { nowMs: 10 });
  assert.deepEqual([namesOf(taken), namesOf(tooLate)], [['stream', 'later'], ['whole']]);
  line.add(entryOf(10, 'alone'));
  assert.deepEqual(namesOf(take(line, { nowMs: 10 }).taken), []);
  assert.equal(line.length, 0);
});

test('who would be answered before it was counted is not counted, nor is one taken that makes another too late', () => {
  const line = new CountingLine<ReturnType<typeof entryOf>>();
  for (const [name, neededAtMs, characters] of [
    ['too long', 10, 10],
    ['short', 11, 5],
    ['also short', 12, 5],
    ['too much with those', 13, 1],
  ] as const) {
    line.add(entryOf(neededAtMs, name, characters));
  }
  const { taken, tooLate } = take(line, { nowMs: 0, msPerCharacter: 1 });
  assert.deepEqual([namesOf(taken), namesOf(tooLate)], [['short', 'also short'], ['too long']]);
  assert.equal(line.length, 1);
});

test('where by the forecast nobody can be counted in time one is, so that it cannot stay wrong', () => {
  const line = new CountingLine<ReturnType<typeof entryOf>>();
  for (const name of ['one', 'two']) line.add(entryOf(10, name));
  const { taken, tooLate } = take(line, { nowMs: 0, msPerCharacter: 1_000 });
  assert.deepEqual([namesOf(taken), namesOf(tooLate)], [['two'], ['one']]);
});
