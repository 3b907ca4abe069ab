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

test('when to come again is told as it was changed, in every dialect and on both listeners', async () => {
  const settings = {
    MAX_CONCURRENT: '1',
    RESPONSE_DELAY: '1h',
    MAX_DELAY: '1h',
    HTTP10_PORT: '0',
    SHOULD_RETRY: 'true',
  };
  const { port, http10Port, steering, state } = await startTestServer(settings);
  const leave = new AbortController();
  const body = JSON.stringify({ model: 'a', max_tokens: 5, messages: [{ role: 'user', content: 'hello' }] });
  const send = (path: string, to: number | null) =>
    fetch(`http://127.0.0.1:${to}${path}`, { method: 'POST', body, signal: leave.signal });
  const held = send('/v1/chat/completions', port).catch(() => {});
  await until(() => state.active === 1, 'the one slot is taken');
  for (const seconds of ['1', '9', '0', '1']) {
    if (seconds !== '1') steering.patch({ RETRY_AFTER_SECONDS: seconds });
    else if (steering.inForce.revision > 0) steering.patch({ RETRY_AFTER_SECONDS: null });
    for (const path of ['/v1/chat/completions', '/v1/messages', '/compatible-mode/v1/chat/completions']) {
      for (const to of [port, http10Port]) {
        const { status, headers } = await send(path, to);
        assert.equal(status, path === '/v1/messages' ? 529 : 503);
        assert.deepEqual([headers.get('retry-after'), headers.get('x-should-retry')], [seconds, 'true']);
      }
    }
  }
  leave.abort();
  await held;
});
