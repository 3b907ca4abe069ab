/**
 * Streams of refusals have as many events as they say, of every API.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import {
  generateContentArrayProtocol,
  generateContentProtocol,
} from '../../../../dist/protocols/google/generate-content.js';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { responsesProtocol } from '../../../../dist/protocols/openai/responses/responses.js';
import { partsStream } from '../../../support/parts-answers.js';
import { answerOf } from '../../../support/protocol-answers.js';

const ANSWER = answerOf({ finish: 'refusal' });
const messages = [{ role: 'user', content: 'x' }];
const contents = [{ parts: [{ text: 'x' }] }];

test('a stream that refuses has as many events as it says', () => {
  const chat = createChatProtocol({ dashScope: false });
  const refused = /"refusal":" world"/;
  assert.match(partsStream(chat, { model: 'm', messages, n: 2 }, ANSWER), refused);
  assert.match(partsStream(chat, { model: 'm', messages, logprobs: true }, ANSWER), refused);
  assert.match(partsStream(responsesProtocol, { model: 'm', input: 'x' }, ANSWER), /"refusal":"Hello world"/);
  assert.match(
    partsStream(messagesProtocol, { model: 'm', max_tokens: 9, messages }, ANSWER),
    /"stop_reason":"refusal"/,
  );
  assert.match(
    partsStream(generateContentProtocol, { model: 'm', contents }, ANSWER),
    /^data: \{"promptFeedback"/,
  );
  const array = JSON.parse(partsStream(generateContentArrayProtocol, { model: 'm', contents }, ANSWER));
  assert.deepEqual([array.length, array[0].promptFeedback.blockReason], [1, 'SAFETY']);
});
