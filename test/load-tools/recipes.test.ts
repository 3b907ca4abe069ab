/** The streaming recipes of docs/load-tests.md that need a package: each is run as printed, with its environment in the path. */
import assert from 'node:assert/strict';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { preparePython } from '../clients/environment.js';
import { spawnServer } from '../support/child-process.js';
import { aimAt, findBlock, runBlock, shellBlocks, temporaryDirectory } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';
import { prepareVocabulary } from './vocabulary.js';

const blocks = shellBlocks(readProjectFile('docs/load-tests.md'));
const directory = temporaryDirectory();
const SETTINGS = { TIME_TO_FIRST_TOKEN: '200ms', INTER_TOKEN_LATENCY: '20ms', OUTPUT_TOKENS: '16' };

const RECIPES = [
  { part: 'cat > streams.py', lock: undefined, said: /^between tokens [\d.]+ ms, tokens 16$/m },
  { part: 'cat > locustfile.py', lock: 'test/load-tools/locks/locust.txt', said: /SSE +whole stream +[1-9]/ },
  { part: 'aiperf profile', lock: 'test/load-tools/locks/aiperf.txt', said: /Request Count/ },
] as const;

for (const { part, lock, said } of RECIPES) {
  test(`the block runs as printed: ${part}`, async (t) => {
    const [environment, vocabulary] = [await preparePython(lock), await prepareVocabulary()];
    if (!environment.ok) return t.skip(environment.reason);
    if (!vocabulary.ok) return t.skip(vocabulary.reason);
    const server = await spawnServer(SETTINGS);
    const path = `export PATH=${resolve(dirname(environment.python))}:"$PATH" HOME="$PWD"`;
    // So that nobody asks for a vocabulary that cannot be reached from everywhere.
    const offline = `export TIKTOKEN_CACHE_DIR=${dirname(vocabulary.path)}`;
    const block = aimAt(server, findBlock(blocks, part));
    const outcome = await runBlock(`${path}\n${offline}\n${block}`, directory);
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.match(outcome.stdout + outcome.stderr, said);
    assert.equal(server.log.filter(({ level }) => level === 'error').length, 0);
  });
}
