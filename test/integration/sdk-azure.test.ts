import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { startTestServer } from '../support/in-process.js';
import { refusalOf } from '../support/sdk-refusal.js';

const PIECES = ['One', ' two', ' three'];
const TEXT = PIECES.join('');
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SAFE = { filtered: false, severity: 'safe' };
const RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };
const MESSAGES = [{ role: 'user' as const, content: 'hello' }];

const server = await startTestServer({ RESPONSE_TEXT: TEXT, API_KEY: 'sk-azure' });

function clientOf(options: { readonly deployment?: string; readonly apiKey?: string } = {}): AzureOpenAI {
  return new AzureOpenAI({
    endpoint: server.url,
    apiKey: 'sk-azure',
    apiVersion: '2024-10-21',
    maxRetries: 0,
    ...options,
  });
}

async function collect<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** What the types of the SDK do not know of. */
type Filtered = Record<string, unknown>;

test('a chat through a deployment says what the content filter found, with the headers of Azure', async () => {
  const { data, response } = await clientOf({ deployment: 'my-gpt' })
    .chat.completions.create({ model: '', messages: MESSAGES, n: 2 })
    .withResponse();
  assert.deepEqual(
    data.choices.map((choice) => (choice as unknown as Filtered).content_filter_results),
    [RESULTS, RESULTS],
  );
  const prompts = (data as unknown as Filtered).prompt_filter_results as Filtered[];
  const jailbreak = { filtered: false, detected: false };
  assert.deepEqual(prompts, [{ prompt_index: 0, content_filter_results: { ...RESULTS, jailbreak } }]);
  assert.match(response.headers.get('apim-request-id') ?? '', UUID);
  assert.equal(response.headers.get('apim-request-id'), response.headers.get('x-request-id'));
  assert.ok(response.headers.get('x-ms-region'));
});

test('a streamed chat begins with an event without choices, and each choice says what was found', async () => {
  const stream = await clientOf().chat.completions.create({
    model: 'my-gpt',
    messages: MESSAGES,
    stream: true,
    stream_options: { include_usage: true },
  });
  const events = await collect(stream);
  const [first] = events as unknown as Filtered[];
  assert.deepEqual([first?.id, first?.choices], ['', []]);
  assert.ok(first?.prompt_filter_results);
  const choices = events.flatMap((event) => event.choices);
  assert.equal(choices.map(({ delta }) => delta.content ?? '').join(''), TEXT);
  assert.deepEqual(
    choices.map((choice) => (choice as unknown as Filtered).content_filter_results),
    [{}, ...PIECES.map(() => RESULTS), {}],
  );
  assert.equal(events.at(-1)?.usage?.completion_tokens, PIECES.length);
});

test('an answer that ends with content_filter says that something was found, streamed and not', async () => {
  const hate = { filtered: true, severity: 'high' };
  const body = { model: 'my-gpt', messages: MESSAGES };
  const options = { headers: { 'x-mock-fault': 'filter' } };
  const whole = await clientOf().chat.completions.create(body, options);
  const events = await collect(await clientOf().chat.completions.create({ ...body, stream: true }, options));
  for (const choice of [whole.choices[0], events.at(-1)?.choices[0]]) {
    assert.equal(choice?.finish_reason, 'content_filter');
    const { content_filter_results: found } = choice as unknown as Filtered;
    assert.deepEqual(found, { ...RESULTS, hate });
  }
});

test('legacy completions and embeddings are asked for by deployment, too', async () => {
  const client = clientOf();
  const whole = await client.completions.create({ model: 'my-gpt', prompt: 'hello' });
  assert.equal(whole.choices[0]?.text, TEXT);
  assert.deepEqual((whole.choices[0] as unknown as Filtered).content_filter_results, RESULTS);
  const events = await collect(
    await client.completions.create({ model: 'my-gpt', prompt: 'hello', max_tokens: 2, stream: true }),
  );
  assert.deepEqual(events[0]?.choices, []);
  assert.equal(events.flatMap(({ choices }) => choices.map(({ text }) => text)).join(''), 'One two');
  const { data } = await client.embeddings.create({ model: 'my-embedder', input: 'hello', dimensions: 4 });
  assert.equal(data[0]?.embedding.length, 4);
});

test('the responses of AzureOpenAI, and all of /openai/v1 by the plain client, are answered', async () => {
  const { output_text } = await clientOf().responses.create({ model: 'my-gpt', input: 'hello' });
  assert.equal(output_text, TEXT);
  const plain = new OpenAI({ baseURL: `${server.url}/openai/v1`, apiKey: 'sk-azure', maxRetries: 0 });
  const chat = await plain.chat.completions.create({ model: 'my-gpt', messages: MESSAGES });
  assert.equal(chat.choices[0]?.message.content, TEXT);
  assert.ok((chat as unknown as Filtered).prompt_filter_results);
  assert.equal((await plain.responses.create({ model: 'my-gpt', input: 'hello' })).output_text, TEXT);
  assert.equal(
    (await plain.completions.create({ model: 'm', prompt: 'x', max_tokens: 1 })).choices[0]?.text,
    'One',
  );
  assert.equal((await plain.embeddings.create({ model: 'm', input: 'x' })).data.length, 1);
  assert.deepEqual(
    (await collect(plain.models.list())).map(({ id }) => id),
    (await collect(clientOf().models.list())).map(({ id }) => id),
  );
});

test('a wrong key, a wrong path and a wrong body are refused as Azure refuses them', async () => {
  const ask = (client: AzureOpenAI, messages: typeof MESSAGES) =>
    client.chat.completions.create({ model: 'my-gpt', messages });
  const stranger = clientOf({ apiKey: 'sk-wrong' });
  const wrongKey = await refusalOf(ask(stranger, MESSAGES), OpenAI.AuthenticationError);
  assert.equal(wrongKey.code, '401');
  assert.match(wrongKey.message, /Access denied due to invalid subscription key/);
  assert.match(wrongKey.requestID ?? '', UUID);
  const wrongBody = await refusalOf(ask(clientOf(), []), OpenAI.BadRequestError);
  assert.deepEqual([wrongBody.type, wrongBody.param], ['invalid_request_error', 'messages']);
  const reply = await fetch(`${server.url}/openai/deployments/chat/completions?api-version=1`, {
    method: 'POST',
  });
  const { error } = (await reply.json()) as { error: Filtered };
  assert.deepEqual([reply.status, Object.keys(error), error.code], [404, ['code', 'message'], '404']);
  assert.match(
    String(error.message),
    /Did you mean POST \/openai\/deployments\/\{name\}\/chat\/completions\?$/,
  );
});

test('rate limits, deployments that are not there and a full server are told in the words of Azure', async () => {
  const limited = await startTestServer({
    RATE_LIMITS: 'model: 1 requests/min',
    STRICT_MODELS: 'true',
    DEFAULT_MODEL: 'my-gpt',
  });
  const ask = (deployment: string) =>
    fetch(`${limited.url}/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`, {
      method: 'POST',
      body: JSON.stringify({ messages: MESSAGES }),
    });
  const unknown = await ask('other');
  assert.equal(((await unknown.json()) as { error: Filtered }).error.code, 'DeploymentNotFound');
  const first = await ask('my-gpt');
  assert.deepEqual([first.status, first.headers.get('x-ratelimit-remaining-requests')], [200, '0']);
  const second = await ask('my-gpt');
  const { error } = (await second.json()) as { error: Filtered };
  assert.deepEqual([second.status, error.code], [429, '429']);
  assert.match(String(error.message), /^Requests to the deployment my-gpt have exceeded the call rate limit/);
  assert.ok(Number(second.headers.get('retry-after')) > 0);
});
