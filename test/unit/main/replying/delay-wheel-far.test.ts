/** Delays that no timer is long enough for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DelayWheel } from '../../../../dist/main/replying/timing/delay-wheel.js';
import { Sleeper } from '../../../support/sleeper.js';

test('what waits for years arms no timer that is longer than timers can be', () => {
  const armed: number[] = [];
  const timers = {
    setTimeout(_: () => void, ms: number) {
      armed.push(ms);
      return {} as NodeJS.Timeout;
    },
    clearTimeout() {},
  };
  const wheel = new DelayWheel(() => 0, timers);
  const sleeper = new Sleeper(1, () => {});
  wheel.insert(sleeper, 10 * 365 * 24 * 3_600_000);
  wheel.cancel(sleeper);
  assert.deepEqual(armed, [2 ** 31 - 1]);
});
