/**
 * A runner hands on each moment when it is due, counted from the start, and what was before at the end.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScenarioRunner } from '../../../../dist/behavior/scenario/scenario-runner.js';
import type { TimelineEntry } from '../../../../dist/behavior/scenario/timeline.js';

const entry = (atMs: number, a: string | null, mark: string | null = null): TimelineEntry => ({
  atMs,
  changes: a === null ? {} : { A: a },
  models: {},
  mark,
});

/** A clock that the test moves, one timer, and all that happened as `time what`. */
class Rig {
  nowMs = 1000;
  readonly seen: string[] = [];
  readonly steps: number[] = [];
  timer: { readonly callback: () => void; readonly dueMs: number } | null = null;
  onMark = (_: string): void => undefined;
  readonly runner: ScenarioRunner;

  constructor(timeline: readonly TimelineEntry[]) {
    const see = (what: string) => this.seen.push(`${this.nowMs} ${what}`);
    this.runner = new ScenarioRunner({
      timeline,
      target: {
        layer: (name, { A }, models) => {
          see(`${name} ${A} ${Object.keys(models).length}`);
          return A === 'wrong' ? { ok: false, problems: ['A: wrong'] } : { ok: true };
        },
        clear: (name) => see(`clear ${name}`),
      },
      timers: {
        now: () => this.nowMs,
        setTimer: (callback, delayMs) => {
          assert.equal(this.timer, null);
          this.timer = { callback, dueMs: this.nowMs + delayMs };
          return this.timer;
        },
        clearTimer: (timer) => {
          assert.equal(timer, this.timer);
          this.timer = null;
        },
      },
      onStep: (passed) => this.steps.push(passed),
      onMark: (mark) => {
        see(`mark ${mark}`);
        this.onMark(mark);
      },
      onRefused: (problems) => see(`refused ${problems.join()}`),
      onDone: () => see('done'),
    });
  }

  /** Calls the timer back, `lateMs` after it was due. */
  fire(lateMs = 0): void {
    const { timer } = this;
    assert.ok(timer !== null);
    this.timer = null;
    this.nowMs = timer.dueMs + lateMs;
    timer.callback();
  }
}

const TIMELINE = [entry(0, '1', 'on'), entry(100, '2'), entry(300, null, 'off'), entry(500, null)];

test('each moment is handed on when it is due, and the end clears the layer', () => {
  const rig = new Rig(TIMELINE);
  rig.runner.start();
  rig.fire();
  rig.fire();
  rig.fire();
  assert.deepEqual(rig.seen, [
    '1000 scenario 1 0',
    '1000 mark on',
    '1100 scenario 2 0',
    '1300 scenario undefined 0',
    '1300 mark off',
    '1500 clear scenario',
    '1500 done',
  ]);
  assert.deepEqual(rig.steps, [1, 2, 3, 0]);
  assert.equal(rig.timer, null);
  assert.equal(rig.runner.position(), null);
});

test('a moment that is late does not delay the next: all are counted from the start', () => {
  const rig = new Rig(TIMELINE);
  rig.runner.start();
  rig.fire(90);
  assert.equal(rig.timer?.dueMs, 1300);
  rig.fire(7);
  assert.equal(rig.timer?.dueMs, 1500);
});

test('of moments that are due at once the last is handed on, and the marks of all are told', () => {
  const rig = new Rig([entry(0, '1'), entry(10, '2', 'a'), entry(20, '3', 'b'), entry(500, null)]);
  rig.runner.start();
  rig.fire(100);
  assert.deepEqual(rig.seen, ['1000 scenario 1 0', '1110 scenario 3 0', '1110 mark a', '1110 mark b']);
});

test('changes that are refused are told, and the scenario goes on', () => {
  const rig = new Rig([entry(0, 'wrong', 'a'), entry(10, '2'), entry(500, null)]);
  rig.runner.start();
  rig.fire();
  assert.deepEqual(rig.seen, [
    '1000 scenario wrong 0',
    '1000 refused A: wrong',
    '1000 mark a',
    '1010 scenario 2 0',
  ]);
});

test('a timer that is early hands on nothing, and is set again', () => {
  const rig = new Rig(TIMELINE);
  rig.runner.start();
  rig.fire(-1);
  assert.equal(rig.seen.length, 2);
  assert.equal(rig.timer?.dueMs, 1100);
});

test('it sleeps for an hour at the most, however far the next moment is', () => {
  const rig = new Rig([entry(30 * 24 * 3_600_000, null)]);
  rig.runner.start();
  assert.equal(rig.timer?.dueMs, 1000 + 3_600_000);
  rig.fire();
  assert.equal(rig.timer?.dueMs, 1000 + 2 * 3_600_000);
  assert.deepEqual(rig.seen, []);
});

test('stopped, it clears the layer once, and nothing more happens', () => {
  const rig = new Rig(TIMELINE);
  rig.runner.stop();
  assert.deepEqual(rig.seen, []);
  rig.runner.start();
  rig.runner.stop();
  rig.runner.stop();
  assert.deepEqual(rig.seen.slice(2), ['1000 clear scenario']);
  assert.equal(rig.timer, null);
});

test('started again it begins from the beginning, while it runs and after its end', () => {
  const rig = new Rig(TIMELINE);
  rig.runner.start();
  rig.fire();
  rig.runner.start();
  assert.deepEqual(rig.seen.slice(3), ['1100 clear scenario', '1100 scenario 1 0', '1100 mark on']);
  for (let moment = 0; moment < 3; moment++) rig.fire();
  rig.seen.length = 0;
  rig.runner.start();
  assert.deepEqual(rig.seen, ['1600 scenario 1 0', '1600 mark on']);
});

test('whoever is told a mark may stop it: the marks behind it are not told, and it is not done', () => {
  const rig = new Rig([entry(0, '1', 'a'), entry(0, '2', 'b'), entry(500, null)]);
  rig.onMark = () => rig.runner.stop();
  rig.runner.start();
  assert.deepEqual(rig.seen, ['1000 scenario 2 0', '1000 mark a', '1000 clear scenario']);
  assert.equal(rig.timer, null);
});

test('it tells where it is: since when, until when, and behind which mark', () => {
  const rig = new Rig(TIMELINE);
  assert.equal(rig.runner.position(), null);
  rig.runner.start();
  rig.nowMs += 40;
  assert.deepEqual(rig.runner.position(), { atMs: 40, endMs: 500, mark: 'on' });
  rig.nowMs += 9999;
  assert.deepEqual(rig.runner.position(), { atMs: 500, endMs: 500, mark: 'on' });
});
