import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { Defects } from '../../dist/main/defects.js';

function create() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const rig = { nowMs: 0, counted: 0 };
  const defects = new Defects(
    log,
    () => {
      rig.counted++;
    },
    () => rig.nowMs,
  );
  return { defects, lines, rig };
}

test('a defect is counted every time, and logged once a minute with how often it came', () => {
  const { defects, lines, rig } = create();
  for (let time = 0; time < 10; time++) defects.report(new Error('same'), 'a test');
  assert.deepEqual([rig.counted, lines.length], [10, 1]);
  rig.nowMs = 59_999;
  defects.report(new Error('same'), 'a test');
  assert.equal(lines.length, 1);
  rig.nowMs = 60_000;
  defects.report(new Error('same'), 'a test');
  assert.deepEqual(
    lines.map(({ reason, where, repeated }) => ({ reason, where, repeated })),
    [
      { reason: 'Error: same', where: 'a test', repeated: 0 },
      { reason: 'Error: same', where: 'a test', repeated: 10 },
    ],
  );
  assert.match(String(lines[0]?.stack), /^Error: same\n +at /);
  assert.equal(rig.counted, 12);
});

test('different defects are logged each, up to a hundred in a minute', () => {
  const { defects, lines, rig } = create();
  for (let number = 0; number < 1_000; number++) defects.report(new Error(String(number)), 'a test');
  assert.deepEqual([rig.counted, lines.length], [1_000, 100]);
  rig.nowMs = 60_000;
  defects.report(new Error('new'), 'a test');
  assert.equal(lines.length, 101);
});

test('whatever can be thrown is reported, and a long message is cut', () => {
  const { defects, lines } = create();
  const strange = {
    toString() {
      throw new Error('no');
    },
  };
  const withoutStack = Object.defineProperty(new Error('m'), 'stack', {
    get() {
      throw new Error('no');
    },
  });
  for (const thrown of [null, undefined, Symbol('s'), 7, strange, Object.create(null), withoutStack]) {
    defects.report(thrown, 'a test');
  }
  defects.report(new Error('x'.repeat(100_000)), 'a test');
  assert.deepEqual(
    lines.map(({ reason }) => String(reason).slice(0, 40)),
    [
      'null',
      'undefined',
      'Symbol(s)',
      '7',
      'something that cannot be described',
      'Error: m',
      `Error: ${'x'.repeat(33)}`,
    ],
  );
  assert.equal(String(lines.at(-1)?.reason).length, 500);
});
