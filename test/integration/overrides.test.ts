/**
 * What a request may ask for itself, over real sockets: headers, the model's name, their order and their bounds. The server's
 * clock is moved by the test, so the times are exact.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playAnswer, playStream, startSteppedServer } from '../support/stepped-server.js';

const server = await startSteppedServer({
  RESPONSE_DELAY: '3s',
  RESPONSE_TEXT: 'one two three four',
  MAX_DELAY: '10s',
  MAX_OUTPUT_TOKENS: '100',
});

test('headers set the first token, the gaps and the count of tokens of a stream', async () => {
  const headers = { 'x-mock-ttft': '200ms', 'x-mock-itl': '50ms', 'x-mock-output-tokens': '6' };
  const { text, piecesAtMs } = await playStream(server, {}, { headers });
  assert.equal(text, 'one two three four one two');
  assert.deepEqual(piecesAtMs, [200, 250, 300, 350, 400, 450]);
});

test('so do the headers that other emulators know', async () => {
  const headers = { 'X-TTFT-MS': '100', 'X-ITL-MS': '30', 'X-OUTPUT-LENGTH': '3' };
  assert.deepEqual((await playStream(server, {}, { headers })).piecesAtMs, [100, 130, 160]);
});

test('so do overrides in the name of the model, which comes back as it was sent', async () => {
  const model = 'qwen-plus;ttft=100ms;itl=30ms;tokens=3';
  assert.deepEqual((await playStream(server, { model })).piecesAtMs, [100, 130, 160]);
  const { json, tookMs } = await playAnswer(server, { model });
  assert.deepEqual([json.model, tookMs], [model, 160]);
});

test('with a first token alone the rest is spread until the response delay is over', async () => {
  const { piecesAtMs } = await playStream(server, { model: 'm;delay=700ms;ttft=100ms' });
  assert.deepEqual(piecesAtMs, [100, 300, 500, 700]);
});

test('a header counts more than the name, and a delay in either more than the settings', async () => {
  assert.equal((await playAnswer(server)).tookMs, 3_000);
  assert.equal((await playAnswer(server, { model: 'm;delay=200ms' })).tookMs, 200);
  assert.equal((await playAnswer(server, { model: 'm;delay=2s' }, { 'x-mock-delay': '100ms' })).tookMs, 100);
});

test('the same seed draws the same time, another one another', async () => {
  const draw = async (seed: string): Promise<number> => {
    const headers = { 'x-mock-delay': 'uniform(100ms,900ms)', 'x-mock-seed': seed };
    return (await playAnswer(server, {}, headers)).tookMs;
  };
  const one = await draw('1');
  assert.equal(await draw('1'), one);
  assert.notEqual(await draw('2'), one);
});

test('whoever asks for more than the bounds is told so at once, and holds no slot', async () => {
  for (const [headers, message] of [
    [{ 'x-mock-delay': '11s' }, /expected at most 10s \(MAX_DELAY\), got 11s/],
    [{ 'x-mock-output-tokens': '101' }, /expected at most 100 \(MAX_OUTPUT_TOKENS\), got 101/],
  ] as const) {
    const { status, json, tookMs } = await playAnswer(server, {}, headers);
    assert.deepEqual([status, tookMs], [400, 0]);
    assert.match(json.error.message, message);
  }
  assert.equal(server.state.active, 0);
});

test('what a distribution draws beyond the bounds is cut down to them', async () => {
  const small = await startSteppedServer({
    RESPONSE_DELAY: '0',
    MAX_DELAY: '300ms',
    MAX_OUTPUT_TOKENS: '5',
  });
  const headers = { 'x-mock-delay': 'uniform(1h,2h)', 'x-mock-output-tokens': 'uniform(50,60)' };
  const { tookMs, json } = await playAnswer(small, {}, headers);
  assert.deepEqual([tookMs, json.choices[0]?.message.content], [300, 'This is a mock answer']);
});

test('where overrides are not allowed, neither headers nor names change anything', async () => {
  const strict = await startSteppedServer({ RESPONSE_DELAY: '50ms', ALLOW_REQUEST_OVERRIDES: 'false' });
  const { status, tookMs, json } = await playAnswer(
    strict,
    { model: 'm;delay=2s;nonsense' },
    { 'x-mock-delay': '2s', 'x-mock-ttft': 'nonsense' },
  );
  assert.deepEqual([status, json.model, tookMs], [200, 'm;delay=2s;nonsense', 50]);
});
