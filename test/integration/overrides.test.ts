/**
 * What a request may ask for itself, over real sockets: headers, the model's name, their order and their bounds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { type StreamReply, streamChat } from '../support/event-stream.js';
import { startTestServer } from '../support/in-process.js';

const server = await startTestServer({
  RESPONSE_DELAY: '3s',
  RESPONSE_TEXT: 'one two three four',
  MAX_DELAY: '10s',
  MAX_OUTPUT_TOKENS: '100',
});

function pieces({ events }: StreamReply): number[] {
  return events.filter(({ data }) => data.includes('"delta":{"content":')).map(({ atMs }) => atMs);
}

/** Holds each time to the planned one: never earlier, and later by what a machine is that runs the tests as well. */
function assertTimes(actual: readonly number[], planned: readonly number[]): void {
  assert.equal(actual.length, planned.length);
  for (const [index, ms] of planned.entries()) {
    const at = actual[index] as number;
    assert.ok(at >= ms && at < ms + 90, `piece ${index} after ${at} ms, planned for ${ms}`);
  }
}

async function ask(body: object, headers: Record<string, string> = {}, url = server.url) {
  const startedAt = performance.now();
  const reply = await request(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'x' }], ...body }),
  });
  const json = (await reply.body.json()) as {
    choices: { message: { content: string } }[];
    error: { message: string; param: string | null };
    model: string;
  };
  return { status: reply.statusCode, ms: performance.now() - startedAt, json };
}

test('headers set the first token, the gaps and the count of tokens of a stream', async () => {
  const headers = { 'x-mock-ttft': '200ms', 'x-mock-itl': '50ms', 'x-mock-output-tokens': '6' };
  const stream = await streamChat(server.url, {}, { headers });
  assert.deepEqual(stream.texts, ['one two three four one two']);
  assertTimes(pieces(stream), [200, 250, 300, 350, 400, 450]);
});

test('so do the headers that other emulators know', async () => {
  const headers = { 'X-TTFT-MS': '100', 'X-ITL-MS': '30', 'X-OUTPUT-LENGTH': '3' };
  const stream = await streamChat(server.url, {}, { headers });
  assertTimes(pieces(stream), [100, 130, 160]);
});

test('so do overrides in the name of the model, which comes back as it was sent', async () => {
  const model = 'qwen-plus;ttft=100ms;itl=30ms;tokens=3';
  const stream = await streamChat(server.url, { model });
  assertTimes(pieces(stream), [100, 130, 160]);
  const { json, ms } = await ask({ model });
  assert.equal(json.model, model);
  assert.ok(ms >= 160 && ms < 300, `${ms}`);
});

test('with a first token alone the rest is spread until the response delay is over', async () => {
  const stream = await streamChat(server.url, { model: 'm;delay=700ms;ttft=100ms' });
  assertTimes(pieces(stream), [100, 300, 500, 700]);
});

test('a header counts more than the name, and a delay in either more than the settings', async () => {
  const byName = await ask({ model: 'm;delay=200ms' });
  assert.ok(byName.ms >= 200 && byName.ms < 500, `${byName.ms}`);
  const byHeader = await ask({ model: 'm;delay=2s' }, { 'x-mock-delay': '100ms' });
  assert.ok(byHeader.ms >= 100 && byHeader.ms < 400, `${byHeader.ms}`);
});

test('the same seed draws the same time, another one another', async () => {
  const draw = async (seed: string) => {
    const { ms } = await ask({}, { 'x-mock-delay': 'uniform(100ms,900ms)', 'x-mock-seed': seed });
    return Math.round(ms / 40);
  };
  const [one, again] = [await draw('1'), await draw('1')];
  assert.ok(Math.abs(one - again) <= 1, `${one} ${again}`);
  const others = await Promise.all(['2', '3', '4', '5', '6'].map(draw));
  assert.ok(
    others.some((other) => Math.abs(other - one) > 2),
    `${one} and ${others}`,
  );
});

test('whoever asks for more than the bounds is told so at once, and holds no slot', async () => {
  for (const [headers, message] of [
    [{ 'x-mock-delay': '11s' }, /expected at most 10s \(MAX_DELAY\), got 11s/],
    [{ 'x-mock-output-tokens': '101' }, /expected at most 100 \(MAX_OUTPUT_TOKENS\), got 101/],
  ] as const) {
    const { status, json, ms } = await ask({}, headers);
    assert.equal(status, 400);
    assert.match(json.error.message, message);
    assert.ok(ms < 500);
  }
  assert.equal(server.state.active, 0);
});

test('what a distribution draws beyond the bounds is cut down to them', async () => {
  const small = await startTestServer({ RESPONSE_DELAY: '0', MAX_DELAY: '300ms', MAX_OUTPUT_TOKENS: '5' });
  const headers = { 'x-mock-delay': 'uniform(1h,2h)', 'x-mock-output-tokens': 'uniform(50,60)' };
  const { ms, json } = await ask({}, headers, small.url);
  assert.ok(ms >= 300 && ms < 500, `${ms}`);
  assert.equal(json.choices[0]?.message.content, 'Hello! This is a mocked');
});

test('where overrides are not allowed, neither headers nor names change anything', async () => {
  const strict = await startTestServer({ RESPONSE_DELAY: '50ms', ALLOW_REQUEST_OVERRIDES: 'false' });
  const { status, ms, json } = await ask(
    { model: 'm;delay=2s;nonsense' },
    { 'x-mock-delay': '2s', 'x-mock-ttft': 'nonsense' },
    strict.url,
  );
  assert.deepEqual([status, json.model], [200, 'm;delay=2s;nonsense']);
  assert.ok(ms < 1_000, `${ms}`);
});
