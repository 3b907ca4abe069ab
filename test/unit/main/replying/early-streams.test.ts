/**
 * Streams that begin before their first token: HEADERS_AT=at-once.
 */
import assert from 'node:assert/strict';
import { exchangeTest } from '../../../support/exchange-test.js';

const STREAM = '{"stream":true,"messages":[{"role":"user"}]}';
/** Two pieces, the first one after 12 seconds. */
const SETTINGS = {
  HEADERS_AT: 'at-once',
  RESPONSE_TEXT: 'one two',
  TIME_TO_FIRST_TOKEN: '12s',
  INTER_TOKEN_LATENCY: '1s',
};

function pieces(client: {
  readonly stream: { readonly pieces: readonly string[] } | null;
}): readonly string[] {
  return client.stream?.pieces ?? [];
}

exchangeTest(
  'a stream that begins at once opens with the role, is kept alive by comments, and says the rest as planned',
  SETTINGS,
  (rig, loop) => {
    const client = rig.post(STREAM);
    assert.equal(pieces(client).length, 1);
    assert.match(pieces(client)[0] as string, /^data: .*"delta":\{"role":"assistant","content":""\}/);
    assert.equal(rig.state.activeStreams, 1);
    loop.advance(5_001);
    assert.deepEqual(pieces(client).slice(1), [':\n\n']);
    loop.advance(5_001);
    assert.deepEqual(pieces(client).slice(1), [':\n\n', ':\n\n']);
    assert.equal(
      rig.state.firstToken.counts().reduce((sum, count) => sum + count, 0),
      0,
    );
    loop.advance(2_000);
    assert.match(pieces(client)[3] as string, /"content":"one"/);
    // The first token's time is its own, not that of the head.
    assert.ok(Math.abs(rig.state.firstToken.sum - 12.0005) < 0.01, `${rig.state.firstToken.sum}`);
    loop.advance(1_000);
    assert.match(pieces(client)[4] as string, /"content":" two".*\[DONE\]\n\n$/s);
    assert.equal(client.stream?.ended, true);
  },
);

exchangeTest(
  'a client that leaves before the first token of such a stream frees its slot',
  SETTINGS,
  (rig, loop) => {
    const client = rig.post(STREAM);
    loop.advance(1_000);
    client.abort();
    assert.deepEqual([rig.state.active, rig.state.disconnects], [0, 1]);
  },
);

exchangeTest(
  'neither a whole answer nor a fault in place of one begins ahead of its time',
  { ...SETTINGS, FAULTS: '100%:503(late)' },
  (rig, loop) => {
    const streamed = rig.post(STREAM);
    assert.deepEqual([streamed.stream, streamed.sent.length], [null, 0]);
    loop.advance(12_001);
    assert.equal(streamed.reply.status, 503);
    const whole = rig.post('{"messages":[{"role":"user"}]}');
    assert.deepEqual([whole.stream, whole.sent.length], [null, 0]);
    loop.advance(13_001);
    assert.equal(whole.reply.status, 503);
  },
);
