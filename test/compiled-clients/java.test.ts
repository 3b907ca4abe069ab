/** Clients in Java: each takes the tour of all that it can do. Maven fetches their jars, which have to be those of the lock (jars.sums). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../clients/environment.js';
import { missingTool } from '../support/readme.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';
import { reasonNotHad, testTour } from './compiled-tour.js';

const run = promisify(execFile);

const SOURCE = 'test/compiled-clients/java';
const LOCK = `${SOURCE}/jars.sums`;
const FETCH_MS = 1_800_000;
/** The least that both need: it would take a quarter of the machine's memory. */
const HEAP = '-Xmx256m';

const sources = filesBelow(SOURCE).filter((path) => path.endsWith('.java'));
const folder = resolve(cacheFolder('java-', readProjectFile(LOCK), ...sources.map(readProjectFile)));
const jars = resolve(cacheFolder('jars-', readProjectFile(LOCK)));

/** Why nothing can be built, as a reason to skip; false when all is. */
async function build(): Promise<string | false> {
  const missing = missingTool(['mvn', 'javac', 'java']);
  if (missing !== false) return missing;
  if (!existsSync(jars)) {
    const fetched = `${jars}.${process.pid}`;
    const goal = 'dependency:copy-dependencies';
    const options = ['-B', '-q', goal, '-DincludeScope=runtime', `-DoutputDirectory=${fetched}`];
    try {
      await run('mvn', options, { cwd: SOURCE, timeout: FETCH_MS });
      assert.equal(sumsOf(fetched), readProjectFile(LOCK), 'the jars are those of the lock');
      renameSync(fetched, jars);
    } catch (error) {
      return reasonNotHad(error, 'the jars of Java');
    } finally {
      rmSync(fetched, { recursive: true, force: true });
    }
  }
  if (!existsSync(folder)) await run('javac', ['-nowarn', '-cp', `${jars}/*`, '-d', folder, ...sources]);
  return false;
}

/** As `sha256sum *.jar` prints them. */
function sumsOf(path: string): string {
  const names = readdirSync(path).sort();
  const sum = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(path, name)))
      .digest('hex');
  return names.map((name) => `${sum(name)}  ${name}\n`).join('');
}

const skip = await build();

for (const [id, main] of [
  ['java-openai', 'OpenAiTour'],
  ['java-langchain4j', 'LangChainTour'],
] as const) {
  testTour(id, skip, 'java', [HEAP, '-cp', `${folder}:${jars}/*`, main]);
}
