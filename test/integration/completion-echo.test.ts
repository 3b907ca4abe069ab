/**
 * Completions that repeat their prompts, over real sockets and with the official client: short, and so long that a worker reads them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const server = await startTestServer({ RESPONSE_TEXT: 'one two', MAX_BODY_BYTES: '2MiB' });
const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
const PROMPTS = ['Say it.', 'Long "text" 你好\n'.repeat(9_000)];

test('the prompt comes first, whole and streamed, however long it is', async () => {
  for (const prompt of PROMPTS) {
    const fields = { model: 'm', prompt, echo: true, n: 2 };
    for (const [max_tokens, said] of [
      [8, 'one two'],
      [0, ''],
    ] as const) {
      const whole = await client.completions.create({ ...fields, max_tokens });
      assert.deepEqual(
        whole.choices.map(({ text }) => text),
        [prompt + said, prompt + said],
      );
      assert.equal(whole.usage?.completion_tokens, max_tokens === 0 ? 0 : 4);
      const streamed = ['', ''];
      for await (const { choices } of await client.completions.create({
        ...fields,
        max_tokens,
        stream: true,
      })) {
        for (const { index, text } of choices) streamed[index] += text;
      }
      assert.deepEqual(streamed, [prompt + said, prompt + said]);
    }
  }
});

test('what harnesses that score prompts read: as many likelihoods as tokens, of which the first has none', async () => {
  const prompt = [[11, 22, 33], [44]];
  const { choices } = await client.completions.create({
    model: 'm',
    prompt,
    echo: true,
    max_tokens: 0,
    logprobs: 1,
  });
  assert.deepEqual(
    choices.map(({ logprobs }) => [
      logprobs?.token_logprobs?.length,
      logprobs?.top_logprobs?.length,
      logprobs?.token_logprobs?.[0],
    ]),
    [
      [3, 3, null],
      [1, 1, null],
    ],
  );
});

test('a prompt that waits to be repeated counts as held, and is let go', async () => {
  const slow = await startTestServer({ RESPONSE_DELAY: '10s', MAX_BODY_BYTES: '2MiB' });
  const abort = new AbortController();
  const body = JSON.stringify({ model: 'm', prompt: PROMPTS[0]?.repeat(1_000), echo: true });
  const asked = fetch(`${slow.url}/v1/completions`, { method: 'POST', body, signal: abort.signal }).catch(
    () => null,
  );
  // In two bytes a character at the most, 7,000 of them.
  await until(() => slow.state.bufferedBytes === 14_000, 'it waits');
  abort.abort();
  await asked;
  await until(() => slow.state.bufferedBytes === 0, 'it has left');
});
