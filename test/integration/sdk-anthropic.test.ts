import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic, { type ClientOptions, ContentTooLargeError } from '@anthropic-ai/sdk';
import { CHAT_BODY, head } from '../support/chat.js';
import { type Settings, startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

type Body = Anthropic.MessageCreateParamsNonStreaming;

const PIECES = ['One', ' two', ' three', ' "four".'];
const TEXT = PIECES.join('');
const MODEL = 'claude-mock-1';
// 2 tokens of text, 3 for the message and 3 for the prompt.
const HELLO: Body = { model: MODEL, max_tokens: 100, messages: [{ role: 'user', content: 'hello' }] };
/** Nothing is ever cached. */
const CACHE = { cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
const MESSAGE_ID = /^msg_([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;

const server = await startTestServer({ RESPONSE_TEXT: TEXT, MAX_BODY_BYTES: '2000' });

function clientOf({ url }: { readonly url: string }, options: ClientOptions = {}): Anthropic {
  return new Anthropic({ baseURL: url, apiKey: 'sk-any', maxRetries: 0, ...options });
}

const { messages } = clientOf(server);

/** The request's id that belongs to a message's. */
function requestIdOf(id: string): string {
  return `req_${MESSAGE_ID.exec(id)?.[1]?.replaceAll('-', '')}`;
}

/** A message, but for its id. */
function message(
  text: string,
  stop_reason: string,
  output_tokens: number,
  stop_sequence: string | null = null,
) {
  const content = [{ type: 'text', text }];
  const usage = { input_tokens: 8, ...CACHE, output_tokens };
  return { type: 'message', role: 'assistant', content, model: MODEL, stop_reason, stop_sequence, usage };
}

async function collect(body: Body): Promise<Anthropic.MessageStreamEvent[]> {
  const events: Anthropic.MessageStreamEvent[] = [];
  for await (const event of await messages.create({ ...body, stream: true })) events.push(event);
  return events;
}

/** A whole stream, but for what differs from one to the next. The SDK keeps the ping to itself. */
function eventsOf(pieces: readonly string[], stop_reason: string, stop_sequence: string | null = null) {
  return [
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces.map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence },
      usage: { output_tokens: pieces.length },
    },
    { type: 'message_stop' },
  ];
}

test('a whole message has its text, stop reason, usage and request id', async () => {
  const whole = await messages.create(HELLO);
  const { id, ...rest } = whole;
  assert.match(id, MESSAGE_ID);
  assert.deepEqual(rest, message(TEXT, 'end_turn', 4));
  assert.equal(whole._request_id, requestIdOf(id));
  const { data, request_id, response } = await messages.create(HELLO).withResponse();
  assert.equal(request_id, requestIdOf(data.id));
  assert.equal(response.headers.get('content-type'), 'application/json');
});

test('a stream has its events in order, with every piece and the usage', async () => {
  const [start, ...rest] = await collect(HELLO);
  assert.equal(start?.type, 'message_start');
  const { id, ...opened } = start.message;
  assert.match(id, MESSAGE_ID);
  const nothingYet = {
    content: [],
    stop_reason: null,
    usage: { input_tokens: 8, ...CACHE, output_tokens: 1 },
  };
  assert.deepEqual(opened, { ...message('', '', 0), ...nothingYet });
  assert.deepEqual(rest, eventsOf(PIECES, 'end_turn'));
});

test('the helper .stream() gives every piece, and the message at the end', async () => {
  const stream = messages.stream(HELLO);
  const texts: [delta: string, snapshot: string][] = [];
  stream.on('text', (delta, snapshot) => texts.push([delta, snapshot]));
  const { id, content, stop_reason, usage } = await stream.finalMessage();
  assert.deepEqual(content, [{ type: 'text', text: TEXT }]);
  assert.deepEqual([stop_reason, usage], ['end_turn', { input_tokens: 8, ...CACHE, output_tokens: 4 }]);
  assert.deepEqual(
    texts,
    PIECES.map((piece, index) => [piece, PIECES.slice(0, index + 1).join('')]),
  );
  assert.equal(await stream.finalText(), TEXT);
  assert.equal(stream.request_id, requestIdOf(id));
});

test('the answer ends at max_tokens with max_tokens, streamed and not', async () => {
  const body = { ...HELLO, max_tokens: 3 };
  const { id, ...rest } = await messages.create(body);
  assert.deepEqual(rest, message('One two three', 'max_tokens', 3));
  assert.deepEqual((await collect(body)).slice(1), eventsOf(PIECES.slice(0, 3), 'max_tokens'));
});

test('the answer ends before the first of stop_sequences and names it, streamed and not', async () => {
  const body = { ...HELLO, stop_sequences: ['four', ' three'] };
  const { id, ...rest } = await messages.create(body);
  assert.deepEqual(rest, message('One two', 'stop_sequence', 2, ' three'));
  assert.deepEqual((await collect(body)).slice(1), eventsOf(PIECES.slice(0, 2), 'stop_sequence', ' three'));
});

interface Expected {
  readonly is: new (...args: never[]) => InstanceType<typeof Anthropic.APIError>;
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** Asserts that a call fails with exactly this error, class and body. */
async function assertError(call: Promise<unknown>, { is, status, type, message }: Expected) {
  const error = await call.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Anthropic.APIError, String(error));
  assert.equal(error.constructor, is);
  assert.deepEqual([error.status, error.type, error.apiMessage], [status, type, message]);
  assert.match(error.requestID ?? '', /^req_[0-9a-f]{32}$/);
  const { requestID: request_id } = error;
  assert.deepEqual(error.error, { type: 'error', error: { type, message }, request_id });
  return error;
}

// biome-ignore format: a table, a line for each mistake
const BAD_REQUESTS: readonly (readonly [what: string, body: object, message: string])[] = [
  ['no max_tokens', { ...HELLO, max_tokens: undefined }, 'max_tokens: Field required'],
  ['no messages', { ...HELLO, messages: undefined }, 'messages: Field required'],
  ['a number that is a text', { ...HELLO, top_k: 'five' }, 'top_k: Input should be a valid integer'],
  ['a role of others', { ...HELLO, messages: [{ role: 'tool', content: '' }] }, "messages.0.role: Input should be 'user' or 'assistant'"],
  ['a wrong override in the name of the model', { ...HELLO, model: 'c;itl=5' }, `Invalid 'model': expected a unit (us, ms, s, m, h) after 5, got the end (at character 8 of "c;itl=5")`],
];

for (const [what, body, message] of BAD_REQUESTS) {
  test(`a BadRequestError is made of ${what}, also where a stream was asked for`, async () => {
    const expected = { is: Anthropic.BadRequestError, status: 400, type: 'invalid_request_error', message };
    await assertError(messages.create(body as Body), expected);
    await assertError(messages.create({ ...(body as Body), stream: true }), expected);
  });
}

test('the classes for 404, 405 and 413 are those of the status', async () => {
  await assertError(Promise.resolve(messages.batches.retrieve('batch')), {
    is: Anthropic.NotFoundError,
    status: 404,
    type: 'not_found_error',
    message: 'Unknown request URL: GET /v1/messages/batches/batch. Please check the URL for typos.',
  });
  await assertError(Promise.resolve(clientOf(server).get('/v1/messages')), {
    is: Anthropic.APIError,
    status: 405,
    type: 'invalid_request_error',
    message: 'Not allowed to GET on /v1/messages. Allowed: POST.',
  });
  const large = { ...HELLO, system: 'x'.repeat(2000) };
  await assertError(messages.create(large), {
    is: ContentTooLargeError,
    status: 413,
    type: 'request_too_large',
    message: `The request body has ${JSON.stringify(large).length} bytes, but MAX_BODY_BYTES is 2kB; 4MiB would do.`,
  });
});

test('an AuthenticationError is made of a missing or wrong key, which comes as bearer or as x-api-key', async () => {
  const guarded = await startTestServer({ API_KEY: 'sk-right' });
  const unauthorized = { is: Anthropic.AuthenticationError, status: 401, type: 'authentication_error' };
  const wrong = { ...unauthorized, message: 'Incorrect API key provided.' };
  // Of the SDK's own accord both of its keys go out as bearer tokens; others send x-api-key.
  const keyed = (apiKey: string) => clientOf(guarded, { apiKey });
  const tokened = (authToken: string) => clientOf(guarded, { apiKey: null, authToken });
  const headed = (key: string | null) =>
    clientOf(guarded, { defaultHeaders: { authorization: null, 'x-api-key': key } });
  for (const clientWith of [keyed, tokened, headed]) {
    await assertError(clientWith('sk-wrong').messages.create(HELLO), wrong);
    await assertError(clientWith('sk-wrong').messages.create({ ...HELLO, stream: true }), wrong);
    assert.equal((await clientWith('sk-right').messages.create(HELLO)).model, MODEL);
  }
  await assertError(headed(null).messages.create(HELLO), {
    ...unauthorized,
    message:
      'No API key was given. Send it in the header Authorization: Bearer YOUR_KEY, x-api-key or api-key.',
  });
  assert.equal(guarded.state.rejectionsFor('unauthorized'), 7);
});

const OVERLOADED: Expected = {
  is: Anthropic.OverloadedError,
  status: 529,
  type: 'overloaded_error',
  message: 'All 1 slots of this mock server are in use (MAX_CONCURRENT=1). Please retry later.',
};

const RETRIES: readonly (readonly [maxRetries: number, settings: Settings, rejections: number])[] = [
  [0, {}, 1],
  // This SDK takes no zero: it waits for about a second in all, as if there were no such header.
  [2, { RETRY_AFTER_SECONDS: '0' }, 3],
  [2, { SHOULD_RETRY: 'false' }, 1],
];

for (const [maxRetries, settings, rejections] of RETRIES) {
  const when = `with ${maxRetries} retries and ${JSON.stringify(settings)}`;
  test(`an InternalServerError of 529 is made of a full server, refused ${rejections} times ${when}`, async () => {
    const full = await startTestServer({ MAX_CONCURRENT: '1', ...settings });
    const holder = await RawClient.connect(full.port);
    holder.write(head({ headers: [`content-length: ${CHAT_BODY.length}`] }));
    await until(() => full.state.active === 1, 'the one slot is taken');
    const client = clientOf(full, { maxRetries });
    const error = await assertError(client.messages.create(HELLO), OVERLOADED);
    assert.ok(error instanceof Anthropic.InternalServerError);
    assert.equal(error.headers?.get('retry-after'), settings.RETRY_AFTER_SECONDS ?? '1');
    assert.equal(full.state.rejectionsFor('capacity'), rejections);
  });
}
