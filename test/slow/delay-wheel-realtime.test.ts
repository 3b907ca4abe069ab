import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DelayWheel } from '../../dist/main/replying/timing/delay-wheel.js';
import { Sleeper } from '../support/sleeper.js';

const SLEEPERS = 600;

test('by the real clock, delays of 1 to 60 ms are never early, and half of them are late by less than 20 ms', async () => {
  const wheel = new DelayWheel(() => performance.now());
  const latenessMs: number[] = [];
  await new Promise<void>((resolve) => {
    for (let name = 0; name < SLEEPERS; name++) {
      const sleeper = new Sleeper(name, () => {
        latenessMs.push(performance.now() - sleeper.dueAtMs);
        if (latenessMs.length === SLEEPERS) resolve();
      });
      // Spread over fractions, too: 60 ms in 600 steps, in an order that is not that of their ends.
      wheel.insert(sleeper, performance.now() + 1 + ((name * 7) % SLEEPERS) * (59 / SLEEPERS));
    }
  });
  latenessMs.sort((a, b) => a - b);
  assert.equal(wheel.size, 0);
  assert.ok((latenessMs[0] as number) >= 0, `${latenessMs[0]} ms late`);
  // One millisecond is the wheel's own; the rest is what a busy machine may add.
  assert.ok(
    (latenessMs[SLEEPERS / 2] as number) < 20,
    `the median is ${latenessMs[SLEEPERS / 2]} ms late, at most 20`,
  );
});
