import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitForNextRequest } from '../../../../dist/main/listeners/silent-clients.js';

/** What a socket's time becomes that node:http has set to `timeout`; 0 where the next request has come already. */
function timeBehindReply(httpVersionMinor: number, timeout: number, keepAliveMs: number): number {
  const socket = {
    timeout,
    setTimeout(ms: number) {
      this.timeout = ms;
      return this as never;
    },
  };
  waitForNextRequest({ httpVersionMinor, socket }, keepAliveMs);
  return socket.timeout;
}

test('an idle connection of HTTP/1.0 gets a minute, or what all have if that is longer', () => {
  assert.equal(timeBehindReply(0, 8_000, 8_000), 60_000);
  assert.equal(timeBehindReply(0, 75_000, 75_000), 75_000);
});

test('one of HTTP/1.1 keeps its time, and so does one whose next request waits for its answer', () => {
  assert.equal(timeBehindReply(1, 8_000, 8_000), 8_000);
  assert.equal(timeBehindReply(0, 0, 8_000), 0);
});
