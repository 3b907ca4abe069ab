/**
 * The prompts that Anthropic documents for tests.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import { dataOf, partsAnswer, partsStream, SAID, THOUGHTS } from '../../../support/parts-answers.js';
import { accept, replyOf, UUID } from '../../../support/protocol-answers.js';

const MAGIC = 'ANTHROPIC_MAGIC_STRING_TRIGGER_';
const REDACTED = `${MAGIC}REDACTED_THINKING_46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB`;
const REFUSAL = `${MAGIC}REFUSAL_1FAEFB6177B4672DEE07F9D3AFC62588CCD2631EDCF22E8CCC1FB35B501C9C86`;
const THINKS = { thinking: { type: 'enabled', budget_tokens: 99 } };

const bodyOf = (content: unknown, fields: object = {}) => ({
  model: 'm',
  max_tokens: 99,
  messages: [{ role: 'user', content }],
  ...fields,
});
const asked = (content: unknown, fields: object = {}) =>
  accept(messagesProtocol, bodyOf(content, fields)).ask;

test('a prompt that begins with the text for a refusal gets one', () => {
  assert.equal(asked(REFUSAL)?.isRefused, true);
  assert.equal(asked([{ type: 'text', text: `${REFUSAL} please` }])?.isRefused, true);
  assert.equal(asked(`please ${REFUSAL}`), null);
  assert.equal(asked(`${MAGIC}REFUSAL_`), null);
});

test('thoughts are redacted where they are asked for, by a prompt that begins with the text for that', () => {
  assert.deepEqual(asked(REDACTED, THINKS)?.reasoning, { isWanted: true, tokensMax: 99, isRedacted: true });
  assert.deepEqual(asked('Hi', THINKS)?.reasoning, { isWanted: true, tokensMax: 99 });
  assert.equal(asked(REDACTED), null);
});

test('thoughts that nobody may read are a block of their own, which comes whole', () => {
  const hidden = { ...THOUGHTS, isRedacted: true } as typeof THOUGHTS;
  const answer = partsAnswer([hidden, SAID], 'stop');
  const data = Buffer.from(`redacted thoughts of ${UUID}`).toString('base64');
  const block = { type: 'redacted_thinking', data };
  assert.deepEqual(JSON.parse(replyOf(messagesProtocol, bodyOf('x'), answer)).content, [
    block,
    { type: 'text', text: 'Hello world' },
  ]);
  const events = dataOf(partsStream(messagesProtocol, bodyOf('x', { stream: true }), answer)).map(
    (event) => JSON.parse(event) as { type: string; content_block?: unknown; delta?: { type?: string } },
  );
  assert.deepEqual(events[2]?.content_block, block);
  assert.deepEqual(
    events.slice(2).map(({ type, delta }) => delta?.type ?? type),
    [
      'content_block_start',
      'content_block_stop',
      'content_block_start',
      'text_delta',
      'text_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ],
  );
});
