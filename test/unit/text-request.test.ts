import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeModelName, internModel } from '../../dist/protocols/model-names.js';
import { NO_STOP, type TextOptions, TextRequest } from '../../dist/protocols/text-request.js';

const DEFAULTS: TextOptions = {
  tokensMax: null,
  stop: NO_STOP,
  stream: false,
  choices: 1,
  includeUsage: false,
  userText: null,
};

function optionsOf({ tokensMax, stop, stream, choices, includeUsage, userText }: TextRequest): TextOptions {
  return { tokensMax, stop, stream, choices, includeUsage, userText };
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
    {},
  ];
  const requests = variants.map((options) => new TextRequest('m', 1, { ...DEFAULTS, ...options }));
  for (const [index, request] of requests.entries()) {
    assert.deepEqual(optionsOf(request), { ...DEFAULTS, ...variants[index] });
  }
});

test('of a request only the model and the count of its prompt are its own properties', () => {
  assert.deepEqual({ ...new TextRequest('m', 7, DEFAULTS) }, { model: 'm', promptTokens: 7 });
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
