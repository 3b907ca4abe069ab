/**
 * PREFIX_CACHE through the server: what the usage of each API tells, the prefill that follows from it, and that bodies which a worker
 * parses share prefixes with small ones.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { playAnswer, playCounted, startSteppedServer } from '../support/stepped-server.js';

const SETTINGS = { PREFIX_CACHE: 'on', MAX_BODY_BYTES: '4MiB', HTTP10_PORT: 'off', RESPONSE_DELAY: '0' };

async function ask(url: string, path: string, body: object) {
  const reply = await request(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await reply.body.text();
  assert.equal(reply.statusCode, 200, `${path}: ${text}`);
  return JSON.parse(text);
}

const words = (count: number): string => 'one '.repeat(count);
const chatOf = (content: string, more: readonly object[] = []) => ({
  model: 'm',
  messages: [{ role: 'user', content }, ...more],
});

test('chat, completions and Responses tell cached tokens in steps of 128, from 1,024 on', async () => {
  const { url } = await startTestServer(SETTINGS);
  for (const [path, body, cachedOf] of [
    ['/v1/chat/completions', chatOf, (reply: Reply) => reply.usage.prompt_tokens_details.cached_tokens],
    [
      '/compatible-mode/v1/chat/completions',
      chatOf,
      (reply: Reply) => reply.usage.prompt_tokens_details.cached_tokens,
    ],
    [
      '/v1/completions',
      (prompt: string) => ({ model: 'p', prompt }),
      (reply: Reply) => reply.usage.prompt_tokens_details.cached_tokens,
    ],
    [
      '/v1/responses',
      (input: string) => ({ model: 'r', input }),
      (reply: Reply) => reply.usage.input_tokens_details.cached_tokens,
    ],
  ] as const) {
    const cached: number[] = [];
    const start = `${path} `.repeat(300).slice(0, 4_000);
    for (const end of ['', '', words(200), words(200), 'two']) {
      cached.push(cachedOf(await ask(url, path, body(start + words(150) + end))));
    }
    // 1,150 tokens and some of the format: eight steps or nine; 200 more: ten.
    const steps = path === '/v1/completions' ? 1_024 : 1_152;
    assert.deepEqual(cached, [0, steps, steps, 1_280, steps], path);
  }
});

interface Reply {
  readonly usage: {
    readonly prompt_tokens_details: { readonly cached_tokens: number };
    readonly input_tokens_details: { readonly cached_tokens: number };
  };
}

test('Messages tell what was written and what was read, up to the marks, and what is left', async () => {
  const { url } = await startTestServer(SETTINGS);
  const cache_control = { type: 'ephemeral' };
  const body = (question: string) => ({
    model: 'claude',
    max_tokens: 9,
    system: [{ type: 'text', text: words(2_000), cache_control }],
    messages: [{ role: 'user', content: question }],
  });
  const told: unknown[] = [];
  for (const question of ['abcd', 'abcd', 'efgh']) {
    const { usage } = await ask(url, '/v1/messages', body(question));
    told.push([usage.input_tokens, usage.cache_creation_input_tokens, usage.cache_read_input_tokens]);
  }
  // The prompt's 3, the system's 3 and 2,000; behind that a message of 3 and 1.
  assert.deepEqual(told, [
    [4, 2_006, 0],
    [4, 0, 2_006],
    [4, 0, 2_006],
  ]);
});

test('Gemini tells cached tokens where there are some', async () => {
  const { url } = await startTestServer(SETTINGS);
  const body = { contents: [{ parts: [{ text: words(3_000) }] }] };
  const told: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    const reply = await ask(url, '/v1beta/models/gemini-2.5-flash:generateContent', body);
    told.push(reply.usageMetadata.cachedContentTokenCount);
  }
  assert.deepEqual(told, [undefined, 23 * 128]);
});

test('a body that a worker parses shares its beginning with a small one', async () => {
  const { url } = await startTestServer(SETTINGS);
  const cachedOf = async (body: object) =>
    (await ask(url, '/v1/chat/completions', body)).usage.prompt_tokens_details.cached_tokens;
  assert.equal(await cachedOf(chatOf(words(2_000))), 0);
  assert.equal(await cachedOf(chatOf(words(2_000), [{ role: 'assistant', content: words(40_000) }])), 1_920);
  assert.equal(
    await cachedOf(chatOf(words(2_000), [{ role: 'assistant', content: words(40_000) }])),
    328 * 128,
  );
  assert.equal(await cachedOf(chatOf(words(2_000))), 1_920);
});

test('a prefill counts the tokens that are not cached', async () => {
  const server = await startSteppedServer({
    PREFIX_CACHE: 'on',
    PREFILL_PER_TOKEN: '1ms',
    MAX_BODY_BYTES: '1MiB',
  });
  const body = chatOf(words(2_000));
  const tookMs: number[] = [];
  for (let round = 0; round < 3; round++) tookMs.push((await playAnswer(server, body)).tookMs);
  assert.deepEqual(tookMs, [2_006, 2_006 - 1_920, 2_006 - 1_920]);
});

test('without PREFIX_CACHE nothing is cached', async () => {
  const { url } = await startTestServer({ ...SETTINGS, PREFIX_CACHE: 'off' });
  for (let round = 0; round < 3; round++) {
    const { usage } = await ask(url, '/v1/chat/completions', chatOf(words(2_000)));
    assert.deepEqual(usage.prompt_tokens_details, { cached_tokens: 0, audio_tokens: 0 });
  }
});

test('tokens that a tokeniser counts have cached ones in proportion', async () => {
  const server = await startSteppedServer({
    PREFIX_CACHE: 'on',
    USAGE: 'exact',
    WORKER_THREADS: '1',
    RESPONSE_DELAY: '3s',
    MAX_BODY_BYTES: '1MiB',
  });
  const told: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    const reply = ask(server.url, '/v1/chat/completions', chatOf('internationalization '.repeat(1_000)));
    const { usage } = await playCounted(server, reply, 3_000);
    told.push([usage.prompt_tokens, usage.prompt_tokens_details.cached_tokens]);
  }
  const counted = (told[0] as readonly number[])[0] as number;
  assert.ok(counted < 4_000, String(counted));
  // Estimated at 5,256, of which 41 steps were cached.
  const cached = Math.floor((41 * counted) / 5_256) * 128;
  assert.deepEqual(told, [
    [counted, 0],
    [counted, cached],
  ]);
});
