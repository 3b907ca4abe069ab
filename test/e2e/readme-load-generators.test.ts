/** The recipes of docs/load-tests.md whose tools come from npm, or from nowhere that this suite may take them from. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { spawnServer } from '../support/child-process.js';
import {
  aimAt,
  findBlock,
  missingTool,
  runBlock,
  shellBlocks,
  temporaryDirectory,
} from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const run = promisify(execFile);

const blocks = shellBlocks(readProjectFile('docs/load-tests.md'));
const directory = temporaryDirectory();
const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '0.05' });
/** The bench has autocannon: npx takes what is installed where it is called. */
const PACKAGES = resolve('bench/node_modules');

test('the block runs as printed: npx autocannon', {
  skip: existsSync(join(PACKAGES, 'autocannon')) ? false : 'npm run build:bench installs autocannon',
}, async () => {
  symlinkSync(PACKAGES, join(directory, 'node_modules'));
  assert.equal((await runBlock(findBlock(blocks, 'cat > post_data.json'), directory)).code, 0);
  const { code, stderr } = await runBlock(aimAt(server, findBlock(blocks, 'npx autocannon')), directory);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^1k requests in /m);
  assert.doesNotMatch(stderr, /2xx|errors|timeouts/);
});

/** k6's two functions as the script uses them: a request is read as a whole, and a check is counted. */
const K6 = {
  'k6/index.js': `
export function check(reply, checks) {
  for (const [name, holds] of Object.entries(checks)) console.log(JSON.stringify([name, holds(reply)]));
}`,
  'k6/http.js': `
import { execFileSync } from 'node:child_process';
function post(url, body, { headers }) {
  const flags = Object.entries(headers).flatMap(([name, value]) => ['-H', name + ': ' + value]);
  return { body: execFileSync('curl', ['-sS', '--fail', url, ...flags, '-d', body], { encoding: 'utf8' }) };
}
export default { post };`,
  'k6/package.json': '{ "type": "module", "exports": { ".": "./index.js", "./http": "./http.js" } }',
} as const;

test('the script of the block for k6, run with curl in the place of k6, finds its stream whole', {
  skip: missingTool(['curl']),
}, async () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'node_modules', 'k6'), { recursive: true });
  for (const [name, text] of Object.entries(K6)) writeFileSync(join(folder, 'node_modules', name), text);
  const block = aimAt(server, findBlock(blocks, 'cat > stream.js')).replace(/^k6 run .*$/m, 'true');
  assert.equal((await runBlock(block, folder)).code, 0);
  const once =
    "const { default: ask, options } = await import('./stream.js'); ask(); console.log(options.vus);";
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', once], { cwd: folder });
  assert.equal(stdout, '["whole stream",true]\n20\n');
});
