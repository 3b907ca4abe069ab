/**
 * Tokens of generated text, counted again by a tokeniser that is not ours: as many as the usage says.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { startTestServer } from '../support/in-process.js';

const ANSWERS = 1_000;
const AT_ONCE = 50;
const OUTPUT_TOKENS = 'mix(90%:uniform(1,300),10%:uniform(300,1500))';

async function answer(url: string, index: number): Promise<{ text: string; tokens: number }> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: `${index}` }] }),
  });
  const { choices, usage } = (await response.json()) as {
    choices: { message: { content: string } }[];
    usage: { completion_tokens: number };
  };
  return { text: choices[0]?.message.content ?? '', tokens: usage.completion_tokens };
}

for (const settings of [{ RESPONSE_CONTENT: 'tokens' }, {}]) {
  const server = await startTestServer({ OUTPUT_TOKENS, ...settings });
  const content = Object.values(settings)[0] ?? 'the default';
  test(`o200k_base counts as many tokens as the usage says, in ${ANSWERS} answers of content ${content}`, async () => {
    const lengths = new Set<number>();
    for (let done = 0; done < ANSWERS; done += AT_ONCE) {
      const answers = Array.from({ length: AT_ONCE }, (_, index) => answer(server.url, done + index));
      for (const { text, tokens } of await Promise.all(answers)) {
        assert.equal(encode(text).length, tokens, text);
        lengths.add(tokens);
      }
    }
    assert.ok(lengths.size > 100, `${lengths.size} lengths`);
  });
}
