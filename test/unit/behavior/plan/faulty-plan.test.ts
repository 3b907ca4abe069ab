/** What each fault makes of a plan, whole and streamed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_TEXT } from '../../../../dist/behavior/content/no-text.js';
import type { Fault } from '../../../../dist/behavior/faults/fault.js';
import { formatFault } from '../../../../dist/behavior/faults/format.js';
import { parseOneFault } from '../../../../dist/behavior/faults/parse.js';
import {
  FaultyPlans,
  FOR_EVER_MS,
  frameOf,
  isShareable,
  SPLIT_MS,
  withFault,
} from '../../../../dist/behavior/plan/faulty-plan.js';
import type { Plan } from '../../../../dist/behavior/plan/plan.js';
import { FAULT_KINDS } from '../../../../dist/shared/labels.js';
import { faultOf } from '../../../support/faults.js';

const PLAN: Plan = {
  text: NO_TEXT,
  tokens: 10,
  parts: null,
  finish: 'length',
  stopText: 'stop',
  firstMs: 100,
  totalMs: 1_000,
  limitMs: 5_000,
  pace: { nextGapMs: () => 7, sumOfGapsMs: (count, limitMs) => Math.min(7 * count, limitMs) },
  fault: null,
};

function read(text: string): Fault {
  const result = parseOneFault(text);
  assert.ok(result.ok, text);
  return result.fault;
}

/** What of the plan is other than before, and its gaps. */
function changeOf(text: string, isStream: boolean, plan = PLAN): Record<string, unknown> {
  const fault = read(text);
  const made = withFault(plan, fault, isStream);
  assert.equal(made.fault, fault);
  const changes: Record<string, unknown> = {};
  for (const key of Object.keys(plan) as (keyof Plan)[]) {
    if (key !== 'fault' && key !== 'pace' && made[key] !== plan[key]) changes[key] = made[key];
  }
  const gaps = Array.from({ length: plan.tokens }, () => made.pace.nextGapMs());
  const odd = gaps.map((gap, place) => [place + 1, gap] as const).filter(([, gap]) => gap !== 7);
  return odd.length === 0 ? changes : { ...changes, gaps: odd };
}

const AT_ONCE = { firstMs: 0, totalMs: 0 };
const EMPTY = { tokens: 0, stopText: null, finish: 'stop' };
const FILTERED = { finish: 'filter', stopText: null };
const FOR_EVER = { firstMs: FOR_EVER_MS, totalMs: FOR_EVER_MS };

// biome-ignore format: a table, a line for each fault: whole, and streamed
const CHANGES: readonly (readonly [text: string, whole: object, streamed: object])[] = [
  ['503', AT_ONCE, AT_ONCE],
  ['503(late)', {}, {}],
  ['reset', AT_ONCE, AT_ONCE],
  ['close(late)', {}, {}],
  ['hang', FOR_EVER, FOR_EVER],
  ['hang(3s)', { firstMs: 3_000, totalMs: 3_000 }, { firstMs: 3_000, totalMs: 3_000 }],
  ['cut', {}, { tokens: 5 }],
  ['cut(at=49%)', {}, { tokens: 4 }],
  ['cut(tokens=11)', {}, {}],
  ['error(tokens=0)', {}, { tokens: 0 }],
  ['stall(2s)', {}, { limitMs: 7_000, gaps: [[5, 2_007]] }],
  ['stall(2s,tokens=0)', {}, { firstMs: 2_100, limitMs: 7_000 }],
  // Between the last two: behind the last one there is no gap.
  ['stall(2s,at=100%)', {}, { limitMs: 7_000, gaps: [[9, 2_007]] }],
  ['stall', {}, { limitMs: 5_000 + FOR_EVER_MS, gaps: [[5, 7 + FOR_EVER_MS]] }],
  ['split', {}, { limitMs: 5_000 + SPLIT_MS, gaps: [[6, 7 + SPLIT_MS]] }],
  ['split(at=100%)', {}, { limitMs: 5_000 + SPLIT_MS, gaps: [[9, 7 + SPLIT_MS]] }],
  ['unfinished', {}, {}],
  ['broken', {}, {}],
  ['blank', {}, {}],
  ['duplicate', {}, {}],
  ['empty', EMPTY, EMPTY],
  ['filter', FILTERED, FILTERED],
];

for (const [text, whole, streamed] of CHANGES) {
  test(`${text} changes ${JSON.stringify(whole)} of a whole answer, ${JSON.stringify(streamed)} of a stream, and no more`, () => {
    assert.deepEqual(changeOf(text, false), whole);
    assert.deepEqual(changeOf(text, true), streamed);
  });
}

test('a refusal is said in place of the answer, no longer than a limit lets it be, and of what says nothing nothing is left out', () => {
  const said = (plan: Plan): string => {
    const { text, tokens, finish } = withFault({ ...plan, stopText: null }, read('refusal'), true);
    return `${text.join(tokens)}|${finish}`;
  };
  assert.equal(said({ ...PLAN, finish: 'stop' }), "I'm sorry, but I can't assist with that request.|refusal");
  assert.equal(said({ ...PLAN, tokens: 3 }), "I'm|refusal");
  assert.equal(said({ ...PLAN, tokens: 0, finish: 'stop' }), '|stop');
});

test('slow makes all times so many times as long, the limit too', () => {
  const made = withFault(PLAN, read('slow(3)'), true);
  assert.deepEqual([made.firstMs, made.totalMs, made.limitMs], [300, 3_000, 15_000]);
  assert.deepEqual([made.pace.nextGapMs(), made.pace.sumOfGapsMs(2, 1_000)], [21, 42]);
});

test('a stream of one token, or of none, stalls before its first', () => {
  const change = { firstMs: 2_100, limitMs: 7_000 };
  for (const tokens of [0, 1])
    assert.deepEqual(changeOf('stall(2s,at=100%)', true, { ...PLAN, tokens }), change);
});

test('an answer that says nothing as it is stays as it is', () => {
  assert.deepEqual(changeOf('empty', false, { ...PLAN, tokens: 0 }), {});
});

test('a frame is one of the stream, and the half of one has another to follow', () => {
  const frames = (text: string) => [0, 1, 2, 10].map((tokens) => frameOf(read(text), tokens));
  assert.deepEqual(frames('broken'), [0, 0, 1, 5]);
  assert.deepEqual(frames('broken(at=100%)'), [0, 0, 1, 9]);
  assert.deepEqual(frames('split(at=100%)'), [0, 0, 0, 8]);
});

test('what is made of a shared plan is made once for each fault, and apart for streams', () => {
  const plans = new FaultyPlans();
  const [one, other] = [faultOf('cut'), faultOf('cut')];
  const whole = plans.planOf(PLAN, one, false);
  assert.equal(plans.planOf(PLAN, one, false), whole);
  assert.notEqual(plans.planOf(PLAN, one, true), whole);
  assert.notEqual(plans.planOf(PLAN, other, false), whole);
});

test('only plans that keep no count are shared', () => {
  for (const kind of FAULT_KINDS) {
    const fault = faultOf(kind);
    assert.equal(isShareable(fault, false), true, formatFault(fault));
    const isCounting = withFault(PLAN, fault, true).pace !== PLAN.pace && kind !== 'slow';
    assert.equal(isShareable(fault, true), !isCounting, formatFault(fault));
  }
});
