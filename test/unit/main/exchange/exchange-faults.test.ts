// Owns: what becomes of a request in whose callbacks something throws, and of the others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExchangeRig, GOOD_BODY } from '../../../support/exchange-rig.js';
import { withFakeLoop } from '../../../support/fake-loop.js';

const TEN_SECONDS = { RESPONSE_DELAY_SECONDS: '10', MAX_CONCURRENT: '2' };
const STREAM = '{"stream":true,"messages":[{"role":"user"}]}';

for (const [broken, body] of [
  ['body', GOOD_BODY],
  ['answer', GOOD_BODY],
  ['answer', STREAM],
] as const) {
  test(`what throws in the ${broken} of ${body} ends that request with 500, and no other`, () =>
    withFakeLoop((loop) => {
      const rig = new ExchangeRig(loop, TEN_SECONDS);
      const good = rig.post();
      rig.broken = broken;
      const bad = rig.post(body);
      rig.broken = broken === 'body' ? null : broken;
      loop.advance(10_001);
      assert.deepEqual([good.reply.status, rig.state.active, rig.wheel.size], [200, 0, 0]);
      assert.equal(rig.state.internalErrors, 1);
      assert.deepEqual(
        rig.faults.map(({ message }) => message),
        [`the ${broken} is broken`],
      );
      assert.deepEqual([bad.reply.status, bad.reply.close], [500, true]);
      assert.equal(JSON.parse(bad.reply.body).error.code, 'internal_error');
      assert.equal(rig.state.rejectionsFor('internal_error'), 1);
      // The place is free again.
      rig.broken = null;
      const next = [rig.post(), rig.post()];
      loop.advance(10_001);
      assert.deepEqual(
        next.map(({ reply }) => reply.status),
        [200, 200],
      );
    }));
}

test('what throws while a head is read is thrown to the listener, which gives it back to the request', () =>
  withFakeLoop((loop) => {
    const rig = new ExchangeRig(loop, TEN_SECONDS);
    rig.broken = 'head';
    const client = rig.open();
    assert.deepEqual([client.reply.status, client.reply.close, rig.state.active], [500, true, 0]);
  }));
