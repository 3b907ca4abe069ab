/**
 * Several threads that serve one port, to whoever steers and looks: one control, one set of statistics, the same pages.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, StartError } from '../../dist/shared/errors.js';
import { CHAT_BODY, chatRequest } from '../support/chat.js';
import { control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { byThread, clientsOfAll, startThreads } from '../support/several-threads.js';
import { until } from '../support/until.js';

test('what is changed holds for the next request, whichever thread it comes to', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 20);
  const statuses = async (): Promise<number[]> => {
    for (const client of clients) client.write(chatRequest());
    return Promise.all(clients.map(async (client) => (await client.reply()).status));
  };
  const all = (status: number): number[] => clients.map(() => status);
  assert.deepEqual(await statuses(), all(200));
  await control(server.url, 'PATCH', '/config', { settings: { FAULTS: '100%:529' } });
  assert.deepEqual(await statuses(), all(529));
  await control(server.url, 'PATCH', '/config', { settings: { FAULTS: null } });
  assert.deepEqual(await statuses(), all(200));
  await control(server.url, 'POST', '/drain');
  assert.deepEqual(
    (await Promise.all(clients.slice(0, 1).map(() => fetch(`${server.url}/ready`)))).map(
      ({ status }) => status,
    ),
    [503],
  );
  await control(server.url, 'POST', '/ready');
  await control(server.url, 'PATCH', '/config', { models: { 'qwen-plus': { faults: '100%:418' } } });
  assert.deepEqual(await statuses(), all(418));
});

test('a fault that is ordered for so many requests comes to exactly so many of all threads', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 30);
  await control(server.url, 'POST', '/faults/next', { fault: '429', count: 7 });
  for (const client of clients) client.write(chatRequest());
  const replies = await Promise.all(clients.map((client) => client.reply()));
  assert.equal(replies.filter(({ status }) => status === 429).length, 7);
  assert.deepEqual((await control(server.url, 'GET', '/faults/next')).body, { orders: [] });
});

test('statistics and journal tell of the requests of all threads, each with a number of its own', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 30);
  for (const client of clients) client.write(chatRequest());
  await Promise.all(clients.map((client) => client.reply()));
  const stats = (await control(server.url, 'GET', '/stats')).body as unknown as {
    totals: { answered: number; answer_ms: { actual: { count: number } } };
    statuses: object;
  };
  assert.deepEqual(
    [stats.totals.answered, stats.totals.answer_ms.actual.count, stats.statuses],
    [clients.length, clients.length, { 200: clients.length }],
  );
  const { requests } = (await control(server.url, 'GET', '/journal?limit=1000')).body as unknown as {
    requests: { number: number }[];
  };
  assert.deepEqual(
    requests.map(({ number }) => number),
    clients.map((_, at) => clients.length - at),
  );
  await control(server.url, 'POST', '/counters/reset');
  const { totals } = (await control(server.url, 'GET', '/stats')).body as unknown as typeof stats;
  assert.equal(totals.answered, 0);
});

test('pages are answered in every thread as in the main one, and unknown paths, wrong methods and bodies as well', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 12);
  const asked: readonly (readonly [line: string, status: number])[] = [
    ['GET /health', 200],
    ['GET /metrics', 200],
    ['GET /v1/models', 200],
    ['GET /', 200],
    ['GET /nowhere', 404],
    ['DELETE /v1/chat/completions', 405],
    ['GET /admin/v1/config', 401],
  ];
  for (const [line, status] of asked) {
    for (const client of clients) client.write(`${line} HTTP/1.1\r\nhost: test\r\n\r\n`);
    const replies = await Promise.all(clients.map((client) => client.reply()));
    assert.deepEqual(
      replies.map((reply) => reply.status),
      clients.map(() => status),
      line,
    );
    assert.equal(new Set(replies.map(({ headers }) => headers.get('content-type'))).size, 1);
  }
  for (const client of clients) client.write('HEAD /health HTTP/1.1\r\nhost: test\r\n\r\n');
  for (const client of clients) assert.equal((await client.reply(true)).status, 200);
  for (const client of clients) client.write(chatRequest({ body: CHAT_BODY }));
  for (const client of clients) assert.equal((await client.reply()).status, 200, 'the connection goes on');
});

test('a port that somebody has, another server of ours with several threads too, is not shared', async () => {
  const { port } = await startThreads(2);
  for (const threads of ['1', '2']) {
    await assert.rejects(
      startTestServer({ PORT: String(port), SOCKET_THREADS: threads }),
      (error: unknown) => error instanceof StartError && error.exitCode === EXIT.environment,
    );
  }
});

test('a stored stream that another thread would have to gather is refused where there is no room for it', async () => {
  const server = await startThreads(3, { MAX_BUFFERED_BYTES: '1MiB', RESPONSE_DELAY_SECONDS: '0' });
  const clients = await clientsOfAll(server, 12);
  const [first] = clients;
  assert.ok(first !== undefined);
  const body = JSON.stringify({ model: 'm;tokens=20000', input: 'hello' });
  first.write(
    `POST /v1/responses HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const { id } = JSON.parse((await first.reply()).body) as { id: string };
  const ask = async (query: string, header = ''): Promise<{ status: number; body: string }[]> => {
    const replies: { status: number; body: string }[] = [];
    for (const client of clients) {
      client.write(`GET /v1/responses/${id}${query} HTTP/1.1\r\nhost: x\r\n${header}\r\n`);
      replies.push(await client.reply());
    }
    return replies;
  };
  const whole = await ask('');
  assert.deepEqual(
    whole.map((reply) => [reply.status, JSON.parse(reply.body).id]),
    clients.map(() => [200, id]),
  );
  const [onMain = 0] = byThread(server);
  // Only a client of the main thread, and of a response that this one made, has it written as it reads: a stream, whose end is that of
  // the connection.
  const replies = await ask('?stream=true', 'connection: close\r\n');
  const refused = replies.filter(({ status }) => status !== 200);
  assert.ok(refused.length >= clients.length - onMain, `${refused.length} were refused`);
  for (const { status, body } of refused) {
    assert.equal(status, 503);
    assert.match(body, /MAX_BUFFERED_BYTES=1 ?MiB/);
  }
  await until(() => server.state.bufferedBytesOfAll === 0, 'nothing is held any more');
});
