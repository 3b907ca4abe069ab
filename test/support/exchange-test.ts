/**
 * A test of exchanges over in-memory transports, on a loop that the test moves; whatever it does, nothing may be left behind.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExchangeRig } from './exchange-rig.js';
import { type FakeLoop, withFakeLoop } from './fake-loop.js';
import type { Settings } from './in-process.js';

export function exchangeTest(
  name: string,
  settings: Settings,
  body: (rig: ExchangeRig, loop: FakeLoop) => void,
): void {
  test(name, () =>
    withFakeLoop((loop) => {
      const rig = new ExchangeRig(loop, settings);
      body(rig, loop);
      const { active, activeStreams, bufferedBytes } = rig.state;
      assert.deepEqual(
        [active, activeStreams, bufferedBytes, rig.wheel.size, loop.armedTimers],
        [0, 0, 0, 0, 0],
        'left behind',
      );
      assert.equal(rig.rested, rig.transports.length);
      assert.deepEqual(rig.faults, []);
    }),
  );
}
