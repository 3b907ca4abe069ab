/**
 * vLLM's names on the page of a server that answers.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { type Family, parseMetrics } from '../support/metrics-text.js';

async function ask({ url }: TestServer, fields: object): Promise<void> {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello you' }], ...fields });
  const reply = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body });
  assert.equal(reply.status, 200);
  await reply.text();
}

async function scrape({ url }: TestServer): Promise<ReadonlyMap<string, Family>> {
  return parseMetrics(await (await fetch(`${url}/metrics`)).text());
}

function sampleOf(families: ReadonlyMap<string, Family>, name: string, reason?: string): number | undefined {
  const samples = [...families.values()].flatMap((family) => family.samples);
  return samples.find((one) => one.name === name && one.labels.finished_reason === reason)?.value;
}

test('answers are counted by why they ended, with their tokens and times', async () => {
  const server = await startTestServer({
    VLLM_METRICS: 'true',
    RESPONSE_TEXT: 'one two three four',
    TIME_TO_FIRST_TOKEN: '30ms',
    INTER_TOKEN_LATENCY: '10ms',
  });
  await ask(server, {});
  await ask(server, { stream: true });
  await ask(server, { stream: true, max_tokens: 2, n: 2 });
  const families = await scrape(server);
  const of = (name: string, reason?: string) => sampleOf(families, `vllm:${name}`, reason) as number;
  assert.deepEqual(
    [
      of('request_success_total', 'stop'),
      of('request_success_total', 'length'),
      of('request_success_total', 'abort'),
    ],
    [2, 1, 0],
  );
  assert.deepEqual([of('request_generation_tokens_sum'), of('generation_tokens_total')], [12, 12]);
  assert.equal(of('request_prompt_tokens_sum'), of('prompt_tokens_total'));
  // Three gaps of the first stream, one of the second.
  assert.deepEqual(
    [of('inter_token_latency_seconds_count'), of('time_per_output_token_seconds_count')],
    [4, 4],
  );
  assert.equal(of('request_time_per_output_token_seconds_count'), 2);
  assert.ok(of('request_prefill_time_seconds_sum') >= 0.09 - 1e-9);
  assert.ok(of('request_decode_time_seconds_sum') >= 0.07 - 1e-9);
  const parts = of('request_prefill_time_seconds_sum') + of('request_decode_time_seconds_sum');
  assert.ok(Math.abs(of('request_inference_time_seconds_sum') - parts) < 1e-9);
  assert.ok(
    Math.abs(of('e2e_request_latency_seconds_sum') - parts - of('request_queue_time_seconds_sum')) < 1e-9,
  );
  assert.equal(of('request_queue_time_seconds_count'), 3);
  assert.equal(of('num_requests_running'), 0);
});

test('without the setting nothing of it is counted', async () => {
  const server = await startTestServer();
  await ask(server, {});
  assert.equal(server.state.vllm.of(0).histograms.latency.sum, 0);
  assert.equal(
    [...(await scrape(server)).keys()].some((name) => name.startsWith('vllm:')),
    false,
  );
});
