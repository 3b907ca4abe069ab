/** DashScope's own generation: what is read, and whole replies byte for byte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReplyBody } from '../../../../dist/protocols/contract/reply-body.js';
import {
  multimodalGenerationProtocol,
  textGenerationProtocol,
} from '../../../../dist/protocols/dashscope-native/generation.js';
import { callOf, partsAnswer, SAID, THOUGHTS } from '../../../support/parts-answers.js';
import {
  accept,
  answerOf,
  errorOf,
  replyOf,
  textOf,
  UUID,
  wholeText,
} from '../../../support/protocol-answers.js';

const TEXT = textGenerationProtocol;
const BODY = { model: 'qwen-plus', input: { messages: [{ role: 'user', content: 'x' }] } };
const with_ = (parameters: object, fields: object = {}) => ({ ...BODY, ...fields, parameters });
const ID = `"request_id":"${UUID}"`;
const USAGE = '"usage":{"input_tokens":7,"output_tokens":2,"total_tokens":9}';
const ALGO = '<400> InternalError.Algo.InvalidParameter: ';

test('an answer is a bare text unless a message is asked for', () => {
  assert.equal(
    replyOf(TEXT, BODY),
    `{"output":{"text":"Hello world","finish_reason":"stop"},${USAGE},${ID}}`,
  );
  assert.equal(
    replyOf(TEXT, with_({ result_format: 'message' })),
    '{"output":{"choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","content":"Hello world"}}]},' +
      `${USAGE},${ID}}`,
  );
});

test('an answer with thoughts or calls is a message, whatever was asked for', () => {
  const thoughtOver = JSON.parse(replyOf(TEXT, BODY, partsAnswer([THOUGHTS, SAID], 'stop')));
  assert.deepEqual(thoughtOver.output.choices[0].message, {
    role: 'assistant',
    content: 'Hello world',
    reasoning_content: 'Hm so',
  });
  assert.deepEqual(thoughtOver.usage, {
    input_tokens: 7,
    output_tokens: 4,
    total_tokens: 11,
    output_tokens_details: { reasoning_tokens: 2 },
  });
  const [choice] = JSON.parse(replyOf(TEXT, BODY, partsAnswer([callOf('f', '{"a":1}')], 'tools'))).output
    .choices;
  assert.equal(choice.finish_reason, 'tool_calls');
  assert.equal(choice.message.content, '');
  assert.deepEqual(choice.message.tool_calls[0].function, { name: 'f', arguments: '{"a":1}' });
});

test('each of several choices has its number and calls of its own, and counts', () => {
  const { output, usage } = JSON.parse(
    replyOf(TEXT, with_({ n: 2 }), partsAnswer([callOf('f', '{}')], 'tools')),
  );
  const [first, second] = output.choices;
  assert.deepEqual([first.index, second.index], [0, 1]);
  assert.notEqual(first.message.tool_calls[0].id, second.message.tool_calls[0].id);
  assert.deepEqual([usage.output_tokens, usage.total_tokens], [2, 9]);
});

test('likelihoods stand beside the message, one for each token', () => {
  const { output } = JSON.parse(replyOf(TEXT, with_({ logprobs: true, top_logprobs: 2 })));
  const { content } = output.choices[0].logprobs;
  assert.deepEqual(
    content.map(({ token, top_logprobs }: { token: string; top_logprobs: unknown[] }) => [
      token,
      top_logprobs.length,
    ]),
    [
      ['Hello', 2],
      [' world', 2],
    ],
  );
});

test('a multimodal answer is a message with parts, and its usage tells texts apart', () => {
  const body = {
    model: 'qwen-vl-plus',
    input: { messages: [{ role: 'user', content: [{ image: 'x' }, { text: 'y' }] }] },
  };
  const { output, usage } = JSON.parse(replyOf(multimodalGenerationProtocol, body));
  assert.deepEqual(output.choices[0].message, { role: 'assistant', content: [{ text: 'Hello world' }] });
  assert.deepEqual(usage, {
    input_tokens: 7,
    output_tokens: 2,
    total_tokens: 9,
    input_tokens_details: { text_tokens: 7 },
    output_tokens_details: { text_tokens: 2 },
  });
});

test('images count by the rules of the service, and the usage tells them apart', () => {
  const seen = (image: string, parameters: object = {}) =>
    accept(multimodalGenerationProtocol, {
      model: 'qwen-vl-plus',
      input: { messages: [{ role: 'user', content: [{ image }, { text: 'abcd' }] }] },
      parameters,
    });
  const request = seen('https://example.com/cat.png');
  const { media } = request;
  assert.ok((media?.image ?? 0) > 1_000, JSON.stringify(media));
  assert.equal(request.promptTokens, 3 + 3 + 1 + (media?.image ?? 0));
  const usage = { promptTokens: request.promptTokens, completionTokens: 2, media: media ?? null };
  const told = JSON.parse(
    wholeText(multimodalGenerationProtocol.encodeReply(request, answerOf({ usage }))),
  ).usage;
  assert.deepEqual(told.input_tokens_details, { text_tokens: 7, image_tokens: media?.image });
  assert.equal(told.image_tokens, media?.image);
});

test('what was known of a prompt is told', () => {
  const usage = {
    promptTokens: 2_048,
    completionTokens: 2,
    cached: { read: 1_024, created: 0, totalTokens: 2_048, stepTokens: 128 },
  };
  assert.deepEqual(JSON.parse(replyOf(TEXT, BODY, answerOf({ usage }))).usage.prompt_tokens_details, {
    cached_tokens: 1_024,
  });
});

test('a long answer is the short one with its text in full', () => {
  const long = answerOf({ text: textOf('é"', ' w\n'), tokens: 20_000 });
  for (const parameters of [{}, { result_format: 'message', n: 3 }]) {
    const body = TEXT.encodeReply(accept(TEXT, with_(parameters)), long);
    assert.equal(isReplyBody(body), true);
    const { output } = JSON.parse(wholeText(body));
    const text = 'é" w\n'.repeat(10_000);
    assert.deepEqual(
      output.choices?.map((one: { message: { content: string } }) => one.message.content) ?? output.text,
      'n' in parameters ? [text, text, text] : text,
    );
  }
});

test('a prompt and a history count as messages do', () => {
  const asPrompt = { model: 'm', input: { prompt: 'How are you?' } };
  const asMessage = { model: 'm', input: { messages: [{ role: 'user', content: 'How are you?' }] } };
  assert.equal(accept(TEXT, asPrompt).promptTokens, accept(TEXT, asMessage).promptTokens);
  const before = { ...asPrompt, input: { ...asPrompt.input, history: [{ user: 'Hi', bot: 'Hello' }] } };
  assert.ok(accept(TEXT, before).promptTokens > accept(TEXT, asPrompt).promptTokens);
  assert.equal(accept(TEXT, asPrompt, { keepUserText: true }).userText, 'How are you?');
});

test('what the parameters ask for is read from them', () => {
  const request = accept(
    TEXT,
    with_({ max_tokens: 9, stop: 'x', n: 2, enable_thinking: true, thinking_budget: 3 }),
  );
  assert.deepEqual([request.tokensMax, request.stop, request.choices], [9, ['x'], 2]);
  assert.deepEqual(request.ask?.reasoning, { isWanted: true, tokensMax: 3 });
  const tools = [{ type: 'function', function: { name: 'f' } }];
  assert.equal(accept(TEXT, with_({ tools })).ask?.tools?.tools[0]?.name, 'f');
  assert.equal(accept(TEXT, with_({ response_format: { type: 'json_object' } })).ask?.format?.is, 'schema');
});

test('requests that are alike share one object', () => {
  const body = with_({ result_format: 'message', incremental_output: true });
  assert.equal(accept(TEXT, body), accept(TEXT, body));
});

test('what is wrong is told by its path, in the words of the service', () => {
  const wrong = (body: object) =>
    errorOf(TEXT, body)
      ?.slice(0, 1)
      .concat(errorOf(TEXT, body)?.[2] as string);
  assert.deepEqual(wrong({ model: 'm' }), ['input', 'Required input parameter missing from request.']);
  assert.deepEqual(wrong({ model: 'm', input: 'x' }), [
    'input',
    'Required input parameter missing from request.',
  ]);
  assert.deepEqual(wrong({ model: 'm', input: {} }), [
    'input.prompt',
    `${ALGO}Either "prompt" or "messages" must exist and cannot both be none`,
  ]);
  assert.deepEqual(
    wrong({ model: 'm', input: { messages: [{ role: 'x', content: 'y' }] } })?.[0],
    'input.messages.0.role',
  );
  assert.deepEqual(wrong(with_({ top_p: 7 })), [
    'parameters.top_p',
    `${ALGO}Range of top_p should be [0, 1]`,
  ]);
  assert.deepEqual(wrong(with_({ max_tokens: 0 })), [
    'parameters.max_tokens',
    `${ALGO}Range of max_tokens should be at least 1`,
  ]);
  assert.deepEqual(wrong(with_({ result_format: 'html' })), [
    'parameters.result_format',
    `${ALGO}Input should be 'text' or 'message': parameters.result_format`,
  ]);
});

test('models that only stream do not answer in one piece', () => {
  const refused = (model: string, parameters: object = {}) =>
    errorOf(TEXT, with_(parameters, { model }))?.[2] ?? null;
  const STREAM =
    'This model only support stream mode, please enable the stream parameter to access the model.';
  const THINKING = 'parameter.enable_thinking must be set to false for non-streaming calls';
  assert.equal(refused('qwq-plus'), STREAM);
  assert.equal(refused('qwen-omni-turbo'), STREAM);
  assert.equal(refused('qwen3-32b'), THINKING);
  assert.equal(refused('qwen3-32b', { enable_thinking: true }), THINKING);
  assert.equal(refused('qwen3-32b', { enable_thinking: false }), null);
  assert.equal(refused('qwen3-30b-a3b-instruct-2507'), null);
  assert.equal(refused('qwen-plus', { enable_thinking: true }), null);
  for (const model of ['qwq-plus', 'qwen3-32b'])
    assert.equal(accept(TEXT, { ...BODY, model }, { stream: true }).stream, true);
});

test('whoever thinks tells it piece by piece', () => {
  const parse = (parameters: object, model = 'qwen-plus') =>
    TEXT.parse(Buffer.from(JSON.stringify(with_(parameters, { model }))), {
      keepUserText: false,
      keepPrompt: false,
      modelDefault: 'm',
      stream: true,
    });
  const refused = parse({ enable_thinking: true, incremental_output: false });
  assert.equal(
    refused.ok ? '' : refused.error.message,
    `${ALGO}This model only supports incremental_output set to True.`,
  );
  assert.equal(parse({ incremental_output: false }, 'qwen3-32b').ok, false);
  assert.equal(parse({ incremental_output: false }).ok, true);
});
