import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPENAI_MODELS } from '../../../../dist/protocols/openai/models.js';

test('a model and a list of them, byte for byte', () => {
  const one = '{"id":"qwen-plus","object":"model","created":1700000000,"owned_by":"llm-mock-server"}';
  const other = '{"id":"a\\"b","object":"model","created":1700000000,"owned_by":"llm-mock-server"}';
  assert.equal(OPENAI_MODELS.encodeOne({ name: 'qwen-plus', lenMax: null }, 1_700_000_000), one);
  assert.equal(
    OPENAI_MODELS.encodeList(
      [
        { name: 'qwen-plus', lenMax: null },
        { name: 'a"b', lenMax: null },
      ],
      1_700_000_000,
      () => '',
    ),
    `{"object":"list","data":[${one},${other}]}`,
  );
  assert.equal(
    OPENAI_MODELS.encodeList([], 1_700_000_000, () => ''),
    '{"object":"list","data":[]}',
  );
});
