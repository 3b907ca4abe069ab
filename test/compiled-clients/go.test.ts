/** Clients in Go: each takes the tour of all that it can do. They are built by their lock (go.sum); the first build takes minutes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { cacheFolder } from '../clients/environment.js';
import { CATALOG } from '../clients/page/catalog.js';
import { saw } from '../clients/page/seen.js';
import { judgeTour, startTourServer, type Tour } from '../clients/tours.js';
import { missingTool } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const run = promisify(execFile);

const SOURCE = 'test/compiled-clients/go';
const BUILD_MS = 1_800_000;
/** What hangs for so long has hung. */
const HUNG_MS = 120_000;

const folder = resolve(cacheFolder('go-', readProjectFile(`${SOURCE}/go.sum`)));

/** Why nothing can be built, as a reason to skip; false when all is. */
async function build(): Promise<string | false> {
  const missing = missingTool(['go']);
  if (missing !== false) return missing;
  mkdirSync(folder, { recursive: true });
  const flags = ['build', '-mod=readonly', '-o', `${folder}/`, './openai', './anthropic'];
  try {
    await run('go', flags, { cwd: SOURCE, timeout: BUILD_MS });
    return false;
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    // A sum that is not the one of the lock, or code that does not compile, is no reason to go on.
    if (!/dial tcp|lookup|connection refused|no such host/.test(stderr)) throw error;
    return `the modules of Go cannot be had: ${(stderr || message).trim().slice(-300)}`;
  }
}

const skip = await build();

for (const command of ['openai', 'anthropic']) {
  const id = `go-${command}`;
  const { name = '', features = [] } = CATALOG.find((row) => row.id === id) ?? {};
  test(`${name}: ${features.join(', ')}`, { skip }, async () => {
    const server = await startTourServer();
    const env = { PATH: process.env.PATH, NO_PROXY: '*' };
    const { stdout } = await run(join(folder, command), [server.url], { env, timeout: HUNG_MS });
    const tour = JSON.parse(stdout) as Tour;
    const worked = await judgeTour(server, tour);
    assert.deepEqual(worked.toSorted(), [...features].toSorted());
    saw(id, tour.version, worked);
  });
}
