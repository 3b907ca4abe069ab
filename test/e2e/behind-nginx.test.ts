/**
 * Streams and overrides through a real reverse proxy, as Debian packages it, with its buffering left on.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { pieceEvents, streamChat } from '../support/event-stream.js';
import { missingNginx, startNginx } from '../support/nginx.js';
import { until } from '../support/until.js';

const LOCATION = `
location / {
  proxy_pass http://mock;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_read_timeout 60s;
}
`;
const skip = missingNginx;
const startProxy = (server: ServerProcess): Promise<string> => startNginx(server, LOCATION);

test('through nginx a stream arrives token by token, shaped by headers or by the name of the model', {
  skip,
}, async () => {
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '5', RESPONSE_TEXT: 'one two three four five' });
  const url = await startProxy(server);
  const headers = { 'x-mock-ttft': '300ms', 'x-mock-itl': '150ms', 'x-mock-output-tokens': '5' };
  const shaped = [
    await streamChat(url, {}, { headers }),
    await streamChat(url, { model: 'qwen-plus;ttft=300ms;itl=150ms;tokens=5' }),
  ];
  for (const stream of shaped) {
    assert.equal(stream.status, 200);
    assert.deepEqual(stream.texts, ['one two three four five']);
    const arrivals = pieceEvents(stream).map(({ atMs }) => atMs);
    for (const [index, ms] of [300, 450, 600, 750, 900].entries()) {
      const at = arrivals[index] as number;
      assert.ok(at >= ms && at < ms + 90, `piece ${index} after ${at} ms, planned for ${ms}`);
    }
  }
});

test('through nginx a client that leaves its stream frees the slot', { skip }, async () => {
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '30', RESPONSE_TEXT: 'word '.repeat(300) });
  const url = await startProxy(server);
  const abort = new AbortController();
  const gone = fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    signal: abort.signal,
    body: '{"stream":true,"messages":[{"role":"user"}]}',
  }).then((reply) => reply.text());
  const activeStreams = async (): Promise<number> => {
    const page = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^llm_mock_active_streams (\d+)$/m.exec(page)?.[1]);
  };
  await until(async () => (await activeStreams()) === 1, 'the stream has begun');
  abort.abort();
  await assert.rejects(gone);
  await until(async () => (await activeStreams()) === 0, 'the stream is over');
});

test('through nginx fifty streams at once lose no event', { skip }, async () => {
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '0.5', RESPONSE_TEXT: 'word '.repeat(100) });
  const url = await startProxy(server);
  const replies = await Promise.all(Array.from({ length: 50 }, () => streamChat(url)));
  for (const { status, events } of replies) assert.deepEqual([status, events.length], [200, 101 + 3]);
});
