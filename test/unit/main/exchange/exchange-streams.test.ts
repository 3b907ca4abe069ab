import assert from 'node:assert/strict';
import { exchangeTest } from '../../../support/exchange-test.js';
import type { MemoryTransport } from '../../../support/memory-transport.js';
import { parseSse } from '../../../support/sse.js';

const STREAM = '{"stream":true,"messages":[{"role":"user"}]}';
/** Five pieces, two seconds apart. */
const FIVE = { RESPONSE_TEXT: 'one two three four five', RESPONSE_DELAY_SECONDS: '10' };

/** The text of each piece that was sent, in the order of the writes; `''` for one without text. */
function textsOf({ stream }: MemoryTransport): string[] {
  return (stream?.pieces ?? []).map((piece) => {
    const events = parseSse(piece.replaceAll(':\n\n', ''));
    const chunks = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data));
    return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
  });
}

exchangeTest(
  'a stream spreads its pieces evenly and ends when a whole answer would come',
  FIVE,
  (rig, loop) => {
    const client = rig.post(STREAM);
    const seen: [number, number][] = [];
    for (let ms = 0; ms <= 10_001; ms++) {
      const count = textsOf(client).length;
      if (count !== (seen.at(-1)?.[1] ?? 0)) seen.push([ms - 1, count]);
      loop.advance(1);
    }
    // The fake clock starts half a millisecond behind a tick, and the wheel is never early.
    assert.deepEqual(
      seen,
      [2_000, 4_000, 6_000, 8_000, 10_000].map((ms, index) => [ms, index + 1]),
    );
    assert.deepEqual(textsOf(client), ['one', ' two', ' three', ' four', ' five']);
    assert.equal(client.stream?.ended, true);
    assert.deepEqual([rig.state.active, rig.state.repliesOf(0, 200)], [0, 1]);
  },
);

exchangeTest(
  'until its first piece is due a stream has sent nothing, not even its head',
  FIVE,
  (rig, loop) => {
    const client = rig.post(STREAM);
    loop.advance(2_000);
    assert.deepEqual([client.stream, rig.state.activeStreams, rig.state.active], [null, 0, 1]);
    loop.advance(1);
    assert.deepEqual([client.stream?.pieces.length, rig.state.activeStreams], [1, 1]);
    loop.advance(8_000);
  },
);

exchangeTest('with no delay a stream is one reply', { ...FIVE, RESPONSE_DELAY_SECONDS: '0' }, (rig) => {
  const { body, headers } = rig.post(STREAM).reply;
  assert.equal(parseSse(body).length, 5 + 3);
  assert.deepEqual(headers[0], ['content-type', 'text/event-stream; charset=utf-8']);
  assert.equal(rig.state.streamEvents, 8);
});

exchangeTest(
  'a late piece does not delay the next, and pieces due together leave in one write',
  FIVE,
  (rig, loop) => {
    const client = rig.post(STREAM);
    loop.advance(2_001);
    loop.stall(5_000);
    loop.advance(0);
    assert.deepEqual(textsOf(client), ['one', ' two three']);
    loop.advance(999);
    assert.equal(textsOf(client).length, 2);
    loop.advance(1);
    assert.deepEqual(textsOf(client), ['one', ' two three', ' four']);
    loop.advance(2_001);
    const { tokenLateness } = rig.state;
    // Each is half a millisecond late by the clock of this test; two more by the stall.
    assert.ok(Math.abs(tokenLateness.sum - (3.001 + 1.001 + 3 * 0.0005)) < 0.01, `${tokenLateness.sum}`);
    assert.equal(
      tokenLateness.counts().reduce((sum, count) => sum + count, 0),
      5,
    );
  },
);

exchangeTest(
  'the time to the first token runs from the headers, the count of events is that of the client',
  FIVE,
  (rig, loop) => {
    const client = rig.open();
    loop.advance(1_000);
    client.deliver(STREAM, true);
    loop.advance(10_001);
    const { firstToken, streamEvents, durations } = rig.state;
    assert.equal(firstToken.sum.toFixed(1), '3.0');
    assert.equal(durations[0]?.sum.toFixed(1), '11.0');
    assert.equal(streamEvents, parseSse((client.stream?.pieces ?? []).join('')).length);
    assert.deepEqual([rig.state.tokensOf(0), rig.state.tokensOf(1)], [6, 5]);
  },
);

exchangeTest(
  'a client that leaves in the middle frees its slot and its timers at once',
  FIVE,
  (rig, loop) => {
    const clients = [rig.post(STREAM), rig.post(STREAM)];
    clients[0]?.abort();
    loop.advance(4_001);
    assert.deepEqual([rig.state.active, rig.state.activeStreams], [1, 1]);
    clients[1]?.abort();
    assert.deepEqual([rig.state.active, rig.state.activeStreams, rig.wheel.size], [0, 0, 0]);
    assert.deepEqual([rig.state.disconnects, rig.state.repliesOf(0, 200)], [2, 0]);
  },
);

exchangeTest('while draining, a stream that begins says that its connection ends', FIVE, (rig, loop) => {
  const [before, during] = [rig.post(STREAM), rig.post(STREAM)];
  loop.advance(1);
  rig.admission.draining = true;
  loop.advance(10_001);
  assert.deepEqual([before?.stream?.close, during?.stream?.close], [true, true]);
  assert.deepEqual([before?.stream?.ended, during?.stream?.ended], [true, true]);
});

exchangeTest(
  'no stream goes on beyond the longest delay: what is left comes then',
  {
    RESPONSE_TEXT: 'one two three four',
    INTER_TOKEN_LATENCY: '2s',
    MAX_DELAY: '3s',
  },
  (rig, loop) => {
    const client = rig.post(STREAM);
    loop.advance(3_001);
    // In the last write: what the limit cut short.
    assert.deepEqual(textsOf(client), ['one', ' two', ' three four']);
    assert.equal(client.stream?.ended, true);
  },
);

exchangeTest('an answer without a token ends at once when it is due', { ...FIVE }, (rig, loop) => {
  const client = rig.post('{"stream":true,"stop":"one","messages":[{"role":"user"}]}');
  loop.advance(10_000);
  assert.equal(client.sent.length, 0);
  loop.advance(1);
  assert.equal(parseSse(client.reply.body).length, 3);
});
