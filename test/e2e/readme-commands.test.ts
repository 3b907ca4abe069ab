import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../../dist/config/read/reader.js';
import { spawnServer } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { abFoundNoFault, heyFoundNoFault, wrkFoundNoFault } from '../support/load-generators.js';
import { readModelsFile } from '../support/models-file.js';
import {
  aimAt,
  missingTool,
  type Outcome,
  readStartBlock,
  runBlock,
  shellBlocks,
  temporaryDirectory,
} from '../support/readme.js';
import { filesBelow, readProjectFile } from '../support/source-tree.js';
import { parseSse } from '../support/sse.js';

type Check = (outcome: Outcome) => void;

/**
 * What becomes of the one block that contains `part`. A block of the kind `start` is read as settings and flags of the
 * command that `npm start` and `npx` run, so that no test needs npm; `start` holds what its ready line must say.
 */
type Place = { readonly part: string } & (
  | { readonly run: Check; readonly tools?: readonly string[] }
  | { readonly start: Readonly<Record<string, number | string>> }
  | { readonly elsewhere: string }
  | { readonly notRun: string }
);

const CONTAINER = 'needs a container engine';

const PLACES: readonly Place[] = [
  { part: 'npm ci && npm start', elsewhere: 'readme-output.test.ts' },
  { part: '-d \'{"model":"qwen-plus","messages"', tools: ['curl'], run: isCompletion },
  {
    part: 'npx llm-mock-server --response-delay-seconds',
    start: { latency: 'whole answer 500ms', max_concurrent: 2000 },
  },
  { part: 'ADMIN_KEY=change-me RESPONSE_DELAY', start: { latency: 'whole answer 2s' } },
  { part: 'PEERS=mock-2:8080,mock-3:8080', start: { latency: 'whole answer 0' } },
  { part: 'PREFIX_CACHE=on PREFILL_PER_TOKEN', start: { max_body_bytes: 1_048_576 } },
  { part: 'ctl set RESPONSE_DELAY=', elsewhere: 'ctl.test.ts' },
  { part: 'ctl scenario start', elsewhere: 'ctl.test.ts' },
  { part: 'curl -s -X PATCH', elsewhere: 'ctl.test.ts' },
  { part: 'docker build', notRun: CONTAINER },
  { part: 'docker stop', notRun: CONTAINER },
  { part: 'docker compose up', notRun: CONTAINER },
  { part: 'docker compose --profile cluster', notRun: CONTAINER },
  { part: 'docker stack deploy', notRun: CONTAINER },
  { part: '8080/v1/messages', tools: ['curl'], run: isMessage },
  { part: 'json" \\\n  -d \'{"model":"qwen-plus","stream":true', tools: ['curl'], run: isStream(16) },
  { part: "RESPONSE_DELAY='", start: { latency: 'whole answer lognormal(p50=2s,p99=20s)' } },
  {
    part: "TIME_TO_FIRST_TOKEN='lognormal",
    start: {
      latency:
        'first token lognormal(p50=400ms,p99=3s), between tokens normal(20ms,5ms), uniform(100,300) tokens',
    },
  },
  {
    part: "FAULTS='",
    start: {
      latency:
        'whole answer 0, faults 5%:429(retry-after=2s),1%:500,0.5%:reset,1%:cut(at=40%),0.2%:stall(30s)',
    },
  },
  { part: 'MAX_BODY_BYTES=4MiB npm start', start: { max_body_bytes: 4_194_304 } },
  { part: 'MAX_BODY_BYTES=32MiB npm start', start: { max_body_bytes: 33_554_432 } },
  {
    part: "TOOL_CALLS='",
    start: {
      latency:
        'whole answer 0, 200 tokens of thought, mix(80%:1,20%:0) tool calls, uniform(1,4) turns of tools',
    },
  },
  { part: 'cat > models.yaml', run: isModelsFile },
  { part: 'MODELS_FILE=models.yaml npm start', elsewhere: 'the check of the block that writes the file' },
  {
    part: "MODELS='gpt-4o,claude-*' npm start",
    start: { models: 9 },
  },
  { part: "ALLOWED_HOSTS='", elsewhere: 'test/integration/allowed-hosts.test.ts' },
  { part: 'calibrate --url', elsewhere: 'calibrate.test.ts' },
  { part: 'empirical(latencies.csv', elsewhere: 'test/integration/traces.test.ts' },
  { part: 'trace(AzureLLMInferenceTrace', elsewhere: 'test/integration/traces.test.ts' },
  { part: 'cat > mock.yaml', run: isConfigFile },
  {
    part: '--config mock.yaml',
    elsewhere: 'the check of the block that writes the file, and config-file.test.ts',
  },
  { part: '--scenario-file docs/scenarios/', elsewhere: 'test/unit/config/scenario/scenario-file.test.ts' },
  { part: 'x-mock-ttft', tools: ['curl'], run: isStream(50) },
  { part: 'qwen-plus;delay=', tools: ['curl'], run: isOverridden },
  { part: 'SHOULD_RETRY=false', elsewhere: 'readme-retries.test.ts' },
  {
    part: 'cat > post_data.json',
    run: () => JSON.parse(readFileSync(join(directory, 'post_data.json'), 'utf8')),
  },
  { part: 'ab -q -n 1000', tools: ['ab'], run: abFoundNoFault },
  { part: 'ab -q -k -n 1000', tools: ['ab'], run: abFoundNoFault },
  { part: 'wrk -t 2', tools: ['wrk'], run: wrkFoundNoFault },
  { part: 'hey -n 1000', tools: ['hey'], run: heyFoundNoFault },
  { part: 'cat > streams.py', elsewhere: 'test/load-tools/recipes.test.ts' },
  { part: 'cat > locustfile.py', elsewhere: 'test/load-tools/recipes.test.ts' },
  { part: 'cat > stream.js', tools: ['k6'], run: ({ stdout }) => assert.match(stdout, /: 100\.00%/) },
  { part: 'aiperf profile', elsewhere: 'test/load-tools/recipes.test.ts' },
  { part: 'cat > nginx.conf', tools: ['nginx', 'curl'], run: isStream(16) },
  { part: 'cat > litellm.yaml', elsewhere: 'test/clients/gateways.test.ts' },
  { part: 'cat > envoy.yaml', elsewhere: 'test/clients/gateways.test.ts' },
  { part: 'npx autocannon', elsewhere: 'readme-load-generators.test.ts' },
  { part: 'MAX_CONCURRENT=1500 npm start', elsewhere: 'test/slow/readme-ramp.test.ts' },
  { part: 'for c in 100 500 1000 1500 2000', elsewhere: 'test/slow/readme-ramp.test.ts' },
  { part: 'helm install', elsewhere: 'test/kubernetes/release.test.ts, with other values' },
  { part: 'watch -n 1', tools: ['curl', 'jq'], run: isHealthReport },
  { part: 'cat > memory-alert.sh', elsewhere: 'readme-alert.test.ts' },
  { part: '8080/metrics\n', tools: ['curl'], run: isMetricsPage },
  { part: 'ulimit -n\n', run: ({ stdout }) => assert.match(stdout, /^(\d+|unlimited)\n$/) },
  { part: 'cat /proc/sys/net/ipv4', run: ({ stdout }) => assert.match(stdout, /^\d+\s+\d+\n$/) },
  { part: 'sudo sysctl', notRun: 'changes a setting of the machine' },
  { part: 'cat /proc/sys/net/core', run: ({ stdout }) => assert.match(stdout, /^\d+\n$/) },
  { part: "grep -E '^llm_mock_(unread", tools: ['curl'], run: showsWhatTheMockAdds },
  { part: 'npm run bench\n', notRun: 'takes minutes; bench/test/bench-command.test.ts runs a part of it' },
  { part: 'npm run bench -- --profile', elsewhere: 'bench/test/arguments.test.ts' },
  { part: 'npm run bench -- --from', elsewhere: 'bench/test/bench-command.test.ts' },
  { part: 'docker compose --profile bench', notRun: CONTAINER },
  {
    part: 'docker compose --profile monitoring',
    notRun: 'test/container/monitoring.test.ts does, without Grafana',
  },
];

/** The Chinese pages have the same blocks; test/tidy/twins.test.ts holds them to it. */
const PAGES = ['README.md', ...filesBelow('docs').filter((path) => /^docs\/[\w-]+\.md$/.test(path))];
// Each once, however many pages show it, and with a line break at the end, so that a place can name a whole last line.
const blocks = [...new Set(PAGES.flatMap((page) => shellBlocks(readProjectFile(page))))].map(
  (block) => `${block}\n`,
);
const directory = temporaryDirectory();
const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '0.05', HTTP10_PORT: '0' });
/** For what stands before the server. */
const gatewayPort = await freePort();

test('every shell block of README.md and docs/ has exactly one place in the table of this file, and every place a block', () => {
  for (const block of blocks) {
    const parts = PLACES.map(({ part }) => part).filter((part) => block.includes(part));
    assert.equal(parts.length, 1, `${JSON.stringify(parts)} fit the block\n${block}`);
  }
  assert.equal(blocks.length, PLACES.length);
});

for (const place of PLACES) {
  const block = blocks.find((text) => text.includes(place.part))?.trimEnd() ?? '';
  if ('run' in place) {
    const skip = missingTool(place.tools ?? []);
    test(`the block runs as printed: ${place.part}`, { skip }, async () => {
      const aimed = aimAt(server, block).replaceAll('127.0.0.1:8090', `127.0.0.1:${gatewayPort}`);
      const outcome = await runBlock(aimed, directory);
      assert.equal(outcome.code, 0, outcome.stderr);
      place.run(outcome);
    });
  } else if ('start' in place) {
    test(`the block starts a server with these settings: ${place.part}`, async () => {
      const { settings, argv } = readStartBlock(block);
      const { child, ready, exited } = await spawnServer(settings, argv);
      child.kill('SIGINT');
      assert.equal((await exited).code, 0);
      for (const [name, value] of Object.entries(place.start)) assert.equal(ready[name], value, name);
    });
  }
}

function isCompletion({ stdout }: Outcome): void {
  const reply = JSON.parse(stdout);
  assert.equal(reply.object, 'chat.completion');
  assert.equal(reply.model, 'qwen-plus');
  assert.match(readProjectFile('README.md'), new RegExp(`"content":"${reply.choices[0].message.content}"`));
}

function isMessage({ stdout }: Outcome): void {
  const reply = JSON.parse(stdout);
  assert.deepEqual([reply.type, reply.stop_reason], ['message', 'end_turn']);
}

/** A chat stream of so many pieces. */
function isStream(pieces: number): Check {
  return ({ stdout }) => {
    const events = parseSse(stdout);
    assert.equal(events.length, pieces + 3);
    assert.equal(events.at(-1)?.data, '[DONE]');
  };
}

function isOverridden({ stdout }: Outcome): void {
  const reply = JSON.parse(stdout);
  assert.deepEqual([reply.model, reply.usage.completion_tokens], ['qwen-plus;delay=500ms;tokens=20', 20]);
}

/** The file that the block wrote is one that the server reads, and so is the example of its own page. */
function isModelsFile(): void {
  const read = readModelsFile(readFileSync(join(directory, 'models.yaml'), 'utf8'));
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(read.table.names, ['qwen-plus', 'batch-model']);
}

/** What the block wrote is a config file in which nothing is wrong. */
function isConfigFile(): void {
  const argv = ['--config', join(directory, 'mock.yaml')];
  const read = readConfig({ env: {}, argv, cpu: { totalCores: 1, availableCores: 1, source: 'test' } });
  assert.equal(read.kind, 'config', JSON.stringify(read));
}

/** Every key that docs/operations.md prints is in the report, and the other way round. */
function isHealthReport({ stdout }: Outcome): void {
  const printed = /^```json\n(\{\n.*?\n\})\n```$/ms.exec(readProjectFile('docs/operations.md'))?.[1] ?? '';
  assert.deepEqual(keyPaths(JSON.parse(stdout)), keyPaths(JSON.parse(printed)));
}

function keyPaths(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? keyPaths(inner, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

const OF_A_THREAD = 'llm_mock_thread_';

/** The tables of docs/metrics.md and its twin name the families that are exported, all of them and no others. */
function isMetricsPage({ stdout }: Outcome): void {
  const exported = [...stdout.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name as string);
  for (const file of ['docs/metrics.md', 'docs/metrics.zh-CN.md']) {
    const rows = readProjectFile(file).match(/^\| `(?:llm_mock|process)_.*$/gm) ?? [];
    const named = rows.flatMap((row) => [...row.matchAll(/`((?:llm_mock|process)_[a-z_]+)/g)]);
    // Those of each thread are there where several serve.
    const several = exported.some((name) => name.startsWith(OF_A_THREAD));
    const names = named
      .map(([, name]) => name as string)
      .filter((name) => several || !name.startsWith(OF_A_THREAD));
    assert.deepEqual(names.sort(), [...exported].sort(), file);
  }
}

function showsWhatTheMockAdds({ stdout }: Outcome): void {
  assert.match(stdout, /^llm_mock_delay_lateness_seconds_count \d+$/m);
  assert.match(stdout, /^llm_mock_event_loop_lag_seconds [\d.e-]+$/m);
}
