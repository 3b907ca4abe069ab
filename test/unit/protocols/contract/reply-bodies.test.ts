/**
 * Long replies as bytes that are made in slices: the same bytes as those of a short reply, but for their text.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AnswerText } from '../../../../dist/behavior/content/answer-text.js';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import type { Answer, Protocol } from '../../../../dist/protocols/contract/protocol.js';
import {
  isReplyBody,
  type ReplyBody,
  WHOLE_BYTES_MAX,
} from '../../../../dist/protocols/contract/reply-body.js';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { responsesProtocol } from '../../../../dist/protocols/openai/responses/responses.js';
import { ANY_TEXT } from '../../../support/any-text.js';
import { accept, answerOf, replyOf, streamOf, textOf, wholeText } from '../../../support/protocol-answers.js';
import { READINGS, readInSlices } from '../../../support/slices.js';

const MESSAGES = [{ role: 'user', content: 'hi' }];
/** The right body of each API, with so many choices where it has them. */
const APIS: Readonly<Record<string, readonly [Protocol, (choices: number) => object]>> = {
  chat: [createChatProtocol({ dashScope: false }), (n) => ({ messages: MESSAGES, n: Math.min(n, 8) })],
  'compatible mode': [
    createChatProtocol({ dashScope: true }),
    (n) => ({ messages: MESSAGES, n: Math.min(n, 8) }),
  ],
  completions: [completionsProtocol, (n) => ({ prompt: Array.from({ length: n }, () => 'hi') })],
  responses: [responsesProtocol, () => ({ input: 'hi' })],
  messages: [messagesProtocol, () => ({ messages: MESSAGES, max_tokens: 9 })],
};
const MARK = 'the-text-of-the-answer';
const USAGE = { promptTokens: 7, completionTokens: 11 };
const MODEL = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 250 })
  .filter((name) => name.length <= 256);

/** What is put in place of the mark goes in as it is. */
function filled(marked: string, text: string): Buffer {
  return Buffer.from(marked.replaceAll(MARK, () => text));
}

for (const [name, [protocol, bodyOf]] of Object.entries(APIS)) {
  test(`${name}: a reply of any length is its short form with another text, in slices of any size`, () => {
    const seen = { short: 0, long: 0 };
    const choices = fc.constantFrom(1, 2, 8, 11, 101, 128);
    const tokens = fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 20_000 }));
    const stopText = fc.constantFrom(null, 'x', '\u0000"你😀\ud800'.repeat(20));
    const inputs = [choices, MODEL, ANY_TEXT, tokens, stopText, READINGS] as const;
    fc.assert(
      fc.property(...inputs, (n, model, said, count, stop, readings) => {
        const request = { ...bodyOf(n), model };
        const text = AnswerText.keep(said);
        const answer = (changes: Partial<Answer>): Answer =>
          answerOf({ stopText: stop, usage: USAGE, ...changes });
        const marked = replyOf(protocol, request, answer({ text: textOf(MARK), tokens: 1 }));
        // As long as the whole may be in a test.
        const fewer = text.bytes(count) * n > 4_000_000 ? 50 : count;
        const expected = filled(marked, text.join(fewer));
        const body = protocol.encodeReply(accept(protocol, request), answer({ text, tokens: fewer }));
        assert.equal(isReplyBody(body), expected.length > WHOLE_BYTES_MAX);
        seen[isReplyBody(body) ? 'long' : 'short']++;
        const bytes = isReplyBody(body) ? readInSlices(body, readings) : Buffer.from(body);
        if (isReplyBody(body)) assert.equal(body.length, expected.length);
        assert.equal(bytes.equals(expected), true);
      }),
      { seed: 1, numRuns: 200 },
    );
    assert.equal(seen.short > 15 && seen.long > 30, true, JSON.stringify(seen));
  });

  test(`${name}: a reply is given whole up to ${WHOLE_BYTES_MAX} bytes, and in slices from the next one on`, () => {
    const request = accept(protocol, { ...bodyOf(1), model: 'm' });
    const lengthOf = (letters: number): number => {
      const text = textOf('x'.repeat(letters));
      return Buffer.byteLength(
        wholeText(protocol.encodeReply(request, answerOf({ text, tokens: 1, usage: USAGE }))),
      );
    };
    const most = WHOLE_BYTES_MAX - lengthOf(1) + 1;
    for (const [letters, isBody] of [
      [most - 1, false],
      [most, false],
      [most + 1, true],
    ] as const) {
      const answer = answerOf({ text: textOf('x'.repeat(letters)), tokens: 1, usage: USAGE });
      const body = protocol.encodeReply(request, answer);
      assert.equal(isReplyBody(body), isBody, `${letters}`);
      assert.equal(Buffer.byteLength(wholeText(body)), WHOLE_BYTES_MAX + letters - most);
    }
  });
}

test('128 choices of 32,768 pieces of 96 characters have a length, and any slice, without being made', () => {
  // 32 blanks and 64 letters are one piece, of as many characters as a piece may have.
  const text = AnswerText.keep(`${' '.repeat(32)}${'x'.repeat(64)}`);
  const request = accept(completionsProtocol, { prompt: Array.from({ length: 16 }, () => 'hi'), n: 8 });
  const body = completionsProtocol.encodeReply(request, answerOf({ text, tokens: 32_768, usage: USAGE }));
  const marked = replyOf(
    completionsProtocol,
    { prompt: Array.from({ length: 16 }, () => 'hi'), n: 8 },
    answerOf({ text: textOf(MARK), tokens: 1, usage: USAGE }),
  );
  if (!isReplyBody(body)) return assert.fail('not a body');
  const textBytes = 32_768 * 96;
  assert.equal(body.length, Buffer.byteLength(marked) + 128 * (textBytes - MARK.length));
  const [head = '', between = ''] = marked.split(MARK);
  assert.equal(body.slice(0, head.length + 34).toString(), `${head}${' '.repeat(32)}xx`);
  // From one choice into the next, half-way and at the end.
  const lengths = (index: number): number =>
    Array.from({ length: index }, (_, at) => String(at + 1).length).reduce((a, b) => a + b, 0);
  for (const index of [0, 9, 63, 99, 126]) {
    const start = head.length + index * (textBytes + between.length - 1) + lengths(index);
    const next = between.replace('"index":1', `"index":${index + 1}`);
    const seam = body.slice(start + textBytes - 3, next.length + 6).toString();
    assert.equal(seam, `xxx${next}   `, `${index}`);
  }
  const tail = marked.slice(marked.lastIndexOf(MARK) + MARK.length);
  assert.equal(body.slice(body.length - tail.length - 2, 1_000).toString(), `xx${tail}`);
});

test('a million tokens for 128 choices are more bytes than 32 bits can count, and counted', () => {
  const text = AnswerText.keep(`${' '.repeat(32)}${'x'.repeat(64)}`);
  const request = accept(completionsProtocol, { prompt: Array.from({ length: 16 }, () => 'hi'), n: 8 });
  const body = completionsProtocol.encodeReply(request, answerOf({ text, tokens: 1_000_000, usage: USAGE }));
  assert.equal(body.length > 128 * 96_000_000 && body.length < 128 * 96_000_000 + 20_000, true);
  if (!isReplyBody(body)) return assert.fail('not a body');
  assert.match(body.slice(body.length - 300, 300).toString(), /"total_tokens":\d+,.*\}\}$/);
});

test('an offset below the last slice, or behind the end, is a mistake of the caller', () => {
  const request = accept(completionsProtocol, { prompt: 'hi' });
  const text = AnswerText.keep('word '.repeat(10_000));
  const body = completionsProtocol.encodeReply(request, answerOf({ text, tokens: 9_000 })) as ReplyBody;
  body.slice(body.length - 1, 10);
  for (const offset of [0, body.length]) assert.throws(() => body.slice(offset, 10), RangeError);
});

test('the ends of a stream are bodies where they are long, and have as many events as they say', () => {
  const model = '你'.repeat(256);
  const prompt = Array.from({ length: 128 }, () => 'hi');
  const many = { prompt, model, stream: true };
  const tail = completionsProtocol.openStream?.(accept(completionsProtocol, many), answerOf())?.tail() ?? '';
  assert.equal(isReplyBody(tail), true);
  // Counts the events of both ends, and reads the bodies.
  const events = streamOf(completionsProtocol, many).trim().split('\n\n');
  const indexes = events
    .slice(2 * 128, -1)
    .map((event) => JSON.parse(event.slice('data: '.length)).choices[0].index);
  assert.deepEqual(
    indexes,
    Array.from({ length: 128 }, (_, index) => index),
  );

  const said = 'word '.repeat(3_000).trim();
  const text = AnswerText.keep(said);
  const answer = answerOf({ text, tokens: text.length });
  const response = { input: 'hi', stream: true };
  const stream = streamOf(responsesProtocol, response, answer);
  assert.equal(stream.split(said).length - 1, 4);
  const end = responsesProtocol.openStream?.(accept(responsesProtocol, response), answer)?.tail() ?? '';
  assert.equal(isReplyBody(end), true);
});
