/** The headers of rate limits on answers that something goes wrong with, by real sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { CHAT_BODY } from '../support/chat.js';
import { startSteppedServer } from '../support/stepped-server.js';

test('answers that something goes wrong with have the headers, too, in one piece and as streams', async () => {
  for (const HTTP10_PORT of ['off', '0']) {
    const server = await startSteppedServer({ RATE_LIMITS: 'key: 90 requests/min', HTTP10_PORT });
    const port = server.http10Port ?? server.port;
    let remaining = 90;
    for (const stream of [false, true]) {
      for (const fault of ['none', 'cut(at=50%)', 'stall', 'split', 'broken', '503']) {
        const { headers, body } = await request(`http://127.0.0.1:${port}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: 'Bearer k', 'x-mock-fault': fault },
          body: JSON.stringify({ ...JSON.parse(CHAT_BODY), stream }),
        });
        remaining--;
        const words = `${fault}, ${stream ? 'a stream' : 'in one piece'}, on ${HTTP10_PORT}`;
        assert.equal(headers['x-ratelimit-remaining-requests'], String(remaining), words);
        body.on('error', () => {}).destroy();
      }
    }
  }
});
