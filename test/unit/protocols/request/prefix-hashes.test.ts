import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import type { PromptPrefix } from '../../../../dist/protocols/contract/prompt-prefix.js';
import { cachedWithin } from '../../../../dist/protocols/contract/prompt-prefix.js';
import type { Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { generateContentProtocol } from '../../../../dist/protocols/google/generate-content.js';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { embeddingsProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import { PLACES_MAX, PrefixHashes } from '../../../../dist/protocols/request/prefix-hashes.js';

const chat = createChatProtocol({ dashScope: false });
const RULE = { byMarks: false, tokensMin: () => 1_024 };

function prefixIn(protocol: Protocol, body: object, keepPrefix = true): PromptPrefix | null {
  const options = { keepUserText: false, keepPrompt: false, keepPrefix, modelDefault: 'm', stream: null };
  const parsed = protocol.parse(Buffer.from(JSON.stringify(body)), options);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  assert.equal(parsed.prefix?.totalTokens ?? parsed.request.promptTokens, parsed.request.promptTokens);
  return parsed.prefix ?? null;
}

/** How many places two prompts have in common from the beginning. */
function shared(one: PromptPrefix | null, other: PromptPrefix | null): number {
  assert.ok(one !== null && other !== null);
  let places = 0;
  while (places < one.keys.length && one.keys[places] === other.keys[places]) places++;
  return places;
}

const user = (content: unknown) => ({ role: 'user', content });
const words = (count: number): string => 'one '.repeat(count);

test('nothing is hashed where nobody asked, nor of what no cache knows', () => {
  assert.equal(prefixIn(chat, { messages: [user('x')] }, false), null);
  assert.equal(prefixIn(embeddingsProtocol, { input: 'x' }), null);
  assert.equal(prefixIn(completionsProtocol, { prompt: ['x', 'y'] }), null);
});

test('two prompts have as many steps of 128 tokens in common as they begin with', () => {
  const places = (body: object) => prefixIn(chat, body);
  // 3 of the prompt, 3 of the message, 1,000 of the text.
  const one = places({ messages: [user(words(1_000))] });
  assert.deepEqual(
    [...(one?.tokens ?? [])],
    Array.from({ length: 7 }, (_, index) => 128 * (index + 1)),
  );
  assert.equal(shared(one, places({ messages: [user(words(1_000)), user('more')] })), 7);
  assert.equal(shared(one, places({ messages: [user(`${words(500)}two ${words(499)}`)] })), 3);
  assert.equal(shared(one, places({ messages: [{ role: 'system', content: words(1_000) }] })), 0);
  assert.equal(shared(one, places({ model: 'other', messages: [user(words(1_000))] })), 0);
  assert.equal(
    shared(
      one,
      places({ tools: [{ type: 'function', function: { name: 'f' } }], messages: [user(words(1_000))] }),
    ),
    0,
  );
});

test('images are told apart by their data, though they cost the same', () => {
  const seen = (url: string) => ({ messages: [user([{ type: 'image_url', image_url: { url } }])] });
  const one = prefixIn(chat, seen('https://a.example/1'));
  assert.equal(one?.keys.length, Math.floor((765 + 6) / 128));
  assert.equal(new Set(one?.keys).size, one?.keys.length);
  assert.equal(shared(one, prefixIn(chat, seen('https://a.example/1'))), one?.keys.length);
  assert.equal(shared(one, prefixIn(chat, seen('https://a.example/2'))), 0);
});

test('prompts of tokens are hashed by their tokens', () => {
  const tokens = Array.from({ length: 300 }, (_, index) => index);
  const one = prefixIn(completionsProtocol, { prompt: tokens });
  assert.deepEqual([...(one?.tokens ?? [])], [128, 256]);
  assert.equal(shared(one, prefixIn(completionsProtocol, { prompt: [...tokens, 7] })), 2);
  assert.equal(shared(one, prefixIn(completionsProtocol, { prompt: [...tokens.slice(0, 200), 7] })), 1);
});

test('with marks each part is a place, and where marks are does not make another prompt', () => {
  const cache_control = { type: 'ephemeral' };
  const body = (first: object, second: object, more: object = {}) => ({
    model: 'claude',
    max_tokens: 1,
    system: [{ type: 'text', text: words(100), ...first }],
    messages: [user([{ type: 'tool_result', content: 'x', ...second }])],
    ...more,
  });
  const one = prefixIn(messagesProtocol, body({ cache_control }, {}));
  assert.deepEqual([one?.marks, [...(one?.tokens ?? [])]], [[0], [106, 109]]);
  const other = prefixIn(messagesProtocol, body({}, { cache_control }));
  assert.deepEqual([other?.marks, shared(one, other)], [[1], 2]);
  const automatic = prefixIn(messagesProtocol, body({}, {}, { cache_control }));
  assert.deepEqual(automatic?.marks, [1]);
  const often = {
    messages: Array.from({ length: 6 }, () => user([{ type: 'text', text: 'x', cache_control }])),
  };
  assert.deepEqual(prefixIn(messagesProtocol, body({}, {}, often))?.marks, [3, 4, 5, 6]);
});

test('the least length goes by the model', () => {
  const least = (protocol: Protocol, model: string) =>
    prefixIn(protocol, {
      model,
      max_tokens: 1,
      messages: [user('x')],
      contents: [{ parts: [{ text: 'x' }] }],
    })?.tokensMin;
  assert.equal(least(chat, 'gpt-4o'), 1_024);
  assert.equal(least(messagesProtocol, 'claude-sonnet-4-5'), 1_024);
  assert.equal(least(messagesProtocol, 'claude-haiku-4-5'), 4_096);
  assert.equal(least(messagesProtocol, 'claude-3-5-haiku-latest'), 2_048);
  assert.equal(least(generateContentProtocol, 'gemini-2.5-flash'), 2_048);
  assert.equal(least(generateContentProtocol, 'gemini-3-pro-preview'), 4_096);
});

test('whatever a prompt holds, its places are bounded, and its tokens are all counted', () => {
  const hashes = new PrefixHashes(RULE, 'm', '');
  const text = 'x'.repeat(4 * 128 * (PLACES_MAX + 10));
  hashes.addText(text);
  hashes.addText(text);
  hashes.addData('x', 1e9);
  hashes.mark();
  const { keys, marks, totalTokens } = hashes.prefix;
  assert.equal(keys.length, PLACES_MAX);
  assert.equal(marks, null);
  assert.ok(totalTokens >= 128 * PLACES_MAX);
});

test('prompts that are the same up to a step have the same hash there, and others have not', () => {
  const parts = fc.array(fc.string({ maxLength: 2_000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, parts, (common, one, other) => {
      const hashed = (rest: readonly string[]) => {
        const hashes = new PrefixHashes(RULE, 'm', '');
        for (const part of [...common, ...rest]) hashes.addText(part);
        return hashes.prefix;
      };
      const commonTokens = common.reduce((sum, part) => sum + Math.ceil(Buffer.byteLength(part) / 4), 0);
      const [a, b] = [hashed(one), hashed(other)];
      for (let place = 0; place < Math.floor(commonTokens / 128); place++) {
        assert.equal(a.keys[place], b.keys[place]);
        assert.ok(Number.isSafeInteger(a.keys[place]));
      }
    }),
  );
});

test('where a tokeniser counts otherwise, cached tokens are told in proportion, in whole steps', () => {
  const cached = { read: 2_048, created: 0, totalTokens: 2_100, stepTokens: 128 };
  assert.equal(cachedWithin(cached, 2_100).read, 2_048);
  assert.equal(cachedWithin(cached, 1_050).read, 1_024);
  assert.equal(cachedWithin(cached, 1_000).read, 896);
  assert.deepEqual(cachedWithin(null, 1_000), { read: 0, created: 0 });
});

test('texts that are cut otherwise are other prompts', () => {
  const hashed = (...texts: readonly string[]) => {
    const hashes = new PrefixHashes(RULE, 'm', '');
    for (const text of [...texts, words(200)]) hashes.addText(text);
    return hashes.prefix.keys[0];
  };
  const keys = [hashed('abcdabcd'), hashed('abcd', 'abcd'), hashed('abcdabcd', ''), hashed('abcdabc\0')];
  assert.equal(new Set(keys).size, keys.length);
});
