/** OpenAI's own client under a rate limit: it waits as long as it is told, and everything is answered in the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';

const CALLS = 12;
const BURST = 2;

test('over a rate limit it comes again when retry-after says so: each call is answered, each refusal was counted, none came early', async () => {
  const { url, state } = await startTestServer({
    ADMIN_KEY,
    RATE_LIMITS: `key: 600 requests/min burst ${BURST}`,
  });
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-paces-itself', maxRetries: 50 });
  const call = () =>
    client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }] }).withResponse();
  // One after the other they are let in while they last; then each is refused first.
  const replies = [];
  for (let number = 0; number < CALLS; number++) replies.push(await call());
  for (const { response } of replies) {
    const header = (name: string) => response.headers.get(`x-ratelimit-${name}-requests`);
    assert.equal(header('limit'), String(BURST));
    assert.ok(
      Number(header('remaining')) >= 0 && Number(header('remaining')) < BURST,
      `${header('remaining')}`,
    );
    assert.match(header('reset') ?? '', /^\d+(?:\.\d+)?m?s$/);
  }
  const { requests } = (await control(url, 'GET', '/journal?limit=1000')).body as {
    requests?: readonly { status: number; time: string }[];
  };
  const statuses = (requests ?? []).map(({ status }) => status);
  const refused = statuses.filter((status) => status === 429).length;
  assert.equal(statuses.filter((status) => status === 200).length, CALLS);
  assert.equal(statuses.length, CALLS + refused);
  assert.ok(refused > 0, 'nobody was over the limit');
  assert.equal(state.rejectionsFor('rate_limit'), refused);
  // As the mock's own clock has it: no request came before the time that its last refusal had named.
  assert.deepEqual([state.earlyRetries, state.retryStorms], [0, 0]);
  // So whoever was refused was let in the next time.
  for (const [index, status] of statuses.entries()) {
    if (status === 429) assert.equal(statuses[index - 1], 200, `refused twice: ${statuses.join(' ')}`);
  }
});
