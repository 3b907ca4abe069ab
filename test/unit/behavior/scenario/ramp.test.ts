/**
 * A ramp goes evenly from its first text to its last, and writes what can be read again.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { constantOf } from '../../../../dist/behavior/distributions/distribution.js';
import { parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import { type Ramp, type RampForm, rampText, readRamp } from '../../../../dist/behavior/scenario/ramp.js';

function rampOf(form: RampForm, from: string, to: string): Ramp {
  const read = readRamp('X', form, from, to);
  return read.ok ? read.ramp : assert.fail(read.expected);
}

test('durations, numbers and shares go from one text to the other', () => {
  for (const [form, from, to, half] of [
    ['duration', '1s', '5s', '3s'],
    ['duration', '500ms', '2s', '1.25s'],
    ['duration', '5s', '0', '2.5s'],
    ['duration', '100ns', '100ns', undefined],
    ['whole', '1000', '200', '600'],
    ['whole', '0', '1', '1'],
    ['decimal', '1', '2.5', '1.75'],
    ['share', '0%:503', '30%:503', '15%:503'],
    ['share', '0.5%:cut(at=40%), 1%:429', '0%:cut(at=40%), 1%:429', '0.25%:cut(at=40%), 1%:429'],
  ] as const) {
    if (half === undefined) {
      assert.equal(readRamp('X', form, from, to).ok, false);
      continue;
    }
    const ramp = rampOf(form, from, to);
    assert.equal(rampText(ramp, 0.5), half);
    assert.equal(rampText(ramp, 0), from);
    assert.equal(rampText(ramp, 1), to);
  }
});

test('what is no such text at either end, or shares of different things, is refused', () => {
  for (const [form, from, to] of [
    ['duration', '1', '5s'],
    ['duration', '1s', 'uniform(1s,5s)'],
    ['whole', '1', '2.5'],
    ['whole', '-1', '2'],
    ['decimal', '1', '1e3'],
    ['share', '0%:503', '30%:429'],
    ['share', '503', '30%:503'],
    ['share', '0%', '30%'],
  ] as const) {
    const read = readRamp('X', form, from, to);
    assert.match(read.ok ? '' : read.expected, /^two /, `${form} ${from} ${to}`);
  }
});

test('every text on the way is a duration between its ends, and never goes back', () => {
  const ms = fc.integer({ min: 0, max: 3_600_000 });
  fc.assert(
    fc.property(ms, ms, fc.integer({ min: 1, max: 600 }), (from, to, parts) => {
      const ramp = rampOf('duration', `${from}ms`, `${to}ms`);
      let before = from;
      for (let part = 0; part <= parts; part++) {
        const parsed = parseDuration(rampText(ramp, part / parts));
        const value = parsed.ok ? constantOf(parsed.distribution) : undefined;
        if (value === undefined) return assert.fail();
        assert.ok(
          (value - before) * (to - from) >= 0 && value >= Math.min(from, to) && value <= Math.max(from, to),
        );
        before = value;
      }
      assert.equal(before, to);
    }),
    { numRuns: 50 },
  );
});
