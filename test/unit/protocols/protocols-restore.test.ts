import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashScopeNative } from '../../../dist/protocols/dashscope-native/provider.js';
import { PROTOCOLS } from '../../../dist/protocols/providers.js';

/** A body that every API reads, and one that says all that an answer depends on. */
const content = { parts: [{ text: 'Say this' }] };
const FIELDS = {
  model: 'qwen-plus',
  input: 'Say this',
  prompt: 'Say this',
  tokens: [7],
  max_tokens: 9,
  contents: [content],
  content,
  requests: [{ content, outputDimensionality: 5 }],
  query: 'Say this',
  documents: ['Say this', 'Say that'],
  text_1: 'Say this',
  text_2: ['Say this', 'Say that'],
};
const { query, documents } = FIELDS;
/** Where it is an object. */
const INPUT = { messages: [{ role: 'user', content: 'Say this' }], texts: ['Say this'], query, documents };
const NATIVE = new Set(dashScopeNative.mounts.map(({ protocol }) => protocol));
const messages = [{ role: 'user', content: 'Say this' }];
const BODIES = [
  { ...FIELDS, messages },
  {
    ...FIELDS,
    messages,
    stream: true,
    max_tokens: 7,
    max_output_tokens: 7,
    stop: ['x'],
    stop_sequences: ['x'],
    generationConfig: { stopSequences: ['x'], candidateCount: 2 },
  },
  { ...FIELDS, messages, dimensions: 5, encoding_format: 'base64' },
];

for (const [index, protocol] of PROTOCOLS.entries()) {
  test(`a request that crossed threads is the same again: protocol ${index}`, () => {
    for (const keepUserText of [true, false]) {
      for (const fields of BODIES) {
        const body = NATIVE.has(protocol) ? { ...fields, input: INPUT } : fields;
        const options = { keepUserText, keepPrompt: false, modelDefault: 'default', stream: null };
        const parsed = protocol.parse(Buffer.from(JSON.stringify(body)), options);
        if (!parsed.ok) assert.fail(parsed.error.message);
        const restored = protocol.restore(structuredClone(parsed.request));
        assert.deepEqual(restored, parsed.request);
        assert.equal(Object.getPrototypeOf(restored), Object.getPrototypeOf(parsed.request));
        assert.deepEqual(restored.stop, parsed.request.stop);
        assert.equal(restored.choices, parsed.request.choices);
      }
    }
  });
}

test('requests for text that say the same are one object, wherever they were parsed', () => {
  const [chat] = PROTOCOLS;
  const options = { keepUserText: false, keepPrompt: false, modelDefault: 'default', stream: null };
  const parsed = chat?.parse(Buffer.from(JSON.stringify({ messages })), options);
  if (!parsed?.ok) assert.fail();
  assert.equal(chat?.restore(structuredClone(parsed.request)), parsed.request);
});
