/** What a change of settings does to requests on real sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

async function tokensOf(url: string, model: string): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
  });
  const { usage } = (await response.json()) as { usage: { completion_tokens: number } };
  return usage.completion_tokens;
}

test('the next request has what was changed, one that came before in the same bytes too, and a request in flight keeps its plan', async () => {
  const { url, steering, state } = await startTestServer({ OUTPUT_TOKENS: '3', RESPONSE_DELAY: '300ms' });
  const before = tokensOf(url, 'a');
  await until(() => state.active === 1, 'a request in flight');
  steering.patch({ OUTPUT_TOKENS: '5', RESPONSE_DELAY: '0ms' }, { 'b*': { output_tokens: '7' } });
  for (let again = 0; again < 4; again++) {
    assert.equal(await tokensOf(url, 'a'), 5);
    assert.equal(await tokensOf(url, 'b1'), 7);
  }
  assert.equal(await before, 3);
  steering.layer('scenario', { OUTPUT_TOKENS: '2' });
  assert.equal(await tokensOf(url, 'a'), 2);
  steering.clear('scenario');
  assert.equal(await tokensOf(url, 'a'), 5);
  assert.equal(state.configRevision, 3);
});
