import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APIS, modelNamesIn } from '../../../../dist/main/calibrate/apis.js';

const ASK = { model: 'a/b', prompt: 'hello', tokensMax: 7 };

test('a base may have its version or not, and each API finds its path', () => {
  const { openai, anthropic, google } = APIS;
  const paths = [
    openai.url('https://x.example', ASK),
    openai.url('https://x.example/v1', ASK),
    openai.url('https://x.example/compatible-mode/v1', ASK),
    openai.url('https://x.example/v1/chat/completions', ASK),
    anthropic.url('https://x.example', ASK),
    google.url('https://x.example/v1beta', ASK),
  ];
  assert.deepEqual(paths, [
    'https://x.example/v1/chat/completions',
    'https://x.example/v1/chat/completions',
    'https://x.example/compatible-mode/v1/chat/completions',
    'https://x.example/v1/chat/completions',
    'https://x.example/v1/messages',
    'https://x.example/v1beta/models/a%2Fb:streamGenerateContent?alt=sse',
  ]);
  assert.equal(openai.modelsUrl('https://x.example/v1/chat/completions'), 'https://x.example/v1/models');
});

test('every body bounds the tokens of the answer', () => {
  const bodies = Object.values(APIS).map((api) => JSON.stringify(api.body(ASK, 'https://x.example')));
  for (const body of bodies) assert.match(body, /"(?:max_tokens|maxOutputTokens)":7\b/);
  assert.match(
    JSON.stringify(APIS.openai.body(ASK, 'https://api.openai.com/v1')),
    /"max_completion_tokens":7\b/,
  );
});

test('events of OpenAI: pieces, thoughts, counts without thoughts, and the end by length', () => {
  const { read } = APIS.openai;
  assert.deepEqual(read({ choices: [{ delta: { role: 'assistant', content: '' } }] }), {});
  assert.deepEqual(read({ choices: [{ delta: { content: 'x' } }] }), { piece: 'answer' });
  assert.deepEqual(read({ choices: [{ delta: { reasoning_content: 'x' } }] }), { piece: 'thought' });
  assert.deepEqual(read({ choices: [{ delta: { reasoning: 'x' } }] }), { piece: 'thought' });
  assert.deepEqual(read({ choices: [{ delta: { tool_calls: [{}] } }] }), { piece: 'answer' });
  assert.deepEqual(read({ choices: [{ delta: {}, finish_reason: 'length' }] }), { isCutOff: true });
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 10,
    completion_tokens_details: { reasoning_tokens: 4 },
  };
  assert.deepEqual(read({ choices: [], usage }), { promptTokens: 3, outputTokens: 6, thoughtTokens: 4 });
});

test('events of Anthropic: the prompt at the start, pieces, and the count at the end', () => {
  const { read } = APIS.anthropic;
  assert.deepEqual(
    read({ type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } }),
    {
      promptTokens: 3,
    },
  );
  assert.deepEqual(read({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'x' } }), {
    piece: 'answer',
  });
  assert.deepEqual(read({ type: 'content_block_delta', delta: { thinking: 'x' } }), { piece: 'thought' });
  assert.deepEqual(read({ type: 'content_block_delta', delta: { partial_json: '{' } }), { piece: 'answer' });
  assert.deepEqual(
    read({ type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 9 } }),
    { outputTokens: 9, isCutOff: true },
  );
});

test('events of Google: pieces, thoughts and the usage', () => {
  const { read } = APIS.google;
  const event = (part: object) => ({ candidates: [{ content: { parts: [part] } }] });
  assert.deepEqual(read(event({ text: 'x' })), { piece: 'answer' });
  assert.deepEqual(read(event({ text: 'x', thought: true })), { piece: 'thought' });
  assert.deepEqual(read(event({ functionCall: {} })), { piece: 'answer' });
  assert.deepEqual(
    read({
      candidates: [{ finishReason: 'MAX_TOKENS' }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 4, thoughtsTokenCount: 5 },
    }),
    { promptTokens: 3, outputTokens: 4, thoughtTokens: 5, isCutOff: true },
  );
});

test('what is no event of an API tells nothing', () => {
  for (const { read } of Object.values(APIS)) {
    for (const event of [
      null,
      1,
      'x',
      [],
      {},
      { choices: 1 },
      { candidates: [null] },
      { usage: { output_tokens: 'x' } },
    ]) {
      assert.deepEqual(read(event), {});
    }
  }
});

test('the names of models are found in the lists of all three', () => {
  assert.deepEqual(modelNamesIn({ data: [{ id: 'a' }, { id: 'b' }] }), ['a', 'b']);
  assert.deepEqual(modelNamesIn({ models: [{ name: 'models/c' }] }), ['c']);
  assert.deepEqual(modelNamesIn('<html>'), []);
});
