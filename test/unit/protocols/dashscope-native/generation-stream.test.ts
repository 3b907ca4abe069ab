/** The streams of DashScope's own generation, byte for byte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  multimodalGenerationProtocol,
  textGenerationProtocol,
} from '../../../../dist/protocols/dashscope-native/generation.js';
import { apiError, ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { callOf, partsAnswer, partsStream, SAID, THOUGHTS } from '../../../support/parts-answers.js';
import { accept, answerOf, textOf, UUID, wholeText } from '../../../support/protocol-answers.js';

const TEXT = textGenerationProtocol;
const BODY = { model: 'qwen-plus', input: { messages: [{ role: 'user', content: 'x' }] } };
const with_ = (parameters: object) => ({ ...BODY, parameters });
const MESSAGE = { result_format: 'message' };
const PIECEWISE = { ...MESSAGE, incremental_output: true };

interface Frame {
  readonly output: {
    readonly text?: string;
    readonly finish_reason?: string;
    readonly choices?: readonly { finish_reason: string; index: number; message: Record<string, unknown> }[];
  };
  readonly usage: Record<string, unknown>;
}

/** The data of each event; every event must have the four lines. */
function framesOf(stream: string): readonly Frame[] {
  return stream
    .split('\n\n')
    .filter((event) => event !== '' && event !== ':')
    .map((event, index) => {
      const [id, name, status, data = ''] = event.split('\n');
      assert.deepEqual([id, name, status], [`id:${index + 1}`, 'event:result', ':HTTP_STATUS/200']);
      assert.match(data, /^data:\{/);
      return JSON.parse(data.slice('data:'.length));
    });
}
const streamed = (parameters: object, answer = answerOf(), protocol = TEXT) =>
  framesOf(partsStream(protocol, with_(parameters), answer));
const messagesOf = (frames: readonly Frame[]) => frames.map(({ output }) => output.choices?.[0]?.message);
const contentsOf = (frames: readonly Frame[]) => messagesOf(frames).map((message) => message?.content);

test('an event is four lines and a blank one, and tells the usage so far', () => {
  const usage = (tokens: number) =>
    `"usage":{"input_tokens":7,"output_tokens":${tokens},"total_tokens":${7 + tokens}},"request_id":"${UUID}"}\n\n`;
  const event = (id: number, text: string, finish: string, tokens: number) =>
    `id:${id}\nevent:result\n:HTTP_STATUS/200\ndata:{"output":{"text":"${text}","finish_reason":"${finish}"},${usage(tokens)}`;
  assert.equal(
    partsStream(TEXT, BODY, answerOf()),
    event(1, 'Hello', 'null', 1) + event(2, 'Hello world', 'null', 2) + event(3, 'Hello world', 'stop', 2),
  );
});

test('each event tells all that was said so far, unless it is to be told piece by piece', () => {
  assert.deepEqual(contentsOf(streamed(MESSAGE)), ['Hello', 'Hello world', 'Hello world']);
  assert.deepEqual(contentsOf(streamed(PIECEWISE)), ['Hello', ' world', '']);
  const finishes = streamed(MESSAGE).map(({ output }) => output.choices?.[0]?.finish_reason);
  assert.deepEqual(finishes, ['null', 'null', 'stop']);
});

test('thoughts come first, and are counted apart', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  const frames = streamed({ enable_thinking: true }, answer);
  assert.deepEqual(
    messagesOf(frames).map((message) => [message?.content, message?.reasoning_content]),
    [
      ['', 'Hm'],
      ['', ' so'],
      ['Hello', ''],
      [' world', ''],
      ['', ''],
    ],
  );
  assert.deepEqual(frames.at(-1)?.usage.output_tokens_details, { reasoning_tokens: 2 });
  const soFar = messagesOf(streamed(MESSAGE, answer));
  assert.deepEqual(soFar.at(-2), soFar.at(-1));
  assert.deepEqual(soFar.at(-1), { role: 'assistant', content: 'Hello world', reasoning_content: 'Hm so' });
});

test('the pieces of a call make it whole, and all that was said of it is a call at every moment', () => {
  const answer = partsAnswer([callOf('f', '{"a":1}'), callOf('g', '{}')], 'tools');
  interface Call {
    readonly index: number;
    readonly id: string;
    readonly function: { readonly name?: string; readonly arguments: string };
  }
  const callsOf = (frames: readonly Frame[]) =>
    messagesOf(frames).map((message) => (message?.tool_calls ?? []) as Call[]);
  const joined = ['', ''];
  const named: unknown[] = [];
  for (const [call] of callsOf(streamed(PIECEWISE, answer)).slice(0, -1)) {
    if (call === undefined) continue;
    joined[call.index] = (joined[call.index] ?? '') + call.function.arguments;
    if (call.id !== '') named.push([call.index, call.function.name]);
  }
  assert.deepEqual(joined, ['{"a":1}', '{}']);
  assert.deepEqual(named, [
    [0, 'f'],
    [1, 'g'],
  ]);
  const soFar = callsOf(streamed(MESSAGE, answer));
  assert.deepEqual(soFar.at(-1), soFar.at(-2));
  assert.deepEqual(
    soFar.at(-1)?.map((call) => [call.index, call.function.name, call.function.arguments]),
    [
      [0, 'f', '{"a":1}'],
      [1, 'g', '{}'],
    ],
  );
});

test('several choices take turns, each with its own count', () => {
  const frames = streamed({ ...PIECEWISE, n: 2 });
  assert.deepEqual(
    frames.map(({ output, usage }) => [output.choices?.[0]?.index, usage.output_tokens]),
    [
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [0, 2],
      [1, 2],
    ],
  );
});

test('a multimodal stream has parts, and none where nothing is new', () => {
  const piecewise = streamed({ incremental_output: true }, answerOf(), multimodalGenerationProtocol);
  assert.deepEqual(contentsOf(piecewise), [[{ text: 'Hello' }], [{ text: ' world' }], []]);
  const soFar = streamed({}, answerOf(), multimodalGenerationProtocol);
  assert.deepEqual(contentsOf(soFar).at(-1), [{ text: 'Hello world' }]);
});

test('likelihoods are told with each piece of a text', () => {
  const [frame] = streamed({ ...PIECEWISE, logprobs: true });
  const choice = frame?.output.choices?.[0] as unknown as { logprobs: { content: { token: string }[] } };
  assert.equal(choice.logprobs.content[0]?.token, 'Hello');
});

test('a long answer is told again in steps, at last as a whole, and no event grows beyond 16 KB', () => {
  const tokens = 40_000;
  const answer = answerOf({
    text: textOf('word ', 'more '),
    tokens,
    usage: { promptTokens: 7, completionTokens: tokens },
  });
  const events = TEXT.openStream?.(accept(TEXT, with_(MESSAGE), { stream: true }), answer) ?? assert.fail();
  let bytes = 0;
  let longest = 0;
  let told = 0;
  for (let index = 0; index < tokens; index++) {
    const event = events.event();
    bytes += event.length;
    longest = Math.max(longest, event.length);
    told += events.lastEvents ?? 1;
  }
  // Every piece up to 8,192 characters, then each time that a sixteenth was added: log(16,384 / 8,190) / log(17 / 16) times.
  assert.equal(told, 1_638 + 11);
  assert.ok(longest < 17_000, `${longest}`);
  assert.ok(bytes < 10_000_000, `${bytes}`);
  const tail = wholeText(events.tail());
  const last = JSON.parse(tail.slice(tail.indexOf('data:') + 'data:'.length));
  assert.match(tail, new RegExp(`^id:${told + 1}\n`));
  assert.equal(last.output.choices[0].message.content, 'word more '.repeat(tokens / 2));
});

test('what goes wrong on the way is an event of its own', () => {
  const events = TEXT.openStream?.(accept(TEXT, BODY, { stream: true }), answerOf()) ?? assert.fail();
  events.event();
  assert.equal(
    events.failure(apiError(ERROR_KINDS.internal, 'x'), '{"code":"InternalError"}'),
    'id:2\nevent:error\n:HTTP_STATUS/500\ndata:{"code":"InternalError"}\n\n',
  );
});
