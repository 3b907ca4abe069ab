/**
 * What becomes of a request while a worker reads its body. Who parses, and what: the integration tests.
 */
import assert from 'node:assert/strict';
import { INLINE_BYTES_MAX } from '../../../../dist/main/admission/memory-budget.js';
import { SIMPLE_BYTES_MAX } from '../../../../dist/main/exchange/simple-body.js';
import { apiError, ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { exchangeTest } from '../../../support/exchange-test.js';

const SETTINGS = { MAX_BODY_BYTES: '1000000', MAX_CONCURRENT: '1', RESPONSE_DELAY: '100ms' };

function bodyOf(bytes: number): string {
  const around = '{"messages":[{"role":"user","content":""}]}';
  return around.replace('""', `"${'x'.repeat(bytes - around.length)}"`);
}

/** As `bodyOf`, of many values. */
function valuesOf(bytes: number): string {
  const around = '{"messages":[{"role":"user","content":"x"}],"more":[0]}';
  const more = '0,'.repeat((bytes - around.length) / 2);
  return around.replace('[0]', `[${more}0]`).padEnd(bytes);
}

exchangeTest(
  'a body of 64 KiB is read at once, whatever it holds, and a longer one that holds little',
  SETTINGS,
  (rig) => {
    for (const body of [valuesOf(INLINE_BYTES_MAX), bodyOf(INLINE_BYTES_MAX + 1), bodyOf(SIMPLE_BYTES_MAX)]) {
      const transport = rig.post(body);
      assert.deepEqual([rig.readings.length, rig.wheel.size], [0, 1]);
      transport.abort();
    }
  },
);

exchangeTest(
  'a longer one that holds much, or one of more than 256 KiB, is read by a worker',
  SETTINGS,
  (rig, loop) => {
    const many = rig.post(valuesOf(INLINE_BYTES_MAX + 1));
    assert.equal(rig.readings.length, 1);
    many.abort();
    rig.readings.length = 0;
    const large = rig.post(bodyOf(SIMPLE_BYTES_MAX + 1));
    assert.equal(rig.readings.length, 1);
    loop.advance(5_000);
    assert.deepEqual([large.sent.length, rig.state.active], [0, 1]);
    rig.readings[0]?.finish();
    loop.advance(99);
    assert.equal(large.sent.length, 0, 'the delay begins when the request was read');
    loop.advance(2);
    assert.equal(large.reply.status, 200);
  },
);

exchangeTest('in whatever pieces a large body arrives, a worker reads it once', SETTINGS, (rig, loop) => {
  const body = bodyOf(400_000);
  const transport = rig.open({ 'content-length': String(body.length) });
  for (let start = 0; start < body.length; start += 16_384) {
    transport.deliver(body.slice(start, start + 16_384), start + 16_384 >= body.length);
  }
  assert.equal(rig.readings.length, 1);
  rig.readings[0]?.finish();
  loop.advance(101);
  assert.equal(transport.reply.status, 200);
});

exchangeTest('a request that a worker refuses gets that refusal, and its slot is free', SETTINGS, (rig) => {
  const transport = rig.post(bodyOf(300_000));
  rig.readings[0]?.finish(apiError(ERROR_KINDS.tooComplex, 'too much'));
  assert.equal(transport.reply.status, 400);
  assert.match(String(transport.reply.body), /"code":"body_too_complex"/);
});

exchangeTest(
  'a client that leaves while its body is read frees its slot, and the worker is not heard',
  SETTINGS,
  (rig, loop) => {
    const left = rig.post(bodyOf(300_000));
    left.abort();
    assert.deepEqual([rig.state.active, rig.state.disconnects], [0, 1]);
    assert.equal(rig.readings[0]?.isGivenUp, true);
    const next = rig.post(bodyOf(300_000));
    rig.readings[0]?.finish();
    loop.advance(1_000);
    assert.equal(next.sent.length, 0, 'nobody gets what another asked for');
    rig.readings[1]?.finish();
    loop.advance(101);
    assert.equal(next.reply.status, 200);
  },
);
