import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeModelName, internModel } from '../../../../dist/protocols/request/model-names.js';
import {
  NO_STOP,
  PLAIN_STYLE,
  type TextOptions,
  TextRequest,
} from '../../../../dist/protocols/request/text-request.js';

const DEFAULTS: TextOptions = {
  speaks: true,
  tokensMax: null,
  stop: NO_STOP,
  stream: false,
  choices: 1,
  includeUsage: false,
  userText: null,
  ask: null,
  style: PLAIN_STYLE,
  media: null,
};

function optionsOf({
  speaks,
  tokensMax,
  stop,
  stream,
  choices,
  includeUsage,
  userText,
  ask,
  style,
  media,
}: TextRequest): TextOptions {
  return { speaks, tokensMax, stop, stream, choices, includeUsage, userText, ask, style, media };
}

test('a request says what its own options say, whatever the requests before it said', () => {
  const variants: Partial<TextOptions>[] = [
    {},
    { stream: true },
    { stream: true, includeUsage: true },
    { stream: true, includeUsage: true, choices: 2 },
    { tokensMax: 5 },
    { tokensMax: 6 },
    { stop: ['x'] },
    { stop: ['y'] },
    { userText: 'a' },
    { userText: 'b', tokensMax: 5 },
    { media: { image: 1, audio: 0, video: 0, document: 0, isToldByKind: false } },
    {},
  ];
  const requests = variants.map((options) => TextRequest.of('m', 1, { ...DEFAULTS, ...options }));
  for (const [index, request] of requests.entries()) {
    assert.deepEqual(optionsOf(request), { ...DEFAULTS, ...variants[index] });
  }
});

test('requests that follow one another and say the same are one object, and no others', () => {
  const one = TextRequest.of('m', 7, { ...DEFAULTS, stream: true });
  assert.equal(TextRequest.of('m', 7, { ...DEFAULTS, stream: true }), one);
  for (const other of [
    TextRequest.of('n', 7, { ...DEFAULTS, stream: true }),
    TextRequest.of('m', 8, { ...DEFAULTS, stream: true }),
    TextRequest.of('m', 7, DEFAULTS),
  ]) {
    assert.notEqual(other, one);
  }
});

test('a request that carries texts of its client is never shared', () => {
  for (const own of [{ stop: ['x'] }, { userText: 'a' }]) {
    const options = { ...DEFAULTS, ...own };
    assert.notEqual(TextRequest.of('m', 7, options), TextRequest.of('m', 7, options));
  }
});

test('a request holds its model, the count of its prompt and its options, which most share', () => {
  const one = TextRequest.of('m', 7, { ...DEFAULTS });
  const other = TextRequest.of('m', 8, { ...DEFAULTS });
  assert.deepEqual(Object.keys(one), ['model', 'promptTokens', 'options']);
  assert.equal(one.options, other.options);
});

test('a name of a model is encoded as JSON, whether it is known or not', () => {
  for (const name of ['qwen-plus', 'a"b\\c\n', '你好', '']) {
    assert.equal(encodeModelName(name), JSON.stringify(name));
    assert.equal(internModel(name), name);
    assert.equal(encodeModelName(name), JSON.stringify(name));
  }
});

test('more names than are kept are still given back and encoded', () => {
  for (let index = 0; index < 1_000; index++) {
    const name = `model-"${index}"`;
    assert.equal(internModel(name), name);
    assert.equal(encodeModelName(name), JSON.stringify(name));
  }
});
