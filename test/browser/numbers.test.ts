import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Agent, request } from 'undici';
import { figuresOf, note, numberOf, skip, textOf, view, walk } from '../support/browser.js';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { activeRequests, holdRequests } from '../support/in-flight.js';
import { parseMetrics, valuesBySeries } from '../support/metrics-text.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const STREAM_BODY = JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'hello' }] });

async function metrics({ url }: ServerProcess): Promise<ReadonlyMap<string, number>> {
  const reply = await request(`${url}/metrics`);
  return valuesBySeries(parseMetrics(await reply.body.text()));
}

/** The sum over the endpoints that the page counts. */
function replies(values: ReadonlyMap<string, number>, status: number): number {
  const series = [...values].filter(([name]) => {
    return (
      name.startsWith('llm_mock_requests_total{') &&
      name.includes(`status="${status}"`) &&
      !/endpoint="(?:\/|\/health|\/ready|\/metrics|\/admin|[^"]*\/models)"/.test(name)
    );
  });
  return series.reduce((sum, [, value]) => sum + value, 0);
}

async function post(server: ServerProcess, body: string, dispatcher: Agent, path = '/v1/chat/completions') {
  const reply = await request(`${server.url}${path}`, { method: 'POST', body, dispatcher });
  return reply;
}

test('the page shows what /metrics shows: what holds now, and what was counted', { skip }, async () => {
  const server = await spawnServer({ RESPONSE_DELAY: '40s', MAX_CONCURRENT: '10' });
  const { page, trouble } = await view(server.url);
  const dispatcher = new Agent({ connections: 40, pipelining: 1 });
  after(() => dispatcher.destroy());

  for (const path of ['/v1/chat/completions', '/v1/nowhere']) {
    const refused = Array.from({ length: 6 }, () => post(server, '{', dispatcher, path));
    for (const { body } of await Promise.all(refused)) await body.dump();
  }
  await holdRequests(server, 6);
  const streams = await Promise.all(Array.from({ length: 4 }, () => post(server, STREAM_BODY, dispatcher)));
  await until(async () => (await activeRequests(server)) === 10, 'ten in flight');
  const full = Array.from({ length: 7 }, () => post(server, '{', dispatcher));
  for (const { statusCode, body } of await Promise.all(full)) {
    assert.equal(statusCode, 503);
    await body.dump();
  }
  await until(
    async () => numberOf((await figuresOf(page, 'In flight'))['in flight']) === 10,
    'the page shows them',
  );
  await note(page, 'The cap is reached:');

  const values = await metrics(server);
  const value = (name: string) => values.get(name) ?? assert.fail(name);
  assert.deepEqual(await figuresOf(page, 'In flight'), {
    'in flight': String(value('llm_mock_active_requests')),
    cap: String(value('llm_mock_max_concurrent_requests')),
    free: '0',
  });
  const { streams: shown } = await figuresOf(page, 'Streams in progress');
  assert.equal(numberOf(shown), value('llm_mock_active_streams'));
  assert.equal(value('llm_mock_active_streams'), streams.length);
  const { open, 'viewers of this page': viewers } = await figuresOf(page, 'Connections');
  // Connections that rest are closed one by one.
  assert.equal(Math.abs(numberOf(open) - value('llm_mock_connections')) <= 3, true, `${open} open`);
  assert.equal(viewers, '1');
  const memory = await figuresOf(page, 'Memory');
  assert.equal((numberOf(memory.limit) / value('llm_mock_memory_total_bytes')).toFixed(1), '1.0');
  assert.equal((numberOf(memory['in use']) / value('llm_mock_memory_used_bytes')).toFixed(0), '1');

  // Rates, summed up over the seconds, are what was counted.
  const seconds = await walk(page, ['Replies by status', 'Refused']);
  const sum = (chart: number, name: string) =>
    seconds.reduce((total, { charts }) => total + (numberOf(charts[chart]?.[name]) || 0), 0);
  const counted = [
    [sum(0, '400'), replies(values, 400)],
    [sum(0, '404'), replies(values, 404)],
    [sum(0, '503'), replies(values, 503)],
    [sum(1, 'invalid request'), value('llm_mock_rejected_total{reason="invalid_request"}')],
    [sum(1, 'unknown path'), value('llm_mock_rejected_total{reason="not_found"}')],
    [sum(1, 'cap reached'), value('llm_mock_rejected_total{reason="capacity"}')],
  ] as const;
  assert.deepEqual(
    counted.map(([, count]) => count),
    [6, 6, 7, 6, 6, 7],
  );
  // A second of the server's clock is not always a second, and one decimal is written.
  for (const [summed, count] of counted) assert.equal(Math.abs(summed - count) <= 0.5, true, `${summed}`);
  assert.deepEqual(trouble, []);
});

test('while answers come, the page shows as many as come, and that they are on time', { skip }, async () => {
  const server = await spawnServer({ RESPONSE_DELAY: '50ms' });
  const { page, trouble } = await view(server.url);
  const traffic = startTraffic(server.url);
  await until(async () => {
    return numberOf((await figuresOf(page, 'Replies by status'))['200']) > 20;
  }, 'answers are shown');
  await until(async () => {
    return Object.keys(await figuresOf(page, 'Later than planned')).length === 3;
  }, 'lateness is shown');
  const heading = page.getByRole('heading', { level: 2 }).first();
  // Whether it is on time depends on who else uses the processor; that it is judged does not.
  await until(async () => {
    return /^The mock is (?:on time|strained|the bottleneck)$/.test(await textOf(heading));
  }, 'a verdict');
  const { answered } = await traffic.stop();
  await until(async () => {
    return numberOf((await figuresOf(page, 'Replies by status'))['200']) === 0;
  }, 'the answers have ended');
  const seconds = await walk(page, ['Replies by status']);
  const summed = seconds.reduce((sum, { charts }) => sum + (numberOf(charts[0]?.['200']) || 0), 0);
  const counted = replies(await metrics(server), 200);
  assert.equal(counted, answered);
  assert.equal(Math.abs(summed / counted - 1) < 0.05, true, `${summed} of ${counted}`);
  assert.deepEqual(trouble, []);
});
