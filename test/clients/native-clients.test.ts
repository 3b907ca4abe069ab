/** Clients of a shape of their own, each with no option but the base URL: what each of their calls came to. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { withFolder } from '../support/folder.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { readProjectFile } from '../support/source-tree.js';
import { preparePython } from './environment.js';
import { NATIVE_CLIENTS } from './native-clients.js';
import { runScript } from './run-script.js';

const MODELS = `models:
  limited: { faults: '429' }
`;

const python = await preparePython();
const skip = python.ok ? false : python.reason;

async function start(): Promise<TestServer> {
  let server: Promise<TestServer> | undefined;
  withFolder((folder) => {
    const path = `${folder}/models.yaml`;
    writeFileSync(path, MODELS);
    server = startTestServer({ RESPONSE_TEXT: 'alpha beta gamma', MODELS_FILE: path });
  });
  return server ?? assert.fail();
}

for (const { name, script, apis, seen } of NATIVE_CLIENTS) {
  test(`${name}, ${apis[0]}: each of its calls is answered as it expects`, { skip }, async () => {
    const server = await start();
    const { version, ...report } = await runScript<{ readonly version: string }>(
      python.ok ? python.python : '',
      script,
      server.url,
    );
    assert.match(readProjectFile('test/clients/requirements.txt'), new RegExp(`^${name}==${version} `, 'm'));
    assert.deepEqual(report, seen);
    assert.deepEqual([server.faults, server.state.active], [[], 0]);
  });
}
