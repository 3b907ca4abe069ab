import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashScopeNative } from '../../../dist/protocols/dashscope-native/provider.js';
import { PROTOCOLS } from '../../../dist/protocols/providers.js';

/** Bodies that every API reads one of, as it wants messages, and such as say all that an answer depends on. */
const content = { parts: [{ text: 'Say this' }] };
const FIELDS = {
  model: 'qwen-plus',
  input: 'Say this',
  inputText: 'Say this',
  voice: 'any',
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
const INPUT = `"input":${JSON.stringify({ messages: [{ role: 'user', content: 'Say this' }], texts: ['Say this'], query, documents })}`;
const NATIVE = new Set(dashScopeNative.mounts.map(({ protocol }) => protocol));
const messages = [{ role: 'user', content: 'Say this' }];
const messagesInParts = [{ role: 'user', content: [{ text: 'Say this' }] }];
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
].flatMap((body) => [body, { ...body, messages: messagesInParts }]);

/** Of an API that takes recordings. */
const FORMS = [{}, { stream: 'true' }, { response_format: 'srt', 'timestamp_granularities[]': 'word' }].map(
  (fields) => {
    const parts = [...Object.entries(fields).map(([name, value]) => `name="${name}"\r\n\r\n${value}`)];
    const all = [...parts, 'name="file"; filename="f"\r\n\r\nsound'];
    const head = 'content-disposition: form-data; ';
    return `${all.map((part) => `--b\r\n${head}${part}\r\n`).join('')}--b--\r\n`;
  },
);
const ALL = [...BODIES.map((body) => JSON.stringify(body)), ...FORMS];
/** Of these an API reads so many: half of those in JSON, or all forms, for whoever keeps texts and whoever does not. */
const READ_MIN = 2 * FORMS.length;

for (const [index, protocol] of PROTOCOLS.entries()) {
  test(`a request that crossed threads is the same again: protocol ${index}`, () => {
    let accepted = 0;
    for (const keepUserText of [true, false]) {
      for (const fields of ALL) {
        const body = NATIVE.has(protocol) ? fields.replace('"input":"Say this"', INPUT) : fields;
        const options = { keepUserText, keepPrompt: false, modelDefault: 'default', stream: null };
        const parsed = protocol.parse(Buffer.from(body), options);
        if (!parsed.ok) continue;
        accepted++;
        const restored = protocol.restore(structuredClone(parsed.request));
        assert.deepEqual(restored, parsed.request);
        assert.equal(Object.getPrototypeOf(restored), Object.getPrototypeOf(parsed.request));
        assert.deepEqual(restored.stop, parsed.request.stop);
        assert.equal(restored.choices, parsed.request.choices);
      }
    }
    assert.equal(accepted >= READ_MIN, true, `${accepted} bodies`);
  });
}

test('requests for text that say the same are one object, wherever they were parsed', () => {
  const [chat] = PROTOCOLS;
  const options = { keepUserText: false, keepPrompt: false, modelDefault: 'default', stream: null };
  const parsed = chat?.parse(Buffer.from(JSON.stringify({ messages })), options);
  if (!parsed?.ok) assert.fail();
  assert.equal(chat?.restore(structuredClone(parsed.request)), parsed.request);
});
