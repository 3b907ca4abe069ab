/**
 * ab as it is printed in docs/load-tests.md, with fewer requests, against the delay that is set by default: longer than a silent
 * connection is kept otherwise. ab has one more than it has requests.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { abFoundNoFault } from '../support/load-generators.js';
import {
  aimAt,
  findBlock,
  missingTool,
  runBlock,
  shellBlocks,
  temporaryDirectory,
} from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const DELAY_SECONDS = '10';
/** The first one alone, then a hundred twice, and the rest. */
const REQUESTS = 250;

const blocks = shellBlocks(readProjectFile('docs/load-tests.md'));

for (const command of ['ab -q -n 1000', 'ab -q -k -n 1000']) {
  test(`${command}: with a delay of ten seconds no request fails`, {
    skip: missingTool(['ab']),
  }, async () => {
    const server = await spawnServer({ RESPONSE_DELAY_SECONDS: DELAY_SECONDS, HTTP10_PORT: '0' });
    const directory = temporaryDirectory();
    assert.equal((await runBlock(findBlock(blocks, 'cat > post_data.json'), directory)).code, 0);
    const printed = aimAt(server, findBlock(blocks, command));
    const outcome = await runBlock(printed.replace('-n 1000 -c 100', `-n ${REQUESTS} -c 100`), directory);
    abFoundNoFault(outcome, REQUESTS);
  });
}
