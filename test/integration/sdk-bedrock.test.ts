// Owns: what AWS's own client makes of our Bedrock runtime: Converse and the models' own forms, whole and streamed, and its errors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { startTestServer } from '../support/in-process.js';

const TEXT = 'Oné two three "four".';
const PIECES = ['Oné', ' two', ' three', ' "four".'];
const MODEL = 'anthropic.claude-sonnet-4-20250514-v1:0';
const KEY = 'key-right';

const server = await startTestServer({
  RESPONSE_TEXT: TEXT,
  API_KEY: KEY,
  TIME_TO_FIRST_TOKEN: '30ms',
  INTER_TOKEN_LATENCY: '10ms',
  RATE_LIMITS: 'model(meta.*): 1 requests/day',
});

/** It would speak HTTP/2 by itself, as AWS does. */
const COMMON = {
  region: 'us-east-1',
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler(),
  endpoint: server.url,
};

function signing(accessKeyId: string): BedrockRuntimeClient {
  return new BedrockRuntimeClient({ ...COMMON, credentials: { accessKeyId, secretAccessKey: 'secret' } });
}

const client = signing(KEY);
const messages: ConverseCommandInput['messages'] = [{ role: 'user', content: [{ text: 'hello' }] }];
const ASKED = { modelId: MODEL, messages };

async function eventsOf(input: ConverseCommandInput): Promise<ConverseStreamOutput[]> {
  const events: ConverseStreamOutput[] = [];
  const { stream } = await client.send(new ConverseStreamCommand(input));
  for await (const event of stream ?? []) events.push(event);
  return events;
}

async function invoke(modelId: string, body: object) {
  const reply = await client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
  return JSON.parse(Buffer.from(reply.body).toString());
}

async function chunksOf(modelId: string, body: object) {
  const command = new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) });
  const chunks = [];
  for await (const { chunk } of (await client.send(command)).body ?? []) {
    chunks.push(JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()));
  }
  return chunks;
}

/** The error that a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<[name: string, status: number | undefined]> {
  const error = await call.then(
    () => assert.fail('no error'),
    (reason: Error & { $metadata?: { httpStatusCode?: number } }) => reason,
  );
  return [error.name, error.$metadata?.httpStatusCode];
}

test('a whole conversation: text, why it ended, tokens, and how long it was planned to take', async () => {
  const { output, stopReason, usage, metrics } = await client.send(new ConverseCommand(ASKED));
  assert.deepEqual(output?.message, { role: 'assistant', content: [{ text: TEXT }] });
  assert.equal(stopReason, 'end_turn');
  assert.deepEqual(usage, { inputTokens: 8, outputTokens: 4, totalTokens: 12 });
  assert.equal(metrics?.latencyMs, 60);
});

test('a stream: frames for the message, each piece, its end and the figures', async () => {
  assert.deepEqual(await eventsOf(ASKED), [
    { messageStart: { role: 'assistant' } },
    ...PIECES.map((text) => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text } } })),
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: 'end_turn' } },
    { metadata: { usage: { inputTokens: 8, outputTokens: 4, totalTokens: 12 }, metrics: { latencyMs: 60 } } },
  ]);
});

test('the configuration is honoured: tokens, stop texts, a system prompt', async () => {
  const cut = await client.send(
    new ConverseCommand({ ...ASKED, system: [{ text: 'hello' }], inferenceConfig: { maxTokens: 2 } }),
  );
  assert.deepEqual(cut.output?.message?.content, [{ text: 'Oné two' }]);
  assert.deepEqual([cut.stopReason, cut.usage?.inputTokens], ['max_tokens', 8 + 5]);
  const stopped = await client.send(
    new ConverseCommand({ ...ASKED, inferenceConfig: { stopSequences: [' three'] } }),
  );
  assert.equal(stopped.stopReason, 'stop_sequence');
});

const toolConfig = {
  tools: [
    {
      toolSpec: {
        name: 'weather',
        inputSchema: {
          json: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
        },
      },
    },
  ],
};

test('a tool is used, whole and in a stream, and its result ends in words', async () => {
  const { output, stopReason } = await client.send(new ConverseCommand({ ...ASKED, toolConfig }));
  const use = output?.message?.content?.[0]?.toolUse;
  assert.equal(stopReason, 'tool_use');
  assert.deepEqual(Object.keys(Object(use?.input)), ['town']);
  const events = await eventsOf({ ...ASKED, toolConfig });
  assert.equal(events[1]?.contentBlockStart?.start?.toolUse?.name, 'weather');
  const input = events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '').join('');
  assert.equal(typeof JSON.parse(input).town, 'string');
  const toolResult = { toolUseId: use?.toolUseId, content: [{ text: 'rain' }] };
  const answered = await client.send(
    new ConverseCommand({
      modelId: MODEL,
      toolConfig,
      messages: [...(messages ?? []), output?.message as never, { role: 'user', content: [{ toolResult }] }],
    }),
  );
  assert.deepEqual(answered.output?.message?.content, [{ text: TEXT }]);
});

test('thoughts come with a signature, whole and in a stream', async () => {
  const additionalModelRequestFields = { thinking: { type: 'enabled', budget_tokens: 3 } };
  const { output } = await client.send(new ConverseCommand({ ...ASKED, additionalModelRequestFields }));
  const thought = output?.message?.content?.[0]?.reasoningContent?.reasoningText;
  assert.equal((thought?.text ?? '') !== '' && (thought?.signature ?? '') !== '', true);
  const events = await eventsOf({ ...ASKED, additionalModelRequestFields });
  const deltas = events.flatMap((event) => event.contentBlockDelta?.delta?.reasoningContent ?? []);
  assert.equal(deltas.length, 3 + 1);
});

test('Claude is invoked as at Anthropic, its events in frames', async () => {
  const body = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 50,
    messages: [{ role: 'user', content: 'hello' }],
  };
  const reply = await invoke(MODEL, body);
  assert.deepEqual([reply.content, reply.model], [[{ type: 'text', text: TEXT }], MODEL]);
  const chunks = await chunksOf(MODEL, body);
  assert.equal(chunks.map(({ delta }) => delta?.text ?? '').join(''), TEXT);
  assert.deepEqual(
    chunks.filter(({ delta }) => delta?.text === undefined).map(({ type }) => type),
    ['message_start', 'content_block_start', 'content_block_stop', 'message_delta', 'message_stop'],
  );
  const { invocationLatency, firstByteLatency } = chunks.at(-1)['amazon-bedrock-invocationMetrics'];
  assert.deepEqual([invocationLatency, firstByteLatency], [60, 30]);
});

test('other models are invoked in their own forms', async () => {
  const nova = { messages, inferenceConfig: { max_new_tokens: 2 } };
  assert.equal((await invoke('us.amazon.nova-lite-v1:0', nova)).output.message.content[0].text, 'Oné two');
  const said = await chunksOf('us.amazon.nova-lite-v1:0', nova);
  assert.equal(said.map((event) => event.contentBlockDelta?.delta.text ?? '').join(''), 'Oné two');
  const titan = { inputText: 'hello', textGenerationConfig: { maxTokenCount: 2 } };
  const [result] = (await invoke('amazon.titan-text-express-v1', titan)).results;
  assert.deepEqual([result.outputText, result.completionReason], ['Oné two', 'LENGTH']);
  const pieces = await chunksOf('amazon.titan-text-express-v1', titan);
  assert.equal(pieces.map(({ outputText }) => outputText).join(''), 'Oné two');
  const embedded = await invoke('amazon.titan-embed-text-v2:0', { inputText: 'hello', dimensions: 256 });
  assert.equal(embedded.embedding.length, 256);
});

test('Llama is invoked in its own form, and is limited as any model', async () => {
  const model = 'meta.llama3-8b-instruct-v1:0';
  const reply = await invoke(model, { prompt: 'hello' });
  assert.deepEqual([reply.generation, reply.stop_reason], [TEXT, 'stop']);
  await assert.rejects(invoke(model, { prompt: 'hello' }), { name: 'ThrottlingException' });
});

test('the name of a model may be one of AWS with slashes and colons in it', async () => {
  const modelId = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-x-v1:0';
  assert.equal(
    (await invoke(modelId, { max_tokens: 5, messages: [{ role: 'user', content: 'x' }] })).model,
    modelId,
  );
});

test('a key is a bearer token, or the id of the access key; another one is forbidden', async () => {
  const bearer = new BedrockRuntimeClient({
    ...COMMON,
    token: { token: KEY },
    authSchemePreference: ['httpBearerAuth'],
  });
  assert.equal((await bearer.send(new ConverseCommand(ASKED))).stopReason, 'end_turn');
  const wrong = await errorOf(signing('AKIDWRONG').send(new ConverseCommand(ASKED)));
  assert.deepEqual(wrong, ['UnrecognizedClientException', 403]);
});

test('errors and faults are those of the service, with their names, also within a stream', async () => {
  const converse = (changes: Partial<ConverseCommandInput>) =>
    client.send(new ConverseCommand({ ...ASKED, ...changes }));
  const tooHot = { inferenceConfig: { temperature: 3 } };
  assert.deepEqual(await errorOf(converse(tooHot)), ['ValidationException', 400]);
  for (const [status, name] of [
    [429, 'ThrottlingException'],
    [503, 'ServiceUnavailableException'],
    [500, 'InternalServerException'],
    [403, 'AccessDeniedException'],
  ] as const) {
    assert.deepEqual(await errorOf(converse({ modelId: `${MODEL};fault=${status}` })), [name, status]);
  }
  const within = await errorOf(eventsOf({ ...ASKED, modelId: `${MODEL};fault=error(at=50%,status=429)` }));
  assert.equal(within[0], 'ThrottlingException');
  await assert.rejects(eventsOf({ ...ASKED, modelId: `${MODEL};fault=broken` }));
  const unfinished = await eventsOf({ ...ASKED, modelId: `${MODEL};fault=unfinished` });
  assert.deepEqual(Object.keys(unfinished.at(-1) ?? {}), ['messageStop']);
});

test('what clients do not know is skipped in a stream, wherever it is', async () => {
  const blank = await eventsOf({ ...ASKED, modelId: `${MODEL};fault=blank` });
  assert.equal(blank.map((event) => event.contentBlockDelta?.delta?.text ?? '').join(''), TEXT);
});

test('requests that are alike share no reply that tells of times which were not theirs', async () => {
  const drawn = await startTestServer({ RESPONSE_DELAY: 'uniform(1ms, 60ms)' });
  const drawing = new BedrockRuntimeClient({
    ...COMMON,
    endpoint: drawn.url,
    credentials: { accessKeyId: KEY, secretAccessKey: 'secret' },
  });
  const times = new Set<number | undefined>();
  for (let left = 10; left > 0; left--) {
    times.add((await drawing.send(new ConverseCommand(ASKED))).metrics?.latencyMs);
  }
  // Of ten drawn from sixty some may be equal; of a shared reply all but the first two would be.
  assert.equal(times.size > 3, true, [...times].join());
});
