import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExchangeRig, GOOD_BODY } from '../../../support/exchange-rig.js';
import { withFakeLoop } from '../../../support/fake-loop.js';
import type { MemoryTransport } from '../../../support/memory-transport.js';

const SETTINGS = { RESPONSE_DELAY_SECONDS: '10', MAX_CONCURRENT: '1' };

/** A client that leaves after `upTo` has happened: its slot is free at once, it is counted, and nothing is sent. */
function abortTest(
  when: string,
  upTo: (client: MemoryTransport, advance: (ms: number) => void) => void,
): void {
  test(`a client that leaves ${when} frees its slot, is counted once and is sent nothing`, () =>
    withFakeLoop((loop) => {
      const rig = new ExchangeRig(loop, SETTINGS);
      const client = rig.open();
      upTo(client, (ms) => loop.advance(ms));
      assert.equal(rig.state.active, 1);
      client.abort();
      assert.deepEqual([rig.state.active, rig.state.disconnects, rig.rested], [0, 1, 1]);
      assert.deepEqual([rig.wheel.size, loop.armedTimers], [0, 0]);

      // At once, with the only slot: the request before must not reach into it.
      const next = rig.post();
      loop.advance(10_001);
      assert.equal(next.reply.status, 200);
      assert.deepEqual([rig.state.active, rig.state.disconnects, rig.rested], [0, 1, 2]);
      assert.deepEqual([rig.state.repliesOf(0, 200), rig.state.durations[0]?.sum], [1, 10.001]);
    }));
}

abortTest('before the body', () => {});
abortTest('within the body', (client) => client.deliver('{"mess'));
abortTest('at the beginning of the delay', (client) => client.deliver(GOOD_BODY, true));
abortTest('during the delay', (client, advance) => {
  client.deliver(GOOD_BODY, true);
  advance(9_999);
});

test('a client that leaves when its reply is due and not yet written is sent nothing', () =>
  withFakeLoop((loop) => {
    const rig = new ExchangeRig(loop, { ...SETTINGS, MAX_CONCURRENT: '200' });
    const clients = Array.from({ length: 130 }, () => rig.post());
    loop.stall(10_001);
    loop.fireDueTimers();
    // The first batch was answered in this turn; the last two are due and wait for the next.
    assert.deepEqual([rig.state.active, loop.pendingImmediates], [2, 1]);
    clients[129]?.abort();
    loop.turn();
    assert.deepEqual(
      clients.slice(127).map(({ sent }) => sent.length),
      [1, 1, 0],
    );
    assert.deepEqual([rig.state.active, rig.state.disconnects, rig.state.repliesOf(0, 200)], [0, 1, 129]);
  }));
