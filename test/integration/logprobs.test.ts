/**
 * How likely tokens were: chat's `logprobs` and `top_logprobs`, and those of completions, whole and streamed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { startTestServer } from '../support/in-process.js';

const server = await startTestServer({ RESPONSE_TEXT: 'One “two” three' });
const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0 });
const TOKENS = ['One', ' “two”', ' three'];
const messages = [{ role: 'user', content: 'x' }] as const;

type Entry = OpenAI.Chat.ChatCompletionTokenLogprob;

function check(entries: readonly Entry[], top: number): void {
  assert.deepEqual(
    entries.map(({ token }) => token),
    TOKENS,
  );
  for (const { token, bytes, logprob, top_logprobs } of entries) {
    assert.deepEqual(bytes, [...Buffer.from(token)]);
    assert.ok(logprob < 0, `${logprob}`);
    assert.equal(top_logprobs.length, top);
    if (top === 0) continue;
    assert.equal(top_logprobs[0]?.token, token);
    const sum = top_logprobs.reduce((all, one) => all + Math.exp(one.logprob), 0);
    assert.ok(sum <= 1.000_01, `${sum}`);
  }
}

for (const top_logprobs of [0, 1, 20]) {
  test(`a chat tells ${top_logprobs} tokens at each place, the same whole and streamed`, async () => {
    const asked = { model: 'm', messages: [...messages], logprobs: true, top_logprobs };
    const { choices } = await client.chat.completions.create({ ...asked, n: 2 });
    assert.deepEqual(choices[0]?.logprobs, choices[1]?.logprobs);
    check(choices[0]?.logprobs?.content ?? [], top_logprobs);
    const streamed: Entry[] = [];
    for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
      streamed.push(...(chunk.choices[0]?.logprobs?.content ?? []));
    }
    assert.deepEqual(streamed, choices[0]?.logprobs?.content);
  });
}

test('a completion tells tokens, their likelihoods and where they stand, the same whole and streamed', async () => {
  const asked = { model: 'm', prompt: 'x', logprobs: 2 };
  const { choices } = await client.completions.create(asked);
  const { tokens, token_logprobs, top_logprobs, text_offset } = choices[0]?.logprobs ?? {};
  assert.deepEqual(tokens, TOKENS);
  assert.deepEqual(text_offset, [0, 3, 9]);
  assert.deepEqual(
    top_logprobs?.map((list) => Object.keys(list).length),
    [2, 2, 2],
  );
  assert.deepEqual(
    top_logprobs?.map((list, index) => list[TOKENS[index] as string]),
    token_logprobs,
  );
  const streamed = [];
  for await (const chunk of await client.completions.create({ ...asked, stream: true })) {
    if (chunk.choices[0]?.logprobs) streamed.push(chunk.choices[0].logprobs);
  }
  assert.deepEqual(
    streamed.flatMap((one) => one.token_logprobs),
    token_logprobs,
  );
  assert.deepEqual(
    streamed.flatMap((one) => one.text_offset),
    text_offset,
  );
});

test('of a very long answer so many tokens are told that the loop is not held', async () => {
  const long = { model: 'm;tokens=20000', messages: [...messages], logprobs: true, top_logprobs: 20 };
  const { choices, usage } = await client.chat.completions.create(long);
  assert.equal(usage?.completion_tokens, 20_000);
  assert.equal(choices[0]?.logprobs?.content?.length, 409);
});
