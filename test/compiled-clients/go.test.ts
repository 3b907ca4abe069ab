/** Clients in Go: each takes the tour of all that it can do. They are built by their lock (go.sum); the first build takes minutes. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../clients/environment.js';
import { missingTool } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';
import { reasonNotHad, testTour } from './compiled-tour.js';

const run = promisify(execFile);

const SOURCE = 'test/compiled-clients/go';
const BUILD_MS = 1_800_000;

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
    return reasonNotHad(error, 'the modules of Go');
  }
}

const skip = await build();

for (const command of ['openai', 'anthropic']) testTour(`go-${command}`, skip, join(folder, command));
