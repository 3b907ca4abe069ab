/**
 * What the compatible mode refuses of requests for thoughts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkThinking } from '../../../../dist/protocols/dashscope/thinking.js';

const messageOf = (model: string, fields: object) => checkThinking({ model, ...fields })?.message ?? null;
const REFUSED = 'parameter.enable_thinking must be set to false for non-streaming calls';

test('the open models of Qwen3 think in streams alone', () => {
  for (const model of ['qwen3-32b', 'qwen3-0.6b', 'Qwen3-235B-A22B']) {
    assert.equal(messageOf(model, { enable_thinking: true }), REFUSED);
    assert.equal(messageOf(model, { enable_thinking: true, stream: false }), REFUSED);
    assert.equal(messageOf(model, { enable_thinking: true, stream: true }), null);
    assert.equal(messageOf(model, { enable_thinking: false }), null);
    assert.equal(messageOf(model, {}), null);
  }
});

test('others think in one piece, too', () => {
  for (const model of ['qwen-plus', 'qwen3-max', 'qwen3-235b-a22b-thinking-2507', 'deepseek-r1']) {
    assert.equal(messageOf(model, { enable_thinking: true }), null);
  }
});
