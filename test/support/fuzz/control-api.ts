// Owns: requests of any content to the control API over sockets that are kept open, many at once and with traffic beside them; and
// what must be true of each answer and of the server afterwards. Runs on: the test process.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Pool } from 'undici';
import { control } from '../control-client.js';
import type { Settings, TestServer } from '../in-process.js';
import { assertAdmits } from '../mixed-faults.js';
import { until } from '../until.js';
import { type ControlAsk, controlAsks } from './control-requests.js';
import { DescribedApi, type Operation } from './described-api.js';

const CAP = 40;
const CONNECTIONS = 16;
const AT_ONCE = 20;

/** With a peer that never answers: a sum is one all the same. */
export const FUZZED: Settings = {
  MAX_CONCURRENT: String(CAP),
  OUTPUT_TOKENS: '3',
  PEERS: '127.0.0.1:1',
};
const LINES_TYPE = 'application/x-ndjson';

/** How often each operation gave each status: `PATCH /admin/v1/config 400`. */
type Seen = Map<string, number>;

/** Sends so many requests, and asserts of each answer that it is described, and of the server that it is as it was. */
export async function fuzzControlApi(server: TestServer, requests: number): Promise<Seen> {
  const { url } = server;
  const api = new DescribedApi((await control(url, 'GET', '/openapi.json')).body);
  const before = await settingsOf(url);
  const pool = new Pool(url, { connections: CONNECTIONS });
  const seen: Seen = new Map();
  const together = fc.array(controlAsks(api), { minLength: AT_ONCE, maxLength: AT_ONCE });
  try {
    await fc.assert(
      fc.asyncProperty(together, async (asks) => {
        const traffic = new AbortController();
        // Whatever becomes of them: faults of every kind may be in force.
        const chats = Promise.allSettled(
          [false, true].map((stream) => askModel(pool, traffic.signal, stream)),
        );
        try {
          await Promise.all(asks.map((ask) => sendAndJudge(pool, api, ask, seen)));
        } finally {
          // With what is in force by now, an answer may take an hour.
          traffic.abort();
          await chats;
        }
      }),
      { numRuns: Math.ceil(requests / AT_ONCE), includeErrorInReport: true },
    );
  } finally {
    await pool.close();
  }
  await restore(url);
  assert.deepEqual(await settingsOf(url), before);
  await until(() => server.state.active === 0, 'all slots are free');
  assert.deepEqual([server.faults, server.workerFailures, server.state.internalErrors], [[], [], 0]);
  await assertAdmits(server, CAP);
  return seen;
}

async function askModel(pool: Pool, signal: AbortSignal, stream: boolean): Promise<void> {
  const body = JSON.stringify({ model: 'm', stream, messages: [{ role: 'user', content: 'x' }] });
  const answer = await pool.request({ method: 'POST', path: '/v1/chat/completions', body, signal });
  await answer.body.dump();
}

async function sendAndJudge(pool: Pool, api: DescribedApi, ask: ControlAsk, seen: Seen): Promise<void> {
  const { method, path, query, body, headers } = ask;
  const answer = await pool.request({
    method: method as 'GET',
    path: `${path}?${new URLSearchParams(query)}`,
    headers,
    body,
  });
  const text = await answer.body.text();
  const status = answer.statusCode;
  const key = `${method} ${path} ${status}`;
  seen.set(key, (seen.get(key) ?? 0) + 1);
  const operation = api.find(method === 'HEAD' ? 'GET' : method, path);
  if (method === 'HEAD') {
    const statuses = operation?.statuses ?? [401, 404, 405];
    assert.ok(text === '' && statuses.includes(status), `${key}: ${text}`);
    return;
  }
  if (operation !== undefined && answer.headers['content-type'] === LINES_TYPE) {
    for (const line of text.trimEnd().split('\n'))
      api.assertAnswer(operation, status, JSON.parse(line), LINES_TYPE);
    return;
  }
  const said = JSON.parse(text) as { error?: { problems: readonly string[] } };
  if (operation === undefined) {
    // Another method of a known path, or another path: as any operation's.
    const [first] = api.operations;
    const expected = api.has(path) ? 405 : 404;
    assert.ok(status === expected || (status === 401 && !ask.isLetIn), key);
    api.assertAnswer(first as Operation, status, said);
    return;
  }
  api.assertAnswer(operation, status, said);
  if (status === 400) assert.ok((said.error?.problems.length ?? 0) > 0, key);
  if (ask.isLetIn) judgeContent(api, operation, ask, status);
}

/** What the description refuses is not done; and what it says in full is. */
function judgeContent(
  api: DescribedApi,
  operation: Operation,
  { query, body }: ControlAsk,
  status: number,
): void {
  const shown = `${operation.method} ${operation.path} ${JSON.stringify(query)} ${body?.slice(0, 500)}: ${status}`;
  if (operation.parameters.length > 0) {
    const isRight = operation.parameters.map(({ name }, index) => {
      const text = query[name] ?? '';
      return text === '' || [text, numberOr(text)].some((one) => api.isRightParameter(operation, index, one));
    });
    assert.equal(status, isRight.includes(false) ? 400 : 200, shown);
  } else if (operation.body === null) {
    assert.equal(status, 200, shown);
  } else if (status === 200 && body !== null && body !== '') {
    assert.ok(api.isRightBody(operation, JSON.parse(body)), `${shown}, against its schema`);
  } else if (status === 200) {
    assert.ok(operation.mayLackBody, shown);
  }
}

/** A whole number as its own text, which alone is one in a query. */
function numberOr(text: string): string | number {
  return /^(?:0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

/** Takes back whatever may be in force. */
async function restore(url: string): Promise<void> {
  await control(url, 'DELETE', '/scenario');
  await control(url, 'DELETE', '/faults/next');
  await control(url, 'POST', '/ready');
  const { live, models } = (await control(url, 'GET', '/config')).body as {
    live?: readonly string[];
    models?: Readonly<Record<string, unknown>>;
  };
  const nothing = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
  const change = { settings: nothing(live ?? []), models: nothing(Object.keys(models ?? {})) };
  assert.equal((await control(url, 'PATCH', '/config', change)).status, 200);
}

async function settingsOf(url: string): Promise<unknown> {
  const { settings, models } = (await control(url, 'GET', '/config')).body;
  return { settings, models };
}
