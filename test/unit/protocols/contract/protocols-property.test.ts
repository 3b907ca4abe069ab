/**
 * What holds for every protocol and any body: it is accepted and can be answered, or refused and can be told so.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MESSAGES_FIELDS, messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import type { ModelRequest, Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { CHAT_FIELDS, createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { COMPLETION_FIELDS, completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { EMBEDDINGS_FIELDS, embeddingsProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import {
  RESPONSES_FIELDS,
  responsesProtocol,
} from '../../../../dist/protocols/openai/responses/responses.js';
import { ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { answerOf, textOf, wholeText } from '../../../support/protocol-answers.js';
import { parseSseJson } from '../../../support/sse.js';

interface Api {
  readonly protocol: Protocol;
  readonly fields: readonly string[];
  readonly done: boolean;
}

const chatFields = ['messages', ...CHAT_FIELDS.keys()];
const APIS: Readonly<Record<string, Api>> = {
  chat: { protocol: createChatProtocol({ dashScope: false }), fields: chatFields, done: true },
  dashScope: { protocol: createChatProtocol({ dashScope: true }), fields: chatFields, done: true },
  completions: { protocol: completionsProtocol, fields: ['prompt', ...COMPLETION_FIELDS.keys()], done: true },
  responses: { protocol: responsesProtocol, fields: ['input', ...RESPONSES_FIELDS.keys()], done: false },
  embeddings: { protocol: embeddingsProtocol, fields: ['input', ...EMBEDDINGS_FIELDS.keys()], done: false },
  messages: {
    protocol: messagesProtocol,
    fields: ['messages', 'system', 'max_tokens', ...MESSAGES_FIELDS.keys()],
    done: false,
  },
};

const KINDS: readonly unknown[] = Object.values(ERROR_KINDS);
const OPTIONS = { keepUserText: true, keepPrompt: true, modelDefault: 'the-default', stream: null };

/** Fails unless the body was read as the contract says. Gives back the request, if there is one. */
function parseAny(protocol: Protocol, body: Buffer): ModelRequest | null {
  const parsed = protocol.parse(body, OPTIONS);
  if (!parsed.ok) {
    const { kind, message, param } = parsed.error;
    assert.equal(KINDS.includes(kind) && kind.status === 400, true);
    assert.equal(typeof message === 'string' && message.length > 0 && message.length < 1_000, true, message);
    assert.equal(param === null || param.length > 0, true);
    return null;
  }
  const { model, promptTokens, tokensMax, stop, stream, userText } = parsed.request;
  assert.equal(model.length >= 1 && model.length <= 256, true, model);
  assert.equal(Number.isSafeInteger(promptTokens) && promptTokens >= 0, true);
  assert.equal(tokensMax === null || (Number.isSafeInteger(tokensMax) && tokensMax >= 0), true);
  assert.equal(
    stop.every((text) => text !== ''),
    true,
  );
  assert.equal(typeof stream, 'boolean');
  assert.equal(userText === null || typeof userText === 'string', true);
  return parsed.request;
}

/** Right for every one of the APIs: each takes no notice of the others' fields. */
const RIGHT = { max_tokens: 9, prompt: 'x', input: 'x', messages: [{ role: 'user', content: 'x' }] };

/** Values of any kind, and among them those that are right somewhere. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(true, 1, 2, 'x', ['x'], [1], [[1]], {}, { include_usage: true }),
  fc.array(fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.jsonValue({ maxDepth: 1 }) })),
);
const pieces = fc.array(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 5 });

for (const [name, { protocol, fields, done }] of Object.entries(APIS)) {
  test(`${name}: any bytes at all are answered, never thrown at`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100, size: 'max' }), (body) => {
        parseAny(protocol, Buffer.from(body));
      }),
      { numRuns: 300 },
    );
  });

  test(`${name}: any values in the known fields are accepted and answered in JSON, or refused`, () => {
    // A right request with a few fields changed: enough of them are accepted, and enough are not.
    const changes = fc.array(fc.tuple(fc.constantFrom('model', ...fields), value), { maxLength: 3 });
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(changes, (changed) => {
        const body = { ...RIGHT, ...Object.fromEntries(changed) };
        const request = parseAny(protocol, Buffer.from(JSON.stringify(body)));
        if (request === null) {
          seen.refused++;
        } else {
          seen.accepted++;
          JSON.parse(wholeText(protocol.encodeReply(request, answerOf())));
        }
      }),
      { numRuns: 300 },
    );
    assert.equal(seen.accepted > 30 && seen.refused > 30, true, JSON.stringify(seen));
  });

  if (protocol.openStream === null) continue;
  test(`${name}: any text arrives in a stream whose every event is right`, () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 50, unit: 'binary' }), pieces, (model, texts) => {
        const request = parseAny(protocol, Buffer.from(JSON.stringify({ ...RIGHT, stream: true, model })));
        if (request === null) return assert.fail('refused');
        const answer = answerOf({ text: textOf(...texts), tokens: texts.length });
        const events = protocol.openStream?.(request, answer);
        const head = wholeText(events?.head() ?? '');
        const parts = texts.map(() => events?.event());
        const all = parseSseJson([head, ...parts, wholeText(events?.tail() ?? '')].join(''), done);
        for (const event of all) assert.equal(typeof event, 'object');
        assert.deepEqual(
          parts.map((part) => textIn(parseSseJson(part ?? '', false)[0] ?? {})),
          texts,
        );
      }),
      { numRuns: 60 },
    );
  });
}

/** The text that an event of any of the APIs carries. */
function textIn(event: Record<string, unknown>): unknown {
  const { delta, choices } = event as {
    delta?: string | { text: string };
    choices?: { text?: string; delta?: { content: string } }[];
  };
  if (typeof delta === 'string') return delta;
  return delta?.text ?? choices?.[0]?.text ?? choices?.[0]?.delta?.content;
}
