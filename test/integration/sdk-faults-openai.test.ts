/** What OpenAI's own client makes of each fault: which error, after how many tries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { type ClientOptions } from 'openai';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const { url, state } = await startTestServer({ RESPONSE_TEXT: 'alpha beta gamma delta' });
let models = 0;

interface Outcome {
  readonly error: unknown;
  readonly text: string;
}

/** A fresh name a call, so that counted faults begin anew. */
async function call(fault: string, stream: boolean, options: ClientOptions = {}): Promise<Outcome> {
  const client = new OpenAI({
    baseURL: `${url}/v1`,
    apiKey: 'sk-any',
    maxRetries: 0,
    defaultHeaders: { 'x-mock-fault': fault },
    ...options,
  });
  const hello = { model: `m${models++}`, messages: [{ role: 'user' as const, content: 'hello' }] };
  let text = '';
  try {
    if (stream) {
      for await (const { choices } of await client.chat.completions.create({ ...hello, stream: true }))
        text += choices[0]?.delta.content ?? '';
    } else {
      text = (await client.chat.completions.create(hello)).choices[0]?.message.content ?? '';
    }
    return { error: null, text };
  } catch (error) {
    return { error, text };
  }
}

const { APIConnectionError, RateLimitError, InternalServerError, APIConnectionTimeoutError, APIError } =
  OpenAI;

// biome-ignore format: a table, a line for each fault
const STATUSES = [
  ['429', RateLimitError, 429, 'rate_limit_exceeded'],
  ['429(quota)', RateLimitError, 429, 'insufficient_quota'],
  ['500', InternalServerError, 500, null],
  ['503', InternalServerError, 503, null],
  ['404', OpenAI.NotFoundError, 404, 'model_not_found'],
  ['401', OpenAI.AuthenticationError, 401, 'invalid_api_key'],
] as const;

for (const [fault, kind, status, code] of STATUSES) {
  test(`${fault} is a ${kind.name}, whole and streamed`, async () => {
    for (const stream of [false, true]) {
      const { error } = await call(fault, stream);
      assert.ok(error instanceof APIError, String(error));
      assert.deepEqual([error.constructor, error.status, error.code], [kind, status, code]);
    }
  });
}

test('the page of a proxy is an error of its status', async () => {
  const { error } = await call('502(html)', false);
  assert.ok(error instanceof InternalServerError);
  assert.equal(error.status, 502);
});

for (const fault of ['reset', 'close', 'hang(1ms)']) {
  test(`${fault} is an error of the connection`, async () => {
    for (const stream of [false, true]) {
      const { error } = await call(fault, stream);
      assert.equal((error as Error).constructor, APIConnectionError, String(error));
    }
  });
}

test('a cut stream gives what came ahead of it, then throws; a cut answer throws', async () => {
  for (const fault of ['cut', 'cut(reset)']) {
    const { error, text } = await call(fault, true);
    assert.ok(error instanceof Error, fault);
    assert.ok('alpha beta'.startsWith(text), text);
    assert.ok((await call(fault, false)).error instanceof Error, fault);
  }
});

test('an error event in a stream is an APIError without a status, behind what came ahead of it', async () => {
  const { error, text } = await call('error(status=503)', true);
  assert.ok(error instanceof APIError, String(error));
  assert.deepEqual([text, error.status], ['alpha beta', undefined]);
  assert.match(error.message, /overloaded/);
});

test('a frame, or an answer, that is no JSON is a SyntaxError', async () => {
  assert.ok((await call('broken', true)).error instanceof SyntaxError);
  assert.ok((await call('broken', false)).error instanceof SyntaxError);
});

test('a frame in two packets, a stream without its last event and a slow one read as they should', async () => {
  for (const fault of ['split', 'unfinished', 'slow(2)'])
    assert.deepEqual(await call(fault, true), { error: null, text: 'alpha beta gamma delta' }, fault);
  assert.equal((await call('duplicate', true)).text, 'alpha beta gamma gamma delta');
});

test('a hang ends by the timeout of the client, whose leaving frees the slot', async () => {
  for (const stream of [false, true]) {
    const left = state.disconnects;
    const { error } = await call('hang', stream, { timeout: 50 });
    assert.equal((error as Error).constructor, APIConnectionTimeoutError, String(error));
    await until(() => state.active === 0 && state.disconnects === left + 1, 'the slot is free');
  }
});

const TRIES = [
  ['first(2):503(retry-after=1ms)', 200, 3],
  ['503(retry-after=1ms)', 503, 3],
  ['429(retry-after=1ms)', 429, 3],
  ['429(quota,retry-after=1ms)', 429, 3],
  ['400', 400, 1],
] as const;

for (const [fault, status, tries] of TRIES) {
  test(`with two retries ${fault} ends with ${status} after ${tries} tries`, async () => {
    let sent = 0;
    const counting: typeof fetch = (...asked) => {
      sent++;
      return fetch(...asked);
    };
    const { error } = await call(fault, false, { maxRetries: 2, fetch: counting });
    assert.deepEqual(
      [error === null ? 200 : (error as InstanceType<typeof APIError>).status, sent],
      [status, tries],
    );
  });
}
