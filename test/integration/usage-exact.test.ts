/**
 * USAGE=exact with the real tokeniser in real worker threads.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { USAGE_DETAILS } from '../support/protocol-answers.js';
import { playCounted, startSteppedServer } from '../support/stepped-server.js';

const PROMPT = 'Count me exactly: 精确地数一数, s’il vous plaît.';
const TEXT = 'An answer of unforeseeable tokenisation.';
const DELAY_MS = 1_500;
const server = await startSteppedServer({
  USAGE: 'exact',
  RESPONSE_DELAY: `${DELAY_MS}ms`,
  RESPONSE_TEXT: TEXT,
  WORKER_THREADS: '1',
});
const tokensOf = (text: string) => encode(text).length;
/** 3 for the message, 3 for the whole, 1 for the role, as OpenAI's cookbook counts. */
const CHAT_TOKENS = 3 + 3 + 1;

async function askAtOnce(path: string, body: object, url = server.url) {
  const reply = await request(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  assert.equal(reply.statusCode, 200);
  return reply.body.text();
}

/** Asks, and is answered when it was counted. */
const ask = (path: string, body: object) => playCounted(server, askAtOnce(path, body), DELAY_MS);

const messages = [{ role: 'user', content: PROMPT }];

test('a chat completion has the tokens that the tokeniser counts', async () => {
  const { usage } = JSON.parse(await ask('/v1/chat/completions', { messages }));
  const prompt_tokens = CHAT_TOKENS + tokensOf(PROMPT);
  const completion_tokens = tokensOf(TEXT);
  assert.deepEqual(usage, {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    ...USAGE_DETAILS,
  });
});

test('so have the other APIs, streamed or not', async () => {
  const completion = JSON.parse(await ask('/v1/completions', { prompt: [PROMPT, 'two'], max_tokens: 100 }));
  assert.deepEqual(
    [completion.usage.prompt_tokens, completion.usage.completion_tokens],
    [tokensOf(PROMPT) + tokensOf('two'), 2 * tokensOf(TEXT)],
  );
  const embedding = JSON.parse(await ask('/v1/embeddings', { input: PROMPT, dimensions: 2 }));
  assert.equal(embedding.usage.prompt_tokens, tokensOf(PROMPT));
  const stream = await ask('/v1/messages', { messages, max_tokens: 100, stream: true });
  assert.match(stream, new RegExp(`"usage":\\{"input_tokens":${CHAT_TOKENS + tokensOf(PROMPT)},`));
  assert.match(stream, new RegExp(`"usage":\\{"output_tokens":${tokensOf(TEXT)}\\}`));
});

test('an answer that is due before it was counted has the estimate, and counts as such', async () => {
  // No thread runs yet, and the answer is due at once.
  const fresh = await startTestServer({ USAGE: 'exact' });
  const late = JSON.parse(await askAtOnce('/v1/chat/completions', { messages }, fresh.url));
  assert.notEqual(late.usage.prompt_tokens, CHAT_TOKENS + tokensOf(PROMPT));
  assert.equal(fresh.state.usageEstimates, 1);
});

test('requests at load are all counted, and no worker fails', async () => {
  const before = server.state.usageEstimates;
  const prompts = Array.from({ length: 500 }, (_, index) => `${index} ${PROMPT.repeat(1 + (index % 7))}`);
  const all = Promise.all(
    prompts.map((content) => askAtOnce('/v1/chat/completions', { messages: [{ role: 'user', content }] })),
  );
  const replies = await playCounted(server, all, DELAY_MS);
  for (const [index, reply] of replies.entries()) {
    assert.equal(JSON.parse(reply).usage.prompt_tokens, CHAT_TOKENS + tokensOf(prompts[index] as string));
  }
  assert.equal(server.state.usageEstimates, before);
  assert.deepEqual(server.workerFailures, []);
});

test('what asks for the tokens of a text is told what the tokeniser counts', async () => {
  const body = { model: 'm', messages };
  const counted = await ask('/v1/messages/count_tokens', body);
  assert.deepEqual(JSON.parse(counted), { input_tokens: CHAT_TOKENS + tokensOf(PROMPT) });
  const { count, tokens } = JSON.parse(await ask('/tokenize', { prompt: PROMPT }));
  assert.deepEqual([count, tokens.length], [tokensOf(PROMPT), count]);
  assert.deepEqual(JSON.parse(await ask('/detokenize', { tokens })), { prompt: PROMPT });
});
