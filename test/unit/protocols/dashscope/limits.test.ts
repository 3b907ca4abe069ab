/** What DashScope's compatible mode refuses that OpenAI takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Protocol } from '../../../../dist/protocols/contract/protocol.js';
import { dashScope } from '../../../../dist/protocols/dashscope/provider.js';
import { openAi } from '../../../../dist/protocols/openai/provider.js';
import { errorOf } from '../../../support/protocol-answers.js';

function protocolAt(mounts: typeof openAi.mounts, end: string): Protocol {
  return mounts.find(({ path }) => path.endsWith(end))?.protocol ?? assert.fail(end);
}
const messages = [{ role: 'user', content: 'x' }];

test('models that only stream do not answer in one piece', () => {
  const refused = (fields: object, mounts = dashScope.mounts) =>
    errorOf(protocolAt(mounts, '/chat/completions'), { messages, ...fields })?.[2] ?? null;
  const STREAM =
    'This model only support stream mode, please enable the stream parameter to access the model.';
  const THINKING = 'parameter.enable_thinking must be set to false for non-streaming calls';
  assert.equal(refused({ model: 'qwq-32b' }), STREAM);
  assert.equal(refused({ model: 'qwen3-32b' }), THINKING);
  assert.equal(refused({ model: 'qwen3-32b', stream: true }), null);
  assert.equal(refused({ model: 'qwen3-32b', enable_thinking: false }), null);
  assert.equal(refused({ model: 'qwen-plus', enable_thinking: true }), null);
  assert.equal(refused({ model: 'qwen3-32b' }, openAi.mounts), null);
});

test('its embedding models take ten texts at once, those of other names as many as of OpenAI', () => {
  const refused = (model: string, count: number, mounts = dashScope.mounts) =>
    errorOf(protocolAt(mounts, '/embeddings'), {
      model,
      input: Array.from({ length: count }, () => 'x'),
    })?.[2] ?? null;
  const said = (most: number) =>
    `<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than ${most}.: input.contents`;
  assert.deepEqual([refused('text-embedding-v4', 10), refused('text-embedding-v4', 11)], [null, said(10)]);
  assert.deepEqual([refused('text-embedding-v2', 25), refused('text-embedding-v2', 26)], [null, said(25)]);
  assert.equal(refused('qwen3.7-text-embedding', 11), said(10));
  assert.equal(refused('text-embedding-3-small', 11), null);
  assert.equal(refused('text-embedding-v4', 11, openAi.mounts), null);
});
