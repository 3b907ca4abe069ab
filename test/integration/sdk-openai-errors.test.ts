import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import OpenAI, { type ClientOptions } from 'openai';
import { Pool } from 'undici';
import { CHAT_BODY, head } from '../support/chat.js';
import { type Settings, startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

const HELLO: Body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] };
const REQUEST_ID = {
  '/v1': /^req_[0-9a-f]{32}$/,
  '/compatible-mode/v1': /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
} as const;
const MOUNTS = ['/v1', '/compatible-mode/v1'] as const;

type Mount = (typeof MOUNTS)[number];

interface Expected {
  readonly is: new (...args: never[]) => InstanceType<typeof OpenAI.APIError>;
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
  readonly param?: string;
  readonly type?: string;
}

function clientOf({ url }: { readonly url: string }, mount: Mount, options: ClientOptions = {}): OpenAI {
  return new OpenAI({ baseURL: url + mount, apiKey: 'sk-any', maxRetries: 0, ...options });
}

/** Asserts that a call fails with exactly this error, class and fields. */
async function assertError(call: Promise<unknown>, mount: Mount, expected: Expected) {
  const { is, status, code, param = null, type = 'invalid_request_error', message } = expected;
  const error = await call.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.equal(error.constructor, is);
  assert.deepEqual([error.status, error.code, error.param, error.type], [status, code, param, type]);
  assert.equal(error.message, `${status} ${message}`);
  assert.match(error.requestID ?? '', REQUEST_ID[mount]);
  return error;
}

const server = await startTestServer({ MAX_BODY_BYTES: '2000' });

const OVERRIDE =
  'expected one of delay, ttft, itl, tokens, reasoning, calls, turns, fault, seed and an equals sign (did you mean delay?) ' +
  '(at character 8 of "gpt-4o;dely=2s")';
const ROLES = "'system', 'assistant', 'user', 'function', 'tool', and 'developer'";
const noMessages = { model: 'gpt-4o' };
const hot = { ...HELLO, temperature: 'hot' };
const robot = { ...HELLO, messages: [{ role: 'robot', content: 'hello' }] };
const usage = { ...HELLO, stream: false, stream_options: { include_usage: true } };
const override = { ...HELLO, model: 'gpt-4o;dely=2s' };

type BadRequest = readonly [what: string, body: object, code: string | null, param: string, message: string];

// biome-ignore format: a table, a line for each mistake
const BAD_REQUESTS: readonly BadRequest[] = [
  ['no messages', noMessages, 'missing_required_parameter', 'messages', "Missing required parameter: 'messages'."],
  ['a number that is a text', hot, 'invalid_type', 'temperature', "Invalid type for 'temperature': expected a number, but got a string instead."],
  ['an unknown role', robot, 'invalid_value', 'messages[0].role', `Invalid value: 'robot'. Supported values are: ${ROLES}.`],
  ['the usage of no stream', usage, null, 'stream_options', "The 'stream_options' parameter is only allowed when 'stream' is enabled."],
  ['a wrong override in the name of the model', override, 'invalid_value', 'model', `Invalid 'model': ${OVERRIDE}`],
];

for (const mount of MOUNTS) {
  const client = clientOf(server, mount);

  for (const [what, body, code, param, message] of BAD_REQUESTS) {
    test(`${mount} makes a BadRequestError of ${what}, also where a stream was asked for`, async () => {
      const expected = { is: OpenAI.BadRequestError, status: 400, code, param, message };
      for (const asked of [body, { stream: true, ...body }]) {
        await assertError(client.chat.completions.create(asked as Body), mount, expected);
      }
    });
  }

  test(`${mount} makes a BadRequestError of what the other APIs miss`, async () => {
    const missing = (param: string): Expected => ({
      is: OpenAI.BadRequestError,
      status: 400,
      code: 'missing_required_parameter',
      param,
      message: `Missing required parameter: '${param}'.`,
    });
    const params = { model: 'gpt-4o' } as never;
    await assertError(client.responses.create(params), mount, missing('input'));
    await assertError(client.completions.create(params), mount, missing('prompt'));
    await assertError(client.embeddings.create(params), mount, missing('input'));
  });

  test(`${mount} makes an APIError of status 413 of a body that is too large`, async () => {
    const messages: Body['messages'] = [{ role: 'user', content: 'x'.repeat(2000) }];
    await assertError(client.chat.completions.create({ ...HELLO, messages }), mount, {
      is: OpenAI.APIError,
      status: 413,
      code: 'request_too_large',
      message: 'The request body is larger than 2000 bytes (MAX_BODY_BYTES).',
    });
  });

  test(`${mount} makes a NotFoundError of an unknown path, an APIError of a wrong method`, async () => {
    await assertError(Promise.resolve(client.files.list()), mount, {
      is: OpenAI.NotFoundError,
      status: 404,
      code: 'unknown_url',
      message: `Unknown request URL: GET ${mount}/files. Please check the URL for typos.`,
    });
    await assertError(Promise.resolve(client.chat.completions.list()), mount, {
      is: OpenAI.APIError,
      status: 405,
      code: 'method_not_allowed',
      message: `Not allowed to GET on ${mount}/chat/completions. Allowed: POST.`,
    });
  });

  test(`${mount} makes an AuthenticationError of a missing or wrong key, on every API`, async () => {
    const guarded = await startTestServer({ API_KEY: 'sk-right' });
    const unauthorized = { is: OpenAI.AuthenticationError, status: 401, code: 'invalid_api_key' };
    const wrong = { ...unauthorized, message: 'Incorrect API key provided.' };
    const stranger = clientOf(guarded, mount, { apiKey: 'sk-wrong' });
    await assertError(stranger.chat.completions.create(HELLO), mount, wrong);
    await assertError(stranger.responses.create({ model: 'gpt-4o', input: 'x', stream: true }), mount, wrong);
    await assertError(stranger.embeddings.create({ model: 'gpt-4o', input: 'x' }), mount, wrong);
    await assertError(Promise.resolve(stranger.models.list()), mount, wrong);
    const nameless = clientOf(guarded, mount, { defaultHeaders: { authorization: null } });
    await assertError(nameless.chat.completions.create(HELLO), mount, {
      ...unauthorized,
      message:
        'No API key was given. Send it in the header Authorization: Bearer YOUR_KEY, x-api-key or api-key.',
    });
    assert.equal(guarded.state.rejectionsFor('unauthorized'), 5);
    const known = clientOf(guarded, mount, { apiKey: 'sk-right' });
    assert.equal((await known.chat.completions.create(HELLO)).model, 'gpt-4o');
  });
}

const FULL: Expected = {
  is: OpenAI.InternalServerError,
  status: 503,
  code: 'capacity_exceeded',
  type: 'service_unavailable_error',
  message: 'All 1 slots of this mock server are in use (MAX_CONCURRENT=1). Please retry later.',
};

/** A server whose one slot is taken by an upload that does not go on. */
async function startFullServer(settings: Settings = {}) {
  const full = await startTestServer({ MAX_CONCURRENT: '1', ...settings });
  const holder = await RawClient.connect(full.port);
  holder.write(head({ headers: [`content-length: ${CHAT_BODY.length}`] }));
  await until(() => full.state.active === 1, 'the one slot is taken');
  return { full, holder };
}

for (const mount of MOUNTS) {
  test(`${mount} makes an InternalServerError of a full server, one rejection with retries off`, async () => {
    const { full } = await startFullServer();
    const error = await assertError(clientOf(full, mount).chat.completions.create(HELLO), mount, FULL);
    assert.equal(error.headers?.get('retry-after'), '1');
    assert.equal(error.headers?.get('x-should-retry'), null);
    assert.equal(full.state.rejectionsFor('capacity'), 1);
  });

  test(`${mount} is asked three times by a client with its two retries`, async () => {
    const { full } = await startFullServer({ RETRY_AFTER_SECONDS: '0' });
    const client = clientOf(full, mount, { maxRetries: 2 });
    await assertError(client.chat.completions.create(HELLO), mount, FULL);
    assert.equal(full.state.rejectionsFor('capacity'), 3);
    await assertError(client.chat.completions.create({ ...HELLO, stream: true }), mount, FULL);
    assert.equal(full.state.rejectionsFor('capacity'), 6);
  });

  test(`${mount} is asked once by a client with retries if SHOULD_RETRY is false`, async () => {
    const { full } = await startFullServer({ SHOULD_RETRY: 'false' });
    const client = clientOf(full, mount, { maxRetries: 2 });
    await assertError(client.chat.completions.create(HELLO), mount, FULL);
    assert.equal(full.state.rejectionsFor('capacity'), 1);
  });
}

test('a retry that finds a free slot is answered, and the caller never hears of the 503', async () => {
  const { full, holder } = await startFullServer({ RETRY_AFTER_SECONDS: '0' });
  const statuses: number[] = [];
  const client = clientOf(full, '/v1', {
    maxRetries: 2,
    async fetch(url, init) {
      const response = await fetch(url, init);
      statuses.push(response.status);
      holder.leave();
      await until(() => full.state.active === 0, 'the slot is free');
      return response;
    },
  });
  assert.equal((await client.chat.completions.create(HELLO)).model, 'gpt-4o');
  assert.deepEqual(statuses, [503, 200]);
  assert.equal(full.state.rejectionsFor('capacity'), 1);
});

test('a client that stops waiting gets its own error, and its slot is free', async () => {
  const { completions } = clientOf(server, '/v1').chat;
  const body = { ...HELLO, model: 'gpt-4o;delay=5m' };
  await assert.rejects(completions.create(body, { timeout: 100 }), OpenAI.APIConnectionTimeoutError);
  await until(() => server.state.active === 0, 'the slot is free after the timeout');
  const controller = new AbortController();
  const call = completions.create(body, { signal: controller.signal });
  const refused = assert.rejects(call, OpenAI.APIUserAbortError);
  await until(() => server.state.active === 1, 'the request holds a slot');
  controller.abort();
  await refused;
  await until(() => server.state.active === 0, 'the slot is free after the abort');
});

test('a server that shuts down makes an InternalServerError, and then an APIConnectionError', async () => {
  const leaving = await startTestServer();
  // On one connection: the second request goes where the first one went, and its reply closes it.
  const dispatcher = new Pool(leaving.url, { connections: 1 });
  after(() => dispatcher.destroy());
  // The SDK's types mean the undici that Node.js was built with.
  const { completions } = clientOf(leaving, '/v1', { fetchOptions: { dispatcher } as object }).chat;
  await completions.create(HELLO);
  await leaving.startDraining();
  await assertError(completions.create(HELLO), '/v1', {
    ...FULL,
    code: 'server_shutting_down',
    message: 'This mock server is draining and takes no new requests.',
  });
  await assert.rejects(completions.create(HELLO), OpenAI.APIConnectionError);
  assert.equal(leaving.state.rejectionsFor('draining'), 1);
});
