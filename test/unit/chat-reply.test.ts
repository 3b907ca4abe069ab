import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createChatReplyEncoder } from '../../dist/protocols/chat-reply.js';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** What a reply says, spelt out independently of how it is put together. */
function expectedReply(text: string, model: string, promptTokens: number, completionTokens: number) {
  return {
    id: `chatcmpl-${UUID}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}

test('a reply has every key of a chat.completion, in the order of the public API', () => {
  const replies = createChatReplyEncoder('Hi there');
  const body = replies.encode(UUID, 1_700_000_000, replies.modelPart('qwen-plus'), 7);
  assert.equal(body, JSON.stringify(expectedReply('Hi there', 'qwen-plus', 7, 2)));
});

test('unusual model names and texts come back as they were given', () => {
  const unusual = ['"', '\\', '\n\r\t\u0000', '你好', '🙂', '\ud800', '\u2028', '{}', '</script>', "'"];
  for (const text of unusual) {
    const replies = createChatReplyEncoder(text);
    for (const model of unusual) {
      const reply = JSON.parse(replies.encode(UUID, 1, replies.modelPart(model), 1));
      assert.equal(reply.model, model);
      assert.equal(reply.choices[0].message.content, text);
    }
  }
});

test('an empty text costs no completion tokens, a Chinese one by its bytes', () => {
  const usageOf = (text: string) => {
    const replies = createChatReplyEncoder(text);
    return JSON.parse(replies.encode(UUID, 1, replies.modelPart('m'), 10)).usage;
  };
  assert.deepEqual(usageOf(''), { prompt_tokens: 10, completion_tokens: 0, total_tokens: 10 });
  assert.deepEqual(usageOf('你好吗'), { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 });
});

test('more models than are kept are still answered by their own names', () => {
  const replies = createChatReplyEncoder('x');
  const models = Array.from({ length: 600 }, (_, i) => `model-${i}`);
  for (const round of [1, 2]) {
    for (const model of models) {
      const reply = JSON.parse(replies.encode(UUID, round, replies.modelPart(model), 1));
      assert.equal(reply.model, model);
    }
  }
});

test('two encoders do not share their text', () => {
  const [one, two] = [createChatReplyEncoder('one'), createChatReplyEncoder('two')];
  for (const [replies, text] of [
    [one, 'one'],
    [two, 'two'],
  ] as const) {
    const reply = JSON.parse(replies.encode(UUID, 1, replies.modelPart('same'), 1));
    assert.equal(reply.choices[0].message.content, text);
  }
});

test('any text, model and token count give JSON that says the same', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, fc.nat(), (content, model, promptTokens) => {
      const replies = createChatReplyEncoder(content);
      const body = replies.encode(UUID, 1_700_000_000, replies.modelPart(model), promptTokens);
      const completionTokens = Math.ceil(new TextEncoder().encode(content).length / 4);
      assert.deepEqual(JSON.parse(body), expectedReply(content, model, promptTokens, completionTokens));
    }),
    { numRuns: 500 },
  );
});
