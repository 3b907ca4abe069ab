import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';

const server = await startTestServer({ MAX_BODY_BYTES: '4MiB' });

interface Tokens {
  readonly count: number;
  readonly max_model_len: number;
  readonly tokens: readonly number[];
  readonly token_strs: readonly string[] | null;
}

async function post<Reply>(path: string, body: object): Promise<Reply> {
  const reply = await fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
  const text = await reply.text();
  assert.equal(reply.status, 200, text);
  return JSON.parse(text) as Reply;
}

const TEXTS = [
  '',
  'hello',
  'Hello world, how are you?',
  '你好，世界。',
  '👍🏽 ok',
  'a\u0007"\\b',
  'x'.repeat(20_001),
];

test('a text has as many tokens as it is estimated to have, and they are the text again', async () => {
  for (const prompt of TEXTS) {
    const { count, tokens, token_strs } = await post<Tokens>('/tokenize', { model: 'm', prompt });
    assert.deepEqual([count, tokens.length], [Math.ceil(Buffer.byteLength(prompt) / 4), count]);
    assert.equal(token_strs, null);
    assert.deepEqual(await post('/detokenize', { model: 'm', tokens }), { prompt });
  }
});

test('the tokens are told as texts to whoever asks for them', async () => {
  const { token_strs } = await post<Tokens>('/tokenize', { prompt: 'Hello world', return_token_strs: true });
  assert.deepEqual(token_strs, ['Hell', 'o wo', 'rld']);
});

test('messages have the tokens of their texts, as many as a chat about them counts', async () => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hello world' }] },
  ];
  const { count, tokens } = await post<Tokens>('/tokenize', { model: 'm', messages });
  const chat = await post<{ usage: { prompt_tokens: number } }>('/v1/chat/completions', {
    model: 'm',
    messages,
  });
  assert.equal(count, chat.usage.prompt_tokens);
  assert.deepEqual(await post('/detokenize', { tokens }), { prompt: 'Be brief.Hello world' });
});

test('what is no prompt, and what are no tokens, is refused with the name of the field', async () => {
  for (const [path, body, param] of [
    ['/tokenize', {}, 'prompt'],
    ['/tokenize', { prompt: 7 }, 'prompt'],
    ['/tokenize', { messages: [] }, 'messages'],
    ['/tokenize', { prompt: 'x'.repeat(1_048_577) }, 'prompt'],
    ['/detokenize', {}, 'tokens'],
    ['/detokenize', { tokens: [1, -1] }, 'tokens[1]'],
    ['/detokenize', { tokens: 'x' }, 'tokens'],
  ] as const) {
    const reply = await fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
    const { error } = (await reply.json()) as { error: { param: string } };
    assert.deepEqual([reply.status, error.param], [400, param], JSON.stringify(body).slice(0, 80));
  }
});

test('/version names the version, and /ping answers either way with a status alone', async () => {
  assert.deepEqual(await (await fetch(`${server.url}/version`)).json(), { version: '0.0.0-test' });
  for (const method of ['GET', 'POST']) {
    const reply = await fetch(`${server.url}/ping`, { method });
    assert.deepEqual([reply.status, await reply.text()], [200, '']);
  }
  const wrong = await fetch(`${server.url}/ping`, { method: 'PUT' });
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'GET, HEAD, POST']);
});
