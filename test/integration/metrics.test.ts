import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAT_BODY, chatRequest, DASHSCOPE, head, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { parseMetrics, valuesBySeries } from '../support/metrics-text.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

async function scrape(port: number) {
  const client = await RawClient.connect(port);
  client.write(head({ method: 'GET', path: '/metrics' }));
  const reply = await client.reply();
  client.leave();
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return valuesBySeries(parseMetrics(reply.body));
}

test('the figures of /metrics are exactly what was asked, refused and left', async () => {
  const server = await startTestServer({ MAX_CONCURRENT: '2' });
  const client = await RawClient.connect(server.port);
  const ask = async (request: string, status: number) => {
    client.write(request);
    assert.equal((await client.reply()).status, status);
  };
  for (let i = 0; i < 3; i++) await ask(chatRequest(), 200);
  await ask(chatRequest({ path: DASHSCOPE }), 200);
  await ask(chatRequest({ body: '{' }), 400);
  await ask(head({ method: 'GET' }), 405);
  await ask(head({ method: 'GET', path: '/nowhere' }), 404);
  await ask(head({ method: 'GET', path: '/health' }), 200);

  const upload = head({ headers: [`content-length: ${CHAT_BODY.length}`] });
  const holders = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
  for (const holder of holders) holder.write(upload);
  await until(() => server.state.active === 2, 'both slots are taken');
  await ask(chatRequest({ path: DASHSCOPE }), 503);
  const full = await scrape(server.port);
  assert.equal(full.get('llm_mock_active_requests'), 2);
  assert.equal(full.get('llm_mock_connections'), 4);

  for (const holder of holders) holder.leave();
  await until(() => server.state.connections === 1, 'both have left');
  const metrics = await scrape(server.port);
  const figures = {
    llm_mock_active_requests: 0,
    llm_mock_max_concurrent_requests: 2,
    llm_mock_peak_requests: 2,
    llm_mock_connections: 2,
    llm_mock_client_disconnects_total: 2,
    llm_mock_worker_restarts_total: 0,
    [`llm_mock_requests_total{endpoint="${OPENAI}",status="200"}`]: 3,
    [`llm_mock_requests_total{endpoint="${OPENAI}",status="400"}`]: 1,
    [`llm_mock_requests_total{endpoint="${OPENAI}",status="405"}`]: 1,
    [`llm_mock_requests_total{endpoint="${DASHSCOPE}",status="200"}`]: 1,
    [`llm_mock_requests_total{endpoint="${DASHSCOPE}",status="503"}`]: 1,
    'llm_mock_requests_total{endpoint="other",status="404"}': 1,
    'llm_mock_requests_total{endpoint="/health",status="200"}': 1,
    'llm_mock_requests_total{endpoint="/metrics",status="200"}': 1,
    'llm_mock_rejected_total{reason="capacity"}': 1,
    'llm_mock_rejected_total{reason="invalid_request"}': 1,
    'llm_mock_rejected_total{reason="not_found"}': 1,
    'llm_mock_rejected_total{reason="method_not_allowed"}': 1,
    'llm_mock_rejected_total{reason="body_too_large"}': 0,
    'llm_mock_rejected_total{reason="unauthorized"}': 0,
    'llm_mock_rejected_total{reason="draining"}': 0,
    [`llm_mock_request_duration_seconds_count{endpoint="${OPENAI}"}`]: 3,
    [`llm_mock_request_duration_seconds_count{endpoint="${DASHSCOPE}"}`]: 1,
    llm_mock_delay_lateness_seconds_count: 4,
    // The body that says nothing that can be answered was read, too.
    llm_mock_unread_seconds_count: 5,
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(figures).map((name) => [name, metrics.get(name)])),
    figures,
  );
  assert.equal(metrics.get(`llm_mock_request_duration_seconds_bucket{endpoint="${OPENAI}",le="+Inf"}`), 3);
  client.leave();
});

test('what clients name does not become a label', async () => {
  const server = await startTestServer();
  const client = await RawClient.connect(server.port);
  // An endpoint has its series from its first reply on.
  client.write(chatRequest());
  assert.equal((await client.reply()).status, 200);
  client.write(head({ method: 'GET', path: '/nowhere' }));
  assert.equal((await client.reply()).status, 404);
  await scrape(server.port);
  const before = [...(await scrape(server.port)).keys()];
  client.write(chatRequest({ body: CHAT_BODY.replace('qwen-plus', 'a-model-of-mine') }));
  assert.equal((await client.reply()).status, 200);
  client.write(head({ method: 'GET', path: '/a-path-of-mine' }));
  assert.equal((await client.reply()).status, 404);
  client.leave();
  assert.deepEqual([...(await scrape(server.port)).keys()], before);
});
