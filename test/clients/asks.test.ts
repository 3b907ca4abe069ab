/** Clients in other languages that ask for tools, schemas, thoughts and lengths, each parsed by the client itself; and 200 agents at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { readProjectFile } from '../support/source-tree.js';
import { ASKS } from './asks.js';
import { CLIENTS } from './clients.js';
import { preparePython } from './environment.js';
import type { Feature } from './page/features.js';
import { saw } from './page/seen.js';
import { runScript } from './run-script.js';

const python = await preparePython();
const skip = python.ok ? false : python.reason;

/** The columns of the page that these checks are of. */
function featuresOf(checks: readonly string[]): Feature[] {
  const has = (pattern: RegExp): boolean => checks.some((name) => pattern.test(name));
  return [
    ...(has(/tools|functions|agents|chat/) ? (['tools'] as const) : []),
    ...(has(/schema|typed/) ? (['schema'] as const) : []),
  ];
}

test('every client that is held to words is held to what else it asks for', () => {
  const asked = new Set(ASKS.map(({ name }) => name));
  assert.deepEqual(
    CLIENTS.filter(({ name }) => !asked.has(name)),
    [],
  );
});

for (const { name, script, seen } of ASKS) {
  test(`${name}: ${Object.keys(seen).join(', ').replaceAll('_', ' ')}`, { skip }, async () => {
    const server = await startTestServer({ TOOL_TURNS: '2', MAX_BODY_BYTES: '262144' });
    const { version, ...report } = await runScript<Record<string, unknown>>(
      python.ok ? python.python : '',
      script,
      server.url,
    );
    assert.deepEqual(report, seen);
    assert.match(readProjectFile('test/clients/requirements.txt'), new RegExp(`^${name}==${version} `, 'm'));
    assert.deepEqual([server.faults, server.state.active], [[], 0]);
    saw(`python-${name}`, version as string, featuresOf(Object.keys(seen)));
  });
}
