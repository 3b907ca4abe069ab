/** What is told by row of the models file, over real sockets: in /metrics, to viewers of /live, and when the file is read again. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { request } from 'undici';
import { ModelTable } from '../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../dist/behavior/profile/profile.js';
import { MODEL_ROWS_MAX } from '../../dist/shared/figures/models.js';
import { MODEL_COLUMNS, type ModelColumn } from '../../dist/shared/live-protocol.js';
import { withFolder } from '../support/folder.js';
import { type Settings, startTestServer, type TestServer } from '../support/in-process.js';
import { type LiveViewer, openLive } from '../support/live-viewer.js';
import { type Family, parseMetrics } from '../support/metrics-text.js';
import { connectRaw } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const CHAT = '/v1/chat/completions';
const FILE = `models:
  exact:
    output_tokens: 3
  "gpt-*":
    output_tokens: 4
  idle:
    output_tokens: 5
`;

/** The file is read before the call gives a promise back. */
function start(yaml: string, settings: Settings = {}): Promise<TestServer> {
  let server: Promise<TestServer> | null = null;
  withFolder((folder) => {
    const file = join(folder, 'models.yaml');
    writeFileSync(file, yaml);
    server = startTestServer({ MODELS_FILE: file, ...settings });
  });
  return server as unknown as Promise<TestServer>;
}

const bodyOf = (model: string, fields = {}) =>
  JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], ...fields });

async function ask(url: string, model: string, fields = {}): Promise<number> {
  const { statusCode, body } = await request(url + CHAT, { method: 'POST', body: bodyOf(model, fields) });
  await body.dump();
  return statusCode;
}

/** Asks for a model that never answers, and leaves when it is in flight. */
async function askAndLeave({ port, state }: TestServer, model: string): Promise<void> {
  const body = bodyOf(`${model};fault=hang`);
  const client = await connectRaw(port);
  client.socket.write(`POST ${CHAT} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await until(() => state.active === 1, 'it is in flight');
  client.socket.destroy();
  await until(() => state.active === 0, 'it has left');
}

async function scrape(url: string): Promise<ReadonlyMap<string, Family>> {
  return parseMetrics(await (await request(`${url}/metrics`)).body.text());
}

/** The values of a family by row, and by its other label if there is one. */
function byRow(families: ReadonlyMap<string, Family>, name: string): Readonly<Record<string, number>> {
  const samples = families.get(name)?.samples ?? assert.fail(name);
  return Object.fromEntries(
    samples.map(({ labels: { model, outcome, kind }, value }) => {
      return [[model, outcome ?? kind].filter((part) => part !== undefined).join(' '), value];
    }),
  );
}

const sumOf = (families: ReadonlyMap<string, Family>, name: string, fits = (_: string) => true): number =>
  (families.get(name)?.samples ?? assert.fail(name))
    .filter((sample) => fits(JSON.stringify(sample.labels)))
    .reduce((sum, { value }) => sum + value, 0);

function countOf(families: ReadonlyMap<string, Family>, name: string): number {
  const samples = families.get(name)?.samples ?? assert.fail(name);
  return samples.filter((one) => one.name === `${name}_count`).reduce((sum, { value }) => sum + value, 0);
}

test('requests to each row and to none, faults and leavers: each is counted under its row, and the sums are those of the whole server', async () => {
  const server = await start(FILE);
  const { url } = server;
  for (let count = 0; count < 3; count++) assert.equal(await ask(url, 'exact'), 200);
  assert.equal(await ask(url, 'gpt-4o', { stream: true }), 200);
  assert.equal(await ask(url, 'gpt-5;seed=2'), 200);
  assert.equal(await ask(url, 'unknown'), 200);
  assert.equal(await ask(url, 'exact;fault=429'), 429);
  assert.equal(await ask(url, 'gpt-4o;delay=oops'), 400);
  await assert.rejects(ask(url, 'gpt-4o;fault=reset'));
  await askAndLeave(server, 'exact');
  await askAndLeave(server, 'nobody');
  const families = await scrape(url);
  assert.deepEqual(byRow(families, 'llm_mock_model_requests_total'), {
    'other answered': 1,
    'other refused': 0,
    'other aborted': 1,
    'exact answered': 3,
    'exact refused': 1,
    'exact aborted': 1,
    'gpt-* answered': 2,
    'gpt-* refused': 1,
    'gpt-* aborted': 1,
    'idle answered': 0,
    'idle refused': 0,
    'idle aborted': 0,
  });
  assert.deepEqual(Object.values(byRow(families, 'llm_mock_model_active_requests')), [0, 0, 0, 0]);
  const replied = (status: string) =>
    sumOf(
      families,
      'llm_mock_requests_total',
      (labels) => /completions/.test(labels) && labels.includes(status),
    );
  const ended = (outcome: string) =>
    sumOf(families, 'llm_mock_model_requests_total', (labels) => labels.includes(outcome));
  assert.equal(ended('answered'), replied('"200"'));
  assert.equal(ended('refused'), replied('"429"') + replied('"400"'));
  assert.equal(ended('aborted'), sumOf(families, 'llm_mock_client_disconnects_total') + 1, 'and the reset');
  for (const kind of ['prompt', 'completion']) {
    const all = sumOf(families, 'llm_mock_tokens_total', (labels) => labels.includes(kind));
    assert.equal(
      sumOf(families, 'llm_mock_model_tokens_total', (labels) => labels.includes(kind)),
      all,
    );
  }
  for (const time of ['time_to_first_token', 'request_duration']) {
    const all = countOf(families, `llm_mock_${time}_seconds`);
    assert.ok(all > 0);
    assert.equal(countOf(families, `llm_mock_model_${time}_seconds`), all);
    assert.equal(countOf(families, `llm_mock_model_planned_${time}_seconds`), all);
  }
  assert.equal(countOf(families, 'llm_mock_model_time_per_output_token_seconds'), 1);
});

test('no client can add a series: names that no row has are all one', async () => {
  const { url } = await start(FILE);
  // The times of a row are told from its first request on, the counts of an endpoint from its first reply on.
  assert.equal(await ask(url, 'a-name'), 200);
  await scrape(url);
  const before = (await (await request(`${url}/metrics`)).body.text()).split('\n').length;
  for (let name = 1; name < 50; name++) assert.equal(await ask(url, `name-${name}`), 200);
  const families = await scrape(url);
  assert.equal(byRow(families, 'llm_mock_model_requests_total')['other answered'], 50);
  assert.equal((await (await request(`${url}/metrics`)).body.text()).split('\n').length, before);
});

test('when the file is read again its new rows are in the next scrape, and no counter goes down', async () => {
  const server = await start(FILE);
  const { url } = server;
  const rowsOf = (...names: string[]) =>
    new ModelTable(names.map((name) => ({ name, profile: EMPTY_PROFILE })));
  await ask(url, 'exact');
  assert.equal(server.replaceModels(rowsOf('gpt-*', 'ex*')), null);
  await ask(url, 'exact');
  await ask(url, 'idle');
  const renamed = byRow(await scrape(url), 'llm_mock_model_requests_total');
  const answered = (name: string) => renamed[`${name} answered`];
  assert.deepEqual(['exact', 'ex*', 'idle', 'other'].map(answered), [1, 1, 0, 1]);
  const many = rowsOf(...Array.from({ length: MODEL_ROWS_MAX }, (_, at) => `row-${at}`));
  assert.match(server.replaceModels(many) ?? '', /^4 rows of the models file count as "other"/);
  await ask(url, `row-${MODEL_ROWS_MAX - 1}`);
  const full = byRow(await scrape(url), 'llm_mock_model_requests_total');
  assert.equal(Object.keys(full).length, 3 * (1 + MODEL_ROWS_MAX));
  assert.deepEqual(
    ['exact', 'ex*', 'other', 'row-0'].map((name) => full[`${name} answered`]),
    [1, 1, 2, 0],
  );
});

test('a file with more rows than are told apart is told at the start', async () => {
  const rows = Array.from({ length: MODEL_ROWS_MAX + 1 }, (_, at) => `  row-${at}: { load_factor: 1 }\n`);
  const { warnings } = await start(`models:\n${rows.join('')}`);
  assert.ok(warnings.some((line) => /^1 row of the models file counts as "other"/.test(line)));
  const { warnings: none } = await start(`models:\n${rows.slice(1).join('')}`);
  assert.equal(
    none.some((line) => line.includes('models file')),
    false,
  );
});

/** What was told last of a row. */
function toldOf({ hello, models }: LiveViewer, name: string) {
  const cells = models
    .at(-1)
    ?.models.find(([row]) => row === name)
    ?.slice(1);
  assert.deepEqual(hello.modelColumns, MODEL_COLUMNS);
  return (column: ModelColumn) => cells?.[hello.modelColumns.indexOf(column)];
}

test('a viewer that asks for it is told of the rows that were asked for, at once and every second; another is not', async () => {
  const { url } = await start(FILE);
  await ask(url, 'exact');
  const plain = await openLive(url);
  const viewer = await openLive(url, { query: '?models=1' });
  await until(() => viewer.models.length > 0, 'it is told at once');
  assert.deepEqual(
    viewer.models[0]?.models.map(([name]) => name),
    ['exact'],
  );
  assert.equal(toldOf(viewer, 'exact')('answered'), 1);
  await ask(url, 'gpt-4o', { stream: true });
  await until(() => toldOf(viewer, 'gpt-*')('answered') === 1, 'the next one is told');
  assert.ok((toldOf(viewer, 'gpt-*')('firstTokenP50Seconds') as number) >= 0);
  assert.equal(toldOf(viewer, 'gpt-*')('completionTokens'), 4);
  await until(() => plain.rows.length >= 2, 'the other one gets its rows');
  assert.deepEqual(plain.models, []);
});
