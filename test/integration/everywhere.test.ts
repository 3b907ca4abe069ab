// Owns: that what the server does for every request holds at the paths of Ollama, of Bedrock, and of pictures and sound: the slot, the
// delay, faults, the journal, the limits, and the figures by model.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { withFolder } from '../support/folder.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const MODEL = 'row-model';
const FORM = [
  '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\nMODEL\r\n',
  '--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nsound\r\n--b--\r\n',
].join('');
const CONTENT = [{ text: 'hi' }];
const CLAUDE = { max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] };

/** The endpoint, and a good body for it; MODEL stands for the model where that is in the path, or in a form. */
const ASKS: readonly (readonly [endpoint: string, body: object | string])[] = [
  ['/api/chat', { messages: [{ role: 'user', content: 'hi' }] }],
  ['/api/generate', { prompt: 'hi', stream: false }],
  ['/api/embed', { input: 'hi' }],
  ['/api/embeddings', { prompt: 'hi' }],
  ['/api/show', {}],
  ['/model/{modelId}/converse', { messages: [{ role: 'user', content: CONTENT }] }],
  ['/model/{modelId}/converse-stream', { messages: [{ role: 'user', content: CONTENT }] }],
  ['/model/{modelId}/invoke', CLAUDE],
  ['/model/{modelId}/invoke-with-response-stream', CLAUDE],
  ['/v1/images/generations', { prompt: 'hi', size: '256x256' }],
  ['/v1/audio/speech', { input: 'hi', voice: 'any' }],
  ['/v1/audio/transcriptions', FORM],
  ['/v1/audio/translations', FORM],
];

async function ask(
  { url }: TestServer,
  [endpoint, body]: (typeof ASKS)[number],
  model = MODEL,
): Promise<number> {
  const path = endpoint.replace('{modelId}', encodeURIComponent(model));
  const named = endpoint.includes('{') ? body : { model, ...Object(body) };
  const sent = typeof body === 'string' ? body.replace('MODEL', model) : JSON.stringify(named);
  const response = await fetch(url + path, { method: 'POST', body: sent });
  await response.arrayBuffer();
  return response.status;
}

/** With a row in its models file. */
function start(settings: Readonly<Record<string, string>>): Promise<TestServer> {
  const started: Promise<TestServer>[] = [];
  withFolder((folder) => {
    const file = join(folder, 'models.yaml');
    writeFileSync(file, `models:\n  ${MODEL}:\n    output_tokens: 3\n`);
    started.push(startTestServer({ MODELS_FILE: file, ADMIN_KEY, ...settings }));
  });
  return started[0] as Promise<TestServer>;
}

test('every request is in the journal by its endpoint and model, counted, and among the figures of its row', async () => {
  const server = await start({});
  for (const one of ASKS) assert.equal(await ask(server, one), 200, one[0]);
  const { body } = await control(server.url, 'GET', '/journal?limit=1000');
  const lines = body.requests as readonly { endpoint: string; model: string; status: number }[];
  assert.deepEqual(
    lines.map(({ endpoint, model, status }) => [endpoint, model, status]).reverse(),
    ASKS.map(([endpoint]) => [endpoint, MODEL, 200]),
  );
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  for (const [endpoint] of ASKS) {
    assert.equal(
      metrics.includes(`llm_mock_requests_total{endpoint="${endpoint}",status="200"} 1\n`),
      true,
      endpoint,
    );
  }
  const ofRow = new RegExp(`^llm_mock_model_requests_total\\{[^}]*"${MODEL}"[^}]*\\} ${ASKS.length}$`, 'm');
  assert.match(metrics, ofRow);
});

test('a fault that is asked for comes at each of them', async () => {
  const server = await start({});
  for (const one of ASKS) assert.equal(await ask(server, one, `${MODEL};fault=503`), 503, one[0]);
});

test('a limit holds for each of them', async () => {
  const server = await start({ RATE_LIMITS: 'all: 1 requests/day' });
  assert.equal(await ask(server, ASKS[0] as (typeof ASKS)[number]), 200);
  for (const one of ASKS) assert.equal(await ask(server, one), 429, one[0]);
});

test('each of them takes a slot, and is refused where there is none', async () => {
  const server = await start({ MAX_CONCURRENT: '1', RESPONSE_DELAY: '1h' });
  const held = new AbortController();
  const chat = fetch(`${server.url}/api/chat`, {
    method: 'POST',
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
    signal: held.signal,
  });
  await until(() => server.state.active === 1, 'the slot is taken');
  for (const one of ASKS) assert.equal(await ask(server, one), 503, one[0]);
  held.abort();
  await assert.rejects(chat);
});
