import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import {
  aimAt,
  findBlock,
  missingTool,
  readStartBlock,
  runBlock,
  shellBlocks,
  temporaryDirectory,
} from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

/** Long enough for 2,000 requests to be in before the first of them is answered. */
const DELAY_SECONDS = '1.5';

const blocks = shellBlocks(readProjectFile('docs/load-tests.md'));

test('the ramp of docs/load-tests.md crosses the cap in its last step, and only there', {
  skip: missingTool(['ab']),
}, async () => {
  const { settings } = readStartBlock(findBlock(blocks, 'MAX_CONCURRENT=1500 npm start'));
  const http10Port = await freePort();
  const server = await spawnServer({
    ...settings,
    RESPONSE_DELAY_SECONDS: DELAY_SECONDS,
    HTTP10_PORT: String(http10Port),
  });
  const directory = temporaryDirectory();
  assert.equal((await runBlock(findBlock(blocks, 'cat > post_data.json'), directory)).code, 0);

  const ramp = aimAt(server, findBlock(blocks, 'for c in 100 500 1000 1500 2000'));
  const { code, stdout, stderr } = await runBlock(ramp, directory);

  assert.equal(code, 0, stderr);
  const steps = stdout
    .split('concurrency: ')
    .slice(1)
    .map((step) => (step.match(/\d+$/gm) ?? []).map(Number));
  const rejected = steps.at(-1)?.at(-1) ?? 0;
  // The concurrency, complete requests, failed requests, and answers other than 2xx, if any.
  assert.deepEqual(steps, [
    [100, 100, 0],
    [500, 500, 0],
    [1000, 1000, 0],
    [1500, 1500, 0],
    [2000, 2000, 0, rejected],
  ]);
  // Newer versions of ab send the first request alone, the others at once.
  assert.ok(rejected === 499 || rejected === 500, `${rejected} were rejected`);

  const metrics = await (await request(`${server.url}/metrics`)).body.text();
  assert.match(metrics, /^llm_mock_peak_requests 1500$/m);
  assert.match(metrics, new RegExp(`^llm_mock_rejected_total\\{reason="capacity"\\} ${rejected}$`, 'm'));
  assert.match(metrics, /^llm_mock_active_requests 0$/m);
});
