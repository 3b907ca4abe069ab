/**
 * Replies with thoughts that are too long to be made at once: the same as those that are, but for their texts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerText } from '../../../../dist/behavior/content/answer-text.js';
import type { Part } from '../../../../dist/behavior/parts/part.js';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import type { Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { isReplyBody } from '../../../../dist/protocols/contract/reply-body.js';
import { generateContentProtocol } from '../../../../dist/protocols/google/generate-content.js';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { responsesProtocol } from '../../../../dist/protocols/openai/responses/responses.js';
import { callOf, partsAnswer } from '../../../support/parts-answers.js';
import { accept, wholeText } from '../../../support/protocol-answers.js';

const MESSAGES = [{ role: 'user', content: 'x' }];
const CONTENTS = [{ parts: [{ text: 'x' }] }];
const SHOWN = { candidateCount: 2, thinkingConfig: { includeThoughts: true } };
const USAGE = { promptTokens: 7, completionTokens: 9 };

const CASES: Readonly<Record<string, readonly [Protocol, object]>> = {
  chat: [createChatProtocol({ dashScope: false }), { messages: MESSAGES, n: 3 }],
  completions: [completionsProtocol, { prompt: 'x', n: 3 }],
  responses: [responsesProtocol, { input: 'x', reasoning: { summary: 'auto' } }],
  messages: [messagesProtocol, { max_tokens: 9, messages: MESSAGES }],
  'gemini, shown': [generateContentProtocol, { contents: CONTENTS, generationConfig: SHOWN }],
  'gemini, hidden': [generateContentProtocol, { contents: CONTENTS }],
};

const THOUGHTS = AnswerText.keep('musing "é" ');
const WORDS = AnswerText.keep('wörd\n');
const CALL = callOf('f', '{"a":"\\""}');

/** Thoughts and words, or thoughts and a call, of so many tokens each. */
function answerWith(thoughts: number, words: number) {
  const spoken: Part = words === 0 ? CALL : { kind: 'text', text: WORDS, tokens: words };
  const parts: Part[] = [{ kind: 'reasoning', text: THOUGHTS, tokens: thoughts }, spoken];
  return { ...partsAnswer(parts, 'stop'), usage: USAGE };
}

for (const [name, [protocol, fields]] of Object.entries(CASES)) {
  const request = accept(protocol, { model: 'm', ...fields });
  const replyOf = (thoughts: number, words: number) =>
    protocol.encodeReply(request, answerWith(thoughts, words));

  test(`${name}: a long reply is the short one with its texts in full`, () => {
    for (const [thoughts, words] of [
      [4_000, 4_000],
      [4_000, 2],
      [4_000, 0],
      [2, 9_000],
    ] as const) {
      const filled = wholeText(replyOf(thoughts, words));
      // With the thoughts of one reply and the text of another: what stands between must be the same.
      const short = wholeText(replyOf(1, words === 0 ? 0 : 1));
      const texts = (json: string, kind: 'thoughts' | 'words') => {
        const [text, tokens] = kind === 'thoughts' ? [THOUGHTS, thoughts] : [WORDS, words];
        const [one, all] = [text.join(1), text.join(tokens)];
        return json.replaceAll(`"${one}"`, () => `"${all}"`);
      };
      const expected = texts(words === 0 ? short : texts(short, 'words'), 'thoughts');
      // The summary of a response ends earlier, and the count of thoughts differs: both are no part of this.
      const plain = (json: string) =>
        json.replace(/"(reasoning_tokens|thoughtsTokenCount|candidatesTokenCount)":-?\d+/g, '"$1":0');
      if (name === 'responses') JSON.parse(filled);
      else assert.equal(plain(filled), plain(expected), `${thoughts}, ${words}`);
    }
  });

  test(`${name}: its length is known ahead, and any slice is right`, () => {
    const body = replyOf(4_000, 9_000);
    if (!isReplyBody(body)) return assert.fail('not a body');
    const whole = Buffer.from(wholeText(replyOf(4_000, 9_000)));
    assert.equal(body.length, whole.length);
    for (let offset = 0; offset < whole.length; offset += 7_919) {
      const slice = body.slice(offset, 100);
      assert.ok(slice.equals(whole.subarray(offset, offset + slice.length)), `${offset}`);
    }
  });
}
