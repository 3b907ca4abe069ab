/**
 * Rate limits, by real sockets. The clock stands still until a test moves it, so that what is left is exact.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { Agent, request } from 'undici';
import { CHAT_BODY } from '../support/chat.js';
import { type SteppedServer, startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const agent = new Agent({ connections: 20, pipelining: 1 });
after(() => agent.close());

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

async function ask(
  server: SteppedServer,
  key: string,
  fields: object = {},
  path = '/v1/chat/completions',
): Promise<Reply> {
  const { statusCode, headers, body } = await request(`${server.url}${path}`, {
    dispatcher: agent,
    method: 'POST',
    headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    body: JSON.stringify({ ...JSON.parse(CHAT_BODY), max_tokens: 1_000, ...fields }),
  });
  return { status: statusCode, headers, text: await body.text() };
}

test('of 20 keys at twice their rate each has exactly what its rate allows, however they mix', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'key: 30 requests/min burst 10' });
  const keys = Array.from({ length: 20 }, (_, index) => `key-number-${index}`);
  const accepted = new Map(keys.map((key) => [key, 0]));
  // A request of each key a second, for a minute: 10 at once, and 30 a minute behind them.
  for (let second = 0; second < 60; second++) {
    const replies = await Promise.all(keys.map(async (key) => ({ key, ...(await ask(server, key)) })));
    for (const { key, status } of replies) {
      assert.ok(status === 200 || status === 429, `${status}`);
      if (status === 200) accepted.set(key, (accepted.get(key) as number) + 1);
    }
    server.clock.advance(1_000);
  }
  assert.deepEqual([...new Set(accepted.values())], [10 + 29]);
  assert.equal(server.state.rejectionsFor('rate_limit'), 20 * (60 - 39));
});

test('of 50 requests of a key at once exactly 7 are let in, and what remains never lies', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'key: 7 requests/min' });
  const replies = await Promise.all(Array.from({ length: 50 }, () => ask(server, 'a-long-key')));
  assert.equal(replies.filter(({ status }) => status === 200).length, 7);
  let remaining = 0;
  for (let round = 0; round < 30; round++) {
    server.clock.advance(2_500);
    const { status, headers } = await ask(server, 'a-long-key');
    // 7 a minute are one in 8,571.4 ms.
    const now = Math.floor(((round + 1) * 2_500 * 7) / 60_000) - Math.floor((round * 2_500 * 7) / 60_000);
    assert.equal(status, remaining + now > 0 ? 200 : 429, `round ${round}`);
    remaining = Math.max(0, remaining + now - 1);
    assert.equal(headers['x-ratelimit-remaining-requests'], String(remaining), `round ${round}`);
  }
});

test('the headers of an OpenAI answer say what is left, and those of a 429 when to come again', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'key: 2 requests/min, key: 1000 tokens/min' });
  const { status, headers } = await ask(server, 'key-1');
  assert.equal(status, 200);
  const tokens = Number(headers['x-ratelimit-remaining-tokens']);
  assert.ok(tokens > 900 && tokens < 1_000);
  assert.deepEqual(
    [
      headers['x-ratelimit-limit-requests'],
      headers['x-ratelimit-remaining-requests'],
      headers['x-ratelimit-reset-requests'],
      headers['x-ratelimit-limit-tokens'],
      headers['openai-version'],
      headers['openai-organization'],
      headers['openai-processing-ms'],
    ],
    ['2', '1', '30s', '1000', '2020-10-01', 'org-mock', '0'],
  );
  server.clock.advance(500);
  assert.equal((await ask(server, 'key-1', { stream: true })).headers['x-ratelimit-remaining-requests'], '0');
  const refused = await ask(server, 'key-1');
  assert.deepEqual(
    [refused.status, refused.headers['retry-after'], refused.headers['retry-after-ms']],
    [429, '30', '29500'],
  );
  assert.match(
    refused.text,
    /"message":"Rate limit reached for \S+ in organization org-mock on requests per min \(RPM\): Limit 2, Used 2, Requested 1\. Please try again in 29\.5s\..*"type":"requests","param":null,"code":"rate_limit_exceeded"/,
  );
  assert.equal((await ask(server, 'key-2')).status, 200, 'another key has its own');
});

test('a limit on output tokens takes what the plan says, and one that could never be kept says so', async () => {
  const settings = { RATE_LIMITS: 'key: 50 output_tokens/min', OUTPUT_TOKENS: '20' };
  const server = await startSteppedServer(settings);
  const statuses: number[] = [];
  for (let count = 0; count < 3; count++) statuses.push((await ask(server, 'k')).status);
  assert.deepEqual(statuses, [200, 200, 429]);
  assert.equal((await ask(server, 'k', { max_tokens: 10 })).headers['x-ratelimit-remaining-tokens'], '0');
  const large = await ask(server, 'other', { n: 3 });
  assert.deepEqual([large.status, large.headers['retry-after']], [429, undefined]);
  assert.match(large.text, /Request too large .* on tokens per min \(TPM\): Limit 50, Requested 60\./);
});

test('a limit by model holds for the models that its pattern fits, each by itself, whatever the key', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'model(gpt-4*): 1 requests/min' });
  const status = async (key: string, model: string): Promise<number> =>
    (await ask(server, key, { model })).status;
  assert.deepEqual(
    [
      await status('a', 'gpt-4o'),
      await status('b', 'gpt-4o;delay=0s'),
      await status('a', 'gpt-4'),
      await status('a', 'o3'),
    ],
    [200, 429, 200, 200],
  );
});

test('a limit on requests at once is freed by answers, and by clients that leave', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'all: 2 concurrent', RESPONSE_DELAY: '1s' });
  const { state, clock } = server;
  const first = ask(server, 'a');
  const leaving = new AbortController();
  const second = request(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    body: CHAT_BODY,
    signal: leaving.signal,
  }).catch(() => null);
  await until(() => state.active === 2, 'two run');
  assert.equal((await ask(server, 'c')).status, 429);
  leaving.abort();
  await second;
  await until(() => state.active === 1, 'one has left');
  const third = ask(server, 'd');
  await until(() => state.active === 2, 'another one runs');
  clock.advance(1_000);
  assert.deepEqual([(await first).status, (await third).status], [200, 200]);
});

test('each provider refuses in its own words, with its own headers', async () => {
  const server = await startSteppedServer({
    RATE_LIMITS: 'key: 1 requests/min, key: 500 input_tokens/min, key: 400 output_tokens/min',
  });
  const contents = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] };
  const messages = await ask(server, 'm', {}, '/v1/messages');
  assert.deepEqual(
    ['requests-limit', 'requests-remaining', 'input-tokens-limit', 'output-tokens-limit', 'tokens-limit'].map(
      (name) => messages.headers[`anthropic-ratelimit-${name}`],
    ),
    ['1', '0', '500', '400', '400'],
  );
  assert.match(
    String(messages.headers['anthropic-ratelimit-requests-reset']),
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  );
  const over = await ask(server, 'm', {}, '/v1/messages');
  assert.deepEqual([over.status, over.headers['retry-after']], [429, '60']);
  assert.match(over.text, /"type":"rate_limit_error","message":".*rate limit of 1 requests per minute/);

  const generate = '/v1beta/models/gemini:generateContent';
  assert.equal((await ask(server, 'g', contents, generate)).status, 200);
  const google = await ask(server, 'g', contents, generate);
  const { error } = JSON.parse(google.text);
  assert.deepEqual([google.status, error.code, error.status], [429, 429, 'RESOURCE_EXHAUSTED']);
  assert.deepEqual(error.details, [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '60s' },
  ]);

  const compatible = '/compatible-mode/v1/chat/completions';
  assert.equal((await ask(server, 'd', {}, compatible)).headers['x-ratelimit-remaining-requests'], '0');
  const dashScope = await ask(server, 'd', {}, compatible);
  assert.equal(dashScope.status, 429);
  assert.match(dashScope.text, /"code":"limit_requests",.*"type":"limit_requests"/);
});

test('the official SDKs see a RateLimitError with its headers', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'key: 1 requests/min' });
  const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sdk-key-1', maxRetries: 0 });
  const chat = () =>
    openai.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  await chat();
  await assert.rejects(chat(), (error: unknown) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    const { status, code, type, headers } = error;
    assert.deepEqual(
      [status, code, type, headers?.get('retry-after'), headers?.get('x-ratelimit-remaining-requests')],
      [429, 'rate_limit_exceeded', 'requests', '60', '0'],
    );
    return true;
  });
  const anthropic = new Anthropic({ baseURL: server.url, apiKey: 'sdk-key-2', maxRetries: 0 });
  const message = () =>
    anthropic.messages.create({ model: 'm', max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] });
  await message();
  await assert.rejects(message(), (error: unknown) => error instanceof Anthropic.RateLimitError);
});

test('retries before their time and storms of them are counted by key, and no key is shown', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'key: 1 requests/min' });
  await ask(server, 'sk-secret-abcd');
  for (let count = 0; count < 12; count++) await ask(server, 'sk-secret-abcd');
  server.clock.advance(60_000);
  assert.equal((await ask(server, 'sk-secret-abcd')).status, 200);
  await ask(server, '');
  assert.deepEqual(server.callers.report(), [
    { name: '…abcd', active: 0, peak: 1, refusals: 12, earlyRetries: 11, storms: 1 },
    { name: 'no key', active: 0, peak: 1, refusals: 0, earlyRetries: 0, storms: 0 },
  ]);
  const { earlyRetries, retryStorms, callerPeak } = server.state;
  assert.deepEqual([earlyRetries, retryStorms, callerPeak], [11, 1, 1]);
});

test('other limits hold from the moment they are set, and none where there are none', async () => {
  const server = await startSteppedServer();
  const plain = await ask(server, 'a');
  assert.equal(Object.keys(plain.headers).filter((name) => /ratelimit|openai-/.test(name)).length, 0);
  server.setLimits([{ scope: 'all', pattern: null, counts: 'requests', amount: 1, period: 'min', burst: 1 }]);
  assert.deepEqual([(await ask(server, 'a')).status, (await ask(server, 'b')).status], [200, 429]);
  server.setLimits([]);
  const again = await ask(server, 'b');
  assert.deepEqual([again.status, again.headers['x-ratelimit-limit-requests']], [200, undefined]);
});

test('an error that was asked for says what is left, too', async () => {
  const server = await startSteppedServer({ RATE_LIMITS: 'key: 60 requests/min burst 10', FAULTS: '503' });
  const { status, headers } = await ask(server, 'a-key');
  assert.deepEqual(
    [status, headers['x-ratelimit-limit-requests'] !== undefined, headers['x-ratelimit-remaining-requests']],
    [503, true, '9'],
  );
  assert.equal(server.state.rejectionsFor('rate_limit'), 0);
});
