/** A scenario of the command line: what is logged of it, and how its mistakes are told before anything starts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCli, spawnServer } from '../support/child-process.js';
import { messages } from '../support/in-flight.js';
import { until } from '../support/until.js';

const directory = mkdtempSync(join(tmpdir(), 'llm-mock-scenario-'));
after(() => rmSync(directory, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

test('a scenario is logged by its start, marks and end, and not by its moments', async () => {
  const path = fileOf(
    'short.yaml',
    `
name: short
steps:
  - { at: 0s, for: 2500ms, ramp: { setting: OUTPUT_TOKENS, from: 1, to: 3 }, mark: longer }
  - { at: 2500ms, mark: over }
`,
  );
  const server = await spawnServer({ SCENARIO_FILE: path });
  await until(() => messages(server).includes('scenario: ended'), 'the scenario is over');
  const told = server.log.filter(({ msg }) => /scenario|settings/.test(String(msg)));
  assert.deepEqual(
    told.map(({ msg, scenario, mark = null }) => [msg, scenario, mark]),
    [
      ['scenario: started', 'short', null],
      ['scenario: mark', 'short', 'longer'],
      ['scenario: mark', 'short', 'over'],
      ['scenario: ended', 'short', null],
    ],
  );
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(metrics, /^llm_mock_scenario_step 0$/m);
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
});

test('a mistake in a scenario is told with its place, at the start as by --check, with exit code 2', async () => {
  const path = fileOf('wrong.yaml', 'steps:\n  - { at: 1s, for: never, set: { FAULTS: x, PORT: 1 } }\n');
  for (const argv of [['--check'], []]) {
    const { code, stdout, stderr } = await runCli(argv, { SCENARIO_FILE: path });
    assert.deepEqual([code, stdout], [2, '']);
    const places = [...stderr.matchAll(/wrong\.yaml:(\d+:\d+): /g)].map(([, place]) => place);
    assert.deepEqual(places, ['2:20', '2:42', '2:45'], stderr);
  }
});

test('what is wrong only beside the settings of the start is told with its moment, of either file', async () => {
  const scenario = 'steps: [{ at: 90s, for: 9s, ramp: { setting: RESPONSE_DELAY, from: 1s, to: 9s } }]';
  const own = fileOf('slow.yaml', scenario);
  const config = fileOf(
    'mock.yaml',
    `settings: { MAX_DELAY: 5s, RESPONSE_DELAY: 1s }\nscenario: { ${scenario} }\n`,
  );
  for (const [settings, source] of [
    [{ SCENARIO_FILE: own, MAX_DELAY: '5s', RESPONSE_DELAY: '1s' }, 'SCENARIO_FILE: .*slow\\.yaml'],
    [{ CONFIG_FILE: config }, 'CONFIG_FILE: .*mock\\.yaml'],
  ] as const) {
    const { code, stderr } = await runCli(['--check'], settings);
    assert.equal(code, 2, stderr);
    assert.match(stderr, new RegExp(`^llm-mock-server: ${source}"?: scenario at 98s: .*MAX_DELAY`), stderr);
  }
  assert.equal((await runCli(['--check'], { SCENARIO_FILE: own, RESPONSE_DELAY: '1s' })).stdout, 'ok\n');
});
