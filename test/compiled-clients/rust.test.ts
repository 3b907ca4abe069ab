/** A client in Rust: it takes the tour of all that it can do. It is built by its lock (Cargo.lock); the first build takes minutes. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../clients/environment.js';
import { missingTool } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';
import { reasonNotHad, testTour } from './compiled-tour.js';

const run = promisify(execFile);

const SOURCE = 'test/compiled-clients/rust';
const BUILD_MS = 1_800_000;
/** At once: more would take the memory of a small machine. */
const JOBS = '2';

const folder = resolve(cacheFolder('rust-', readProjectFile(`${SOURCE}/Cargo.lock`)));

/** Why nothing can be built, as a reason to skip; false when all is. */
async function build(): Promise<string | false> {
  const missing = missingTool(['cargo']);
  if (missing !== false) return missing;
  const env = { ...process.env, CARGO_TARGET_DIR: folder };
  try {
    await run('cargo', ['build', '--locked', '--jobs', JOBS], { cwd: SOURCE, env, timeout: BUILD_MS });
    return false;
  } catch (error) {
    return reasonNotHad(error, 'the crates of Rust');
  }
}

testTour('rust-async-openai', await build(), join(folder, 'debug', 'tours'));
