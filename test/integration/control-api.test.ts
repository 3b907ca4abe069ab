/** The control API over real sockets; every answer is held to its description by `control`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

async function chat(url: string, model: string, headers: Record<string, string> = {}, stream = false) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'a secret wish' }] }),
  });
  await response.text();
  return response.status;
}

test('without ADMIN_KEY there is no control API: its paths are as unknown as any other', async () => {
  const { url } = await startTestServer();
  const [admin, other] = await Promise.all(
    ['/admin/v1/config', '/no/such/path'].map((path) =>
      fetch(url + path, { headers: { authorization: 'Bearer x' } }),
    ),
  );
  const bodies = await Promise.all([admin, other].map((one) => one?.json() as Promise<{ error: object }>));
  assert.deepEqual([admin?.status, other?.status], [404, 404]);
  assert.deepEqual(Object.keys(bodies[0]?.error ?? {}), Object.keys(bodies[1]?.error ?? {}));
});

test('without the right key nothing is told or done, on no path and by no method', async () => {
  const { url, steering, state } = await startTestServer({ ADMIN_KEY, API_KEY: 'api-key' });
  for (const authorization of [
    '',
    'Bearer',
    'Bearer wrong',
    `Basic ${ADMIN_KEY}`,
    `Bearer ${ADMIN_KEY}x`,
    'Bearer api-key',
  ]) {
    for (const [method, path] of [
      ['GET', '/config'],
      ['GET', '/no-such-path'],
      ['DELETE', '/config'],
      ['OPTIONS', '/config'],
      ['POST', '/drain'],
      ['PATCH', '/config'],
    ] as const) {
      const body = method === 'PATCH' ? { settings: { SEED: 1 } } : undefined;
      const said = await control(url, method, path, body, { authorization });
      assert.equal(said.status, 401, `${method} ${path} with ${authorization}`);
      assert.equal(said.headers.get('www-authenticate'), 'Bearer');
      assert.equal(said.headers.get('access-control-allow-origin'), null);
    }
  }
  assert.equal(steering.inForce.revision, 0);
  assert.equal(state.active, 0);
});

test('the description is valid OpenAPI 3.1', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  const { status, body } = await control(url, 'GET', '/openapi.json');
  assert.equal(status, 200);
  const validated = await new Validator().validate(structuredClone(body));
  assert.equal(validated.valid, true, JSON.stringify(validated.errors));
  assert.equal(body.openapi, '3.1.0');
});

test('what is wrong with a request says its status, and a body with several mistakes gets them all', async () => {
  const { url, steering, state } = await startTestServer({ ADMIN_KEY });
  assert.equal((await control(url, 'GET', '/nothing')).status, 404);
  const wrongMethod = await control(url, 'DELETE', '/config');
  assert.deepEqual([wrongMethod.status, wrongMethod.headers.get('allow')], [405, 'GET, HEAD, PATCH']);
  assert.equal((await control(url, 'PATCH', '/config', '{}', { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await control(url, 'PATCH', '/config', `"${'x'.repeat(65_535)}"`)).status, 413);
  assert.equal((await control(url, 'PATCH', '/config', `"${'x'.repeat(65_534)}"`)).status, 400);
  assert.equal((await control(url, 'PATCH', '/config', '{"settings"')).status, 400);
  const said = await control(url, 'PATCH', '/config', {
    settings: { SEED: -1, NOPE: 1, PORT: 1 },
    models: { a: { colour: 1 } },
  });
  assert.equal(said.status, 400);
  assert.equal(said.body.error.problems.length, 4, said.body.error.problems.join('\n'));
  const shapes = await control(url, 'PATCH', '/config', {
    settings: { SEED: [] },
    models: { a: 1 },
    other: 1,
  });
  assert.equal(shapes.body.error.problems.length, 3);
  const journal = await control(url, 'GET', '/journal?limit=0&since=-1&status=now');
  assert.equal(journal.body.error.problems.length, 3);
  assert.equal(steering.inForce.revision, 0);
  assert.equal(state.active, 0);
});

test('settings are read and changed, for all models and for some', async () => {
  const { url } = await startTestServer({ ADMIN_KEY, OUTPUT_TOKENS: '3' });
  const before = await control(url, 'GET', '/config');
  assert.deepEqual((before.body.settings as Record<string, unknown>).OUTPUT_TOKENS, {
    value: '3',
    given: true,
    live: true,
  });
  assert.equal(JSON.stringify(before.body).includes(ADMIN_KEY), false);
  const after = await control(url, 'PATCH', '/config', {
    settings: { output_tokens: 5, RESPONSE_DELAY: '0ms' },
    models: { 'b*': { output_tokens: 7 } },
  });
  assert.equal(after.status, 200);
  assert.equal(after.body.revision, 1);
  assert.deepEqual(after.body.models, { 'b*': { output_tokens: 7 } });
  await chat(url, 'a');
  await chat(url, 'b1');
  const { requests } = (await control(url, 'GET', '/journal')).body as {
    requests?: { completion_tokens: number }[];
  };
  assert.deepEqual(
    requests?.map((one) => one.completion_tokens),
    [7, 5],
  );
});

test('journal and statistics tell of answers, refusals and clients that left, and begin anew when asked to', async () => {
  const { url, state } = await startTestServer({
    ADMIN_KEY,
    API_KEY: 'sk-some-long-key-wxyz',
    OUTPUT_TOKENS: '2',
  });
  const authorization = 'Bearer sk-some-long-key-wxyz';
  await chat(url, 'a', { authorization }, true);
  await chat(url, 'a', { authorization });
  assert.equal(await chat(url, 'a', { authorization: 'Bearer wrong' }), 401);
  const leaver = new AbortController();
  const left = fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { authorization, 'x-mock-delay': '1m' },
    body: JSON.stringify({
      model: 'c',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'a secret wish' }],
    }),
    signal: leaver.signal,
  });
  await until(() => state.active === 1, 'a request in flight');
  leaver.abort();
  await assert.rejects(left);
  await until(() => state.active === 0, 'the client has left');

  const { body } = await control(url, 'GET', '/journal');
  const requests = body.requests as Record<string, unknown>[];
  assert.deepEqual(
    requests.map(({ number, endpoint, model, key, status, stream, completion_tokens }) => {
      return [number, endpoint, model, key, status, stream, completion_tokens];
    }),
    [
      [4, '/v1/messages', 'c', 'wxyz', 'aborted', false, 2],
      [3, '/v1/chat/completions', null, '…', 401, false, 0],
      [2, '/v1/chat/completions', 'a', 'wxyz', 200, false, 2],
      [1, '/v1/chat/completions', 'a', 'wxyz', 200, true, 2],
    ],
  );
  assert.equal(JSON.stringify(body).includes('secret'), false);
  assert.equal(typeof requests[3]?.first_token_ms, 'number');
  assert.equal(requests[3]?.planned_ms, 0);

  const stats = (await control(url, 'GET', '/stats')).body as unknown as {
    totals: {
      requests: number;
      answered: number;
      refused: number;
      aborted: number;
      completion_tokens: number;
    };
    statuses: Record<string, number>;
    models: Record<string, { requests: number; first_token_ms: { actual: { count: number } } }>;
    endpoints: Record<string, { requests: number }>;
  };
  const { requests: all, answered, refused, aborted, completion_tokens: tokens } = stats.totals;
  assert.deepEqual([all, answered, refused, aborted, tokens], [4, 2, 1, 1, 4]);
  assert.deepEqual(stats.statuses, { 200: 2, 401: 1, aborted: 1 });
  assert.equal(stats.models.other?.requests, 3);
  assert.equal(stats.models.other?.first_token_ms.actual.count, 1);
  assert.equal(stats.endpoints['/v1/messages']?.requests, 1);

  const filtered = async (query: string) => {
    const said = await control(url, 'GET', `/journal?${query}`);
    return (said.body.requests as { number: number }[]).map(({ number }) => number);
  };
  assert.deepEqual(await filtered('status=aborted'), [4]);
  assert.deepEqual(await filtered('status=200&limit=1'), [2]);
  assert.deepEqual(await filtered('since=2'), [4, 3]);
  assert.deepEqual(await filtered('model=%3F'), [4, 2, 1]);

  const prometheus = state.repliesOf(0, 200);
  assert.equal((await control(url, 'POST', '/counters/reset')).status, 200);
  assert.deepEqual(await filtered('limit=1000'), []);
  assert.equal(((await control(url, 'GET', '/stats')).body.totals as { requests: number }).requests, 0);
  assert.equal(state.repliesOf(0, 200), prometheus);
});

test('a request to a path that there is not is found in the journal', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  for (const method of ['POST', 'GET']) await (await fetch(`${url}/chat/completions`, { method })).text();
  await (await fetch(`${url}/v1/chat/completions`)).text();
  const { body } = await control(url, 'GET', '/journal');
  assert.deepEqual(
    (body.requests as Record<string, unknown>[]).map(({ endpoint, status }) => [endpoint, status]),
    [
      ['/v1/chat/completions', 405],
      ['other', 404],
      ['other', 404],
    ],
  );
});

test('a drain by hand lets no request in until it is taken back, and the API stays reachable', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  assert.deepEqual((await control(url, 'POST', '/drain')).body, { draining: true, in_flight: 0 });
  assert.equal(await chat(url, 'a'), 503);
  assert.equal((await fetch(`${url}/ready`)).status, 503);
  assert.deepEqual((await control(url, 'POST', '/ready')).body, { draining: false, in_flight: 0 });
  assert.equal(await chat(url, 'a'), 200);
});

test('the HTTP/1.0 listener serves it as well, and its requests are counted as its own', async () => {
  const { http10Port, state, url } = await startTestServer({ ADMIN_KEY, HTTP10_PORT: '0' });
  const old = `http://127.0.0.1:${http10Port}`;
  assert.equal((await control(old, 'PATCH', '/config', { settings: { SEED: 5 } })).body.revision, 1);
  assert.equal((await control(url, 'GET', '/config')).body.revision, 1);
  const { ENDPOINTS } = await import('../../dist/shared/labels.js');
  assert.equal(state.repliesOf(ENDPOINTS.indexOf('/admin'), 200), 2);
});

test('an order of faults that is wrong gets every problem, and one that waits can be seen and taken back', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  const order = { fault: '', count: 0, match: { endpoint: '/nowhere', colour: 'red' }, more: 1 };
  const { status, body } = await control(url, 'POST', '/faults/next', order);
  assert.equal(status, 400);
  assert.equal(body.error.problems.length, 5, body.error.problems.join('\n'));
  assert.deepEqual((await control(url, 'GET', '/faults/next')).body, { orders: [] });
  assert.deepEqual((await control(url, 'DELETE', '/faults/next')).body, { orders: [] });
});
