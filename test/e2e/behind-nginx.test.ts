/**
 * Streams and overrides through a real reverse proxy, as Debian packages it, with its buffering left on.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { streamChat } from '../support/event-stream.js';
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

/** Reads a stream until `text` has come, and leaves it. */
async function readUntil(url: string, text: string, model: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user' }] });
  const reply = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body,
    signal: abort.signal,
  });
  let received = '';
  await assert.rejects(
    (async () => {
      for await (const piece of reply.body as ReadableStream<Uint8Array>) {
        received += Buffer.from(piece).toString();
        if (received.includes(text)) abort.abort();
      }
    })(),
    { name: 'AbortError' },
  );
  return received;
}

test('through nginx a piece arrives when it is sent, whatever is still to come, shaped by headers or by the model', {
  skip,
}, async () => {
  // What a proxy kept until the stream was over, or its buffer full, would not come within this test.
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '5', RESPONSE_TEXT: 'one two three four five' });
  const url = await startProxy(server);
  const headers = { 'x-mock-ttft': '100ms', 'x-mock-itl': '9m' };
  for (const received of [
    await readUntil(url, '"one', 'qwen-plus', headers),
    await readUntil(url, '"one', 'qwen-plus;ttft=100ms;itl=9m'),
  ]) {
    assert.doesNotMatch(received, /two/);
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
