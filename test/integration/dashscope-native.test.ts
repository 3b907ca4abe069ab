/** DashScope's own API over real sockets: answers, streams, errors, and what holds for every API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { parseMetrics } from '../support/metrics-text.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { askRaw, type WireEnd } from '../support/wire-end.js';

const TEXT_PATH = '/api/v1/services/aigc/text-generation/generation';
const PARTS_PATH = '/api/v1/services/aigc/multimodal-generation/generation';
const EMBEDDINGS_PATH = '/api/v1/services/embeddings/text-embedding/text-embedding';
const RERANK_PATH = '/api/v1/services/rerank/text-rerank/text-rerank';
const KEY = 'sk-right';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const input = { messages: [{ role: 'user', content: 'hello' }] };
const STREAM = ['X-DashScope-SSE: enable'];

const server = await startTestServer({
  RESPONSE_TEXT: 'One two three',
  API_KEY: KEY,
  ADMIN_KEY,
  HTTP10_PORT: '0',
  MAX_BODY_BYTES: '1000000',
});

function ask(
  path: string,
  body: object,
  headers: readonly string[] = [],
  port: number = server.port,
): Promise<WireEnd> {
  const json = JSON.stringify(body);
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${KEY}`,
    `content-length: ${Buffer.byteLength(json)}`,
    ...headers,
  ];
  return askRaw(port, `${lines.join('\r\n')}\r\n\r\n${json}`);
}

/** What it holds is told by the test that reads it. */
type Json = ReturnType<JSON['parse']>;

/** The data of each event, comments left out. */
function dataOf({ body, headers }: WireEnd): readonly Json[] {
  assert.match(headers.get('content-type') ?? '', /^text\/event-stream/);
  return body
    .split('\n\n')
    .filter((event) => event.startsWith('id:'))
    .map((event) => JSON.parse(event.slice(event.indexOf('\ndata:') + '\ndata:'.length)));
}

for (const listener of ['PORT', 'HTTP10_PORT'] as const) {
  const port = listener === 'PORT' ? server.port : (server.http10Port as number);

  test(`${listener}: a header decides whether the same request is answered whole or streamed, as often as it comes`, async () => {
    const body = { model: 'qwen-plus', input };
    for (let time = 0; time < 5; time++) {
      const whole = await ask(TEXT_PATH, body, [], port);
      const { output, usage, request_id: id } = JSON.parse(whole.body);
      assert.deepEqual(output, { text: 'One two three', finish_reason: 'stop' });
      assert.deepEqual(usage, { input_tokens: 8, output_tokens: 3, total_tokens: 11 });
      assert.match(id, UUID);
      assert.equal(whole.headers.get('x-request-id'), id);
      for (const header of ['X-DashScope-SSE: enable', 'Accept: text/event-stream']) {
        const events = dataOf(await ask(TEXT_PATH, body, [header], port));
        assert.deepEqual(
          events.map(({ output }) => output.text),
          ['One', 'One two', 'One two three', 'One two three'],
        );
      }
    }
  });
}

test('a body that a worker reads is answered the same', async () => {
  const long = { messages: [{ role: 'user', content: 'word '.repeat(40_000) }] };
  const parameters = { result_format: 'message', incremental_output: true };
  const events = dataOf(await ask(TEXT_PATH, { model: 'm', input: long, parameters }, STREAM));
  assert.equal(events.length, 4);
  assert.equal(events.at(-1).usage.input_tokens, 50_006);
  const documents = Array.from({ length: 300 }, (_, index) => `document ${index} ${'x'.repeat(300)}`);
  const ranked = await ask(RERANK_PATH, {
    model: 'm',
    input: { query: 'document 7', documents },
    parameters: { top_n: 300, return_documents: true },
  });
  assert.equal(JSON.parse(ranked.body).output.results.length, 300);
  assert.equal(JSON.parse(ranked.body).output.results[0].document.text.startsWith('document'), true);
});

test('lengths hold as everywhere: of the request, of the name of a model, of a stop text', async () => {
  const said = async (model: string, parameters: object) => {
    const { output, usage } = JSON.parse((await ask(TEXT_PATH, { model, input, parameters })).body);
    return [output.text, output.finish_reason, usage.output_tokens];
  };
  assert.deepEqual(await said('m', { max_tokens: 2 }), ['One two', 'length', 2]);
  assert.deepEqual(await said('m;tokens=1', {}), ['One', 'stop', 1]);
  assert.deepEqual(await said('m', { stop: ['two'] }), ['One ', 'stop', 2]);
});

test('a multimodal answer is a message with parts, whole and streamed', async () => {
  const asked = {
    model: 'qwen-vl-max',
    input: { messages: [{ role: 'user', content: [{ image: 'a' }, { text: 'b' }] }] },
  };
  const whole = JSON.parse((await ask(PARTS_PATH, asked)).body);
  assert.deepEqual(whole.output.choices[0].message.content, [{ text: 'One two three' }]);
  const streamed = dataOf(
    await ask(PARTS_PATH, { ...asked, parameters: { incremental_output: true } }, STREAM),
  );
  const texts = streamed.map(({ output }) => output.choices[0].message.content[0]?.text ?? '');
  assert.deepEqual(texts, ['One', ' two', ' three', '']);
});

test('every refusal is a code, a message and the id of the request', async () => {
  const refusal = async (reply: Promise<WireEnd>) => {
    const { status, body, headers } = await reply;
    const { code, message, request_id: id, ...rest } = JSON.parse(body);
    assert.deepEqual([rest, id, typeof message], [{}, headers.get('x-request-id'), 'string']);
    return [status, code];
  };
  assert.deepEqual(await refusal(ask(TEXT_PATH, { model: 'm' })), [400, 'BadRequest.EmptyInput']);
  assert.deepEqual(await refusal(ask(TEXT_PATH, { model: 'm', input: {} }, STREAM)), [
    400,
    'InvalidParameter',
  ]);
  assert.deepEqual(await refusal(ask('/api/v1/services/nothing', {})), [404, 'InvalidURL']);
  const wrongKey =
    'POST /api/v1/services/aigc/text-generation/generation HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n';
  assert.deepEqual(await refusal(askRaw(server.port, wrongKey)), [401, 'InvalidApiKey']);
  const get = wrongKey.replace('POST', 'GET');
  assert.deepEqual(await refusal(askRaw(server.port, get)), [405, 'UnsupportedOperation']);
  const texts = Array.from({ length: 11 }, () => 'x');
  assert.deepEqual(await refusal(ask(EMBEDDINGS_PATH, { input: { texts } })), [400, 'InvalidParameter']);
  assert.deepEqual(await refusal(ask(TEXT_PATH, { model: 'm;fault=429', input })), [
    429,
    'Throttling.RateQuota',
  ]);
});

test('an error in the middle of a stream is an event with its status', async () => {
  const { body, isWhole } = await ask(
    TEXT_PATH,
    { model: 'm;fault=error(at=50%,status=503)', input },
    STREAM,
  );
  assert.equal(isWhole, true);
  assert.match(body, /id:1\nevent:result\n/);
  assert.match(
    body,
    /event:error\n:HTTP_STATUS\/503\ndata:\{"code":"ModelServingError","message":"[^"]+","request_id":"[^"]+"\}\n\n$/,
  );
});

test('a limit answers with a code of its own, and headers that say when to come again', async () => {
  const limited = await startSteppedServer({ RATE_LIMITS: 'key: 1 requests/min, key: 100000 tokens/min' });
  const body = { model: 'm', input };
  assert.equal((await ask(TEXT_PATH, body, [], limited.port)).status, 200);
  for (const [path, asked] of [
    [TEXT_PATH, body],
    [RERANK_PATH, { model: 'm', input: { query: 'x', documents: ['y'] } }],
  ] as const) {
    const refused = await ask(path, asked, [], limited.port);
    assert.equal(refused.status, 429);
    assert.equal(JSON.parse(refused.body).code, 'Throttling.RateQuota');
    assert.equal(refused.headers.get('retry-after'), '60');
    assert.equal(refused.headers.get('x-ratelimit-limit-requests'), '1');
  }
  limited.clock.advance(60_000);
  assert.equal((await ask(TEXT_PATH, body, [], limited.port)).status, 200);
  await ask(TEXT_PATH, { model: 'm', input: { prompt: 'word '.repeat(1_000) } }, [], limited.port);
});

test('the journal has them, and so have the figures by endpoint and by model', async () => {
  const seen = await startTestServer({ ADMIN_KEY, RESPONSE_TEXT: 'One two three' });
  await ask(TEXT_PATH, { model: 'qwen-plus', input }, STREAM, seen.port);
  await ask(EMBEDDINGS_PATH, { model: 'text-embedding-v4', input: { texts: ['hello'] } }, [], seen.port);
  await ask(RERANK_PATH, { model: 'gte-rerank-v2', input: { query: 'x', documents: ['y'] } }, [], seen.port);
  const { requests } = (await control(seen.url, 'GET', '/journal?limit=10')).body as unknown as {
    requests: readonly Record<string, unknown>[];
  };
  assert.deepEqual(
    requests.map(({ path, model, stream, completion_tokens: tokens }) => [path, model, stream, tokens]),
    [
      [RERANK_PATH, 'gte-rerank-v2', false, 0],
      [EMBEDDINGS_PATH, 'text-embedding-v4', false, 0],
      [TEXT_PATH, 'qwen-plus', true, 3],
    ],
  );
  const families = parseMetrics(await (await fetch(`${seen.url}/metrics`)).text());
  const samples = (name: string) => families.get(name)?.samples ?? assert.fail(name);
  const answered = samples('llm_mock_requests_total')
    .filter(({ labels, value }) => labels.status === '200' && value > 0)
    .map(({ labels }) => labels.endpoint);
  for (const path of [TEXT_PATH, EMBEDDINGS_PATH, RERANK_PATH]) assert.ok(answered.includes(path), path);
  const byModel = samples('llm_mock_model_requests_total').filter(
    ({ labels }) => labels.outcome === 'answered',
  );
  assert.equal(
    byModel.reduce((sum, { value }) => sum + value, 0),
    3,
  );
});
