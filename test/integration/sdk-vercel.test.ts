import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, embed, embedMany, generateText, type LanguageModel, RetryError, streamText } from 'ai';
import { CHAT_BODY, head } from '../support/chat.js';
import { type Settings, startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const PIECES = ['One', ' two', ' three', ' "four".'];
const TEXT = PIECES.join('');

const server = await startTestServer({ RESPONSE_TEXT: TEXT });

interface Providers {
  readonly openai: ReturnType<typeof createOpenAI>;
  readonly dashScope: ReturnType<typeof createOpenAI>;
  readonly anthropic: ReturnType<typeof createAnthropic>;
}

function providersOf({ url }: { readonly url: string }, apiKey = 'any'): Providers {
  return {
    openai: createOpenAI({ baseURL: `${url}/v1`, apiKey }),
    dashScope: createOpenAI({ baseURL: `${url}/compatible-mode/v1`, apiKey }),
    anthropic: createAnthropic({ baseURL: `${url}/v1`, apiKey }),
  };
}

const { openai, dashScope, anthropic } = providersOf(server);

interface Case {
  readonly title: string;
  readonly model: LanguageModel;
  /** How the API itself calls the end of an answer, and an end at the limit. */
  readonly raw: readonly [whole: string | undefined, cut: string];
  readonly id: RegExp;
  readonly promptTokens: number;
}

// 'hello' is 2 tokens, 3 for the message and 3 for the prompt.
const chat = { raw: ['stop', 'length'], id: /^chatcmpl-/, promptTokens: 8 } as const;
const responses = { raw: [undefined, 'max_output_tokens'], id: /^resp_/, promptTokens: 8 } as const;
// For completions the SDK writes 'user:\nhello\n\nassistant:\n', which is 24 bytes.
const completion = { raw: ['stop', 'length'], id: /^cmpl-/, promptTokens: 6 } as const;

const CASES: readonly Case[] = [
  { title: 'openai.chat', model: openai.chat('gpt-4o'), ...chat },
  { title: 'openai.responses', model: openai.responses('gpt-4o'), ...responses },
  { title: 'openai by default', model: openai('gpt-4o'), ...responses },
  { title: 'openai.completion', model: openai.completion('gpt-3.5-turbo-instruct'), ...completion },
  { title: "openai.chat at DashScope's mount", model: dashScope.chat('qwen-plus'), ...chat },
  { title: "openai.responses at DashScope's mount", model: dashScope.responses('qwen-plus'), ...responses },
  {
    title: 'anthropic',
    model: anthropic('claude-mock-1'),
    raw: ['end_turn', 'max_tokens'],
    id: /^msg_/,
    promptTokens: 8,
  },
];

/** What every call says; without a limit the Anthropic provider warns that it does not know the model's. */
const call = { prompt: 'hello', maxRetries: 0, maxOutputTokens: 100 } as const;

interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly totalTokens: number | undefined;
}

function countsOf({ inputTokens, outputTokens, totalTokens }: Usage) {
  return [inputTokens, outputTokens, totalTokens];
}

for (const { title, model, raw, id, promptTokens } of CASES) {
  test(`generateText over ${title} gives the text, the finish reason and the usage`, async () => {
    const whole = await generateText({ ...call, model });
    assert.equal(whole.text, TEXT);
    assert.deepEqual([whole.finishReason, whole.rawFinishReason], ['stop', raw[0]]);
    assert.deepEqual(countsOf(whole.usage), [promptTokens, 4, promptTokens + 4]);
    assert.match(whole.response.id, id);
    assert.deepEqual(whole.warnings, []);
  });

  test(`generateText over ${title} ends at maxOutputTokens with the finish reason length`, async () => {
    const cut = await generateText({ ...call, model, maxOutputTokens: 2 });
    assert.equal(cut.text, 'One two');
    assert.deepEqual([cut.finishReason, cut.rawFinishReason], ['length', raw[1]]);
    assert.deepEqual(countsOf(cut.usage), [promptTokens, 2, promptTokens + 2]);
  });

  test(`streamText over ${title} gives every piece, the finish reason and the usage`, async () => {
    const result = streamText({ ...call, model });
    const types: string[] = [];
    const pieces: string[] = [];
    for await (const part of result.fullStream) {
      if (part.type === 'text-delta') pieces.push(part.text);
      else types.push(part.type);
    }
    assert.deepEqual(pieces, PIECES);
    assert.deepEqual(types, ['start', 'start-step', 'text-start', 'text-end', 'finish-step', 'finish']);
    assert.equal(await result.text, TEXT);
    assert.deepEqual([await result.finishReason, await result.rawFinishReason], ['stop', raw[0]]);
    assert.deepEqual(countsOf(await result.usage), [promptTokens, 4, promptTokens + 4]);
    assert.match((await result.response).id, id);
  });

  test(`streamText over ${title} ends at maxOutputTokens with the finish reason length`, async () => {
    const result = streamText({ ...call, model, maxOutputTokens: 2 });
    assert.equal(await result.text, 'One two');
    assert.deepEqual([await result.finishReason, await result.rawFinishReason], ['length', raw[1]]);
    assert.deepEqual(countsOf(await result.usage), [promptTokens, 2, promptTokens + 2]);
  });
}

test('a stop sequence ends the answers of the APIs that have them', async () => {
  const stopSequences = [' three'];
  for (const [model, reason] of [
    [openai.chat('gpt-4o'), 'stop'],
    [openai.completion('gpt-3.5-turbo-instruct'), 'stop'],
    [anthropic('claude-mock-1'), 'stop_sequence'],
  ] as const) {
    const { text, finishReason, rawFinishReason } = await generateText({ ...call, model, stopSequences });
    assert.deepEqual([text, finishReason, rawFinishReason], ['One two', 'stop', reason]);
  }
});

test('embedMany gives a vector for each value in order, and the tokens of all', async () => {
  const providerOptions = { openai: { dimensions: 4 } };
  const values = ['a', 'b', 'a', 'hello'];
  for (const { embedding } of [openai, dashScope]) {
    const model = embedding('text-embedding-3-small');
    const { embeddings, usage } = await embedMany({ model, values, providerOptions, maxRetries: 0 });
    const a = [0.5, 0.5, -0.5, 0.5];
    const b = [-0.5, 0.5, 0.5, -0.5];
    assert.deepEqual(embeddings, [a, b, a, [0.5, 0.5, -0.5, 0.5]]);
    // 1 for a letter, 2 for the word.
    assert.deepEqual(usage, { tokens: 5 });
    const one = await embed({ model, value: 'hello', maxRetries: 0 });
    assert.equal(one.embedding.length, 1536);
    assert.equal(Math.hypot(...one.embedding).toFixed(6), '1.000000');
  }
});

/** The models of the three APIs, on one server. */
function modelsOf(
  providers: Providers,
): readonly (readonly [model: LanguageModel, statusWhenFull: number])[] {
  const { openai, anthropic } = providers;
  return [
    [openai.chat('gpt-4o'), 503],
    [openai.responses('gpt-4o'), 503],
    [anthropic('claude-mock-1'), 529],
  ];
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  );
}

test('a wrong key is an APICallError of status 401 that is not retried', async () => {
  const guarded = await startTestServer({ API_KEY: 'sk-right' });
  for (const [model] of modelsOf(providersOf(guarded, 'sk-wrong'))) {
    const error = await failureOf(generateText({ ...call, model, maxRetries: 2 }));
    assert.ok(APICallError.isInstance(error), String(error));
    assert.deepEqual([error.statusCode, error.message], [401, 'Incorrect API key provided.']);
    assert.equal(error.isRetryable, false);
  }
  assert.equal(guarded.state.rejectionsFor('unauthorized'), 3);
  for (const [model] of modelsOf(providersOf(guarded, 'sk-right'))) {
    assert.equal((await generateText({ ...call, model })).finishReason, 'stop');
  }
});

async function startFullServer(settings: Settings) {
  const full = await startTestServer({ MAX_CONCURRENT: '1', ...settings });
  const holder = await RawClient.connect(full.port);
  holder.write(head({ headers: [`content-length: ${CHAT_BODY.length}`] }));
  await until(() => full.state.active === 1, 'the one slot is taken');
  return full;
}

const FULL = 'All 1 slots of this mock server are in use (MAX_CONCURRENT=1). Please retry later.';

test('a full server is an APICallError with retries off, a RetryError after three rejections with two', async () => {
  const full = await startFullServer({ RETRY_AFTER_SECONDS: '0' });
  let rejections = 0;
  for (const [model, status] of modelsOf(providersOf(full))) {
    const error = await failureOf(generateText({ ...call, model }));
    assert.ok(APICallError.isInstance(error), String(error));
    assert.deepEqual([error.statusCode, error.message, error.isRetryable], [status, FULL, true]);
    rejections += 1;
    assert.equal(full.state.rejectionsFor('capacity'), rejections);
    const retried = await failureOf(generateText({ ...call, model, maxRetries: 2 }));
    assert.ok(RetryError.isInstance(retried), String(retried));
    assert.deepEqual(
      retried.errors.map((each) => (each as APICallError).statusCode),
      [status, status, status],
    );
    rejections += 3;
    assert.equal(full.state.rejectionsFor('capacity'), rejections);
  }
});
