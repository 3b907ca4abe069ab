/**
 * How long connections live that say nothing, or too little: as long on one port as on the other,
 * but for a connection that has said nothing yet. Each takes its real time.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { certificateSettings } from '../support/certificate.js';
import { head } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';

/** KEEP_ALIVE_TIMEOUT as it is by default, and what the timers of uWebSockets.js (4 s) and our looks (1 s) may add. */
const ENDS_AFTER_S = [7.9, 14] as const;
/** On the port for HTTP/1.0 before the first byte, where ab may need it. */
const UNSPOKEN_S = [59.9, 66] as const;
const BYTE_EVERY_MS = 3_000;

/** Sends `first` at once and a byte every three seconds; gives back after how many seconds the connection was ended. */
function lifeOf(port: number, first: string, drips: boolean): Promise<number> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(first));
    const drip = setInterval(() => drips && socket.write('x'), BYTE_EVERY_MS);
    socket.on('error', () => {
      // A reset is one of the ways in which it ends.
    });
    socket.resume().on('close', () => {
      clearInterval(drip);
      resolve((performance.now() - startedAt) / 1000);
    });
  });
}

const CASES = [
  ['a connection that says nothing', '', false, UNSPOKEN_S],
  [
    'a head of which a byte comes every three seconds',
    'POST /v1/chat/completions HTTP/1.1\r\nhost: ',
    true,
    ENDS_AFTER_S,
  ],
  ['a body that does not come', head({ headers: ['content-length: 1000'] }), false, ENDS_AFTER_S],
  [
    'a body of which a byte comes every three seconds',
    head({ headers: ['content-length: 1000'] }),
    true,
    ENDS_AFTER_S,
  ],
] as const;

test('on both ports what says too little is ended in time, and what waits is answered', {
  concurrency: true,
}, async (t) => {
  const server = await startTestServer({
    HTTP10_PORT: '0',
    RESPONSE_DELAY_SECONDS: '16',
  });
  const ports = [server.port, server.http10Port as number];
  const secure = await startTestServer({
    ...(await certificateSettings()),
    HTTP10_PORT: '0',
  });
  const cases = CASES.map(([what, first, drips, onHttp10]) =>
    t.test(`${what} is ended`, async () => {
      const seconds = await Promise.all(ports.map((port) => lifeOf(port, first, drips)));
      for (const [index, life] of seconds.entries()) {
        const [least, most] = index === 0 ? ENDS_AFTER_S : onHttp10;
        assert.ok(
          life >= least && life <= most,
          `port ${index}: ended after ${life} s, not ${least} to ${most}`,
        );
      }
    }),
  );
  const withTls = t.test('a connection that does not even begin a TLS handshake is ended', async () => {
    const seconds = await Promise.all(
      [secure.port, secure.http10Port as number].map((p) => lifeOf(p, '', false)),
    );
    for (const [index, life] of seconds.entries()) {
      assert.equal(
        life >= ENDS_AFTER_S[0] && life <= ENDS_AFTER_S[1],
        true,
        `port ${index}: ended after ${life} s, expected ${ENDS_AFTER_S}`,
      );
    }
  });
  const answers = t.test('a request that waits for sixteen seconds is answered', async () => {
    const body = '{"messages":[{"role":"user","content":"hello"}]}';
    const ask = (port: number) =>
      fetch(`http://127.0.0.1:${port}/v1/chat/completions`, { method: 'POST', body });
    assert.deepEqual(
      (await Promise.all(ports.map(ask))).map(({ status }) => status),
      [200, 200],
    );
  });
  await Promise.all([...cases, withTls, answers]);
  assert.equal(server.state.active, 0);
});
