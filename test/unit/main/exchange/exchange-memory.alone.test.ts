import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ExchangeRig, GOOD_BODY } from '../../../support/exchange-rig.js';
import { withFakeLoop } from '../../../support/fake-loop.js';

const CLIENTS = 500;
const BODY_BYTES = 16_384;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function bufferedBytes(): number {
  collectGarbage();
  // The memory behind buffers is given back in the background; the next collection waits for that.
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

test('a request that waits for its reply keeps nothing of its body', () =>
  withFakeLoop((loop) => {
    const rig = new ExchangeRig(loop, { RESPONSE_DELAY_SECONDS: '10' });
    const half = GOOD_BODY.padEnd(BODY_BYTES / 2);
    // Whatever is made once is made by then.
    const first = rig.open();
    first.deliver(half);
    first.deliver(' '.repeat(BODY_BYTES / 2), true);
    loop.advance(10_001);
    const before = bufferedBytes();
    const clients = Array.from({ length: CLIENTS }, () => rig.open());
    for (const client of clients) client.deliver(half);
    // The measuring works: uploads that are not complete do hold their memory.
    assert.ok(bufferedBytes() - before >= (CLIENTS * BODY_BYTES) / 2, 'the uploads are not seen');
    for (const client of clients) client.deliver(' '.repeat(BODY_BYTES / 2), true);
    assert.equal(rig.wheel.size, CLIENTS);
    const kept = bufferedBytes() - before;
    // A twentieth of a body: Node.js 24 keeps 64 KiB of its own, however many wait.
    assert.ok(kept < (CLIENTS * BODY_BYTES) / 20, `${kept / CLIENTS} bytes a request`);
    loop.advance(10_001);
    assert.equal(rig.state.repliesOf(0, 200), CLIENTS + 1);
  }));
