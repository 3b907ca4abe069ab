import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCli, type ServerProcess, spawnServer } from '../support/child-process.js';
import { messages } from '../support/in-flight.js';
import { until } from '../support/until.js';

const directory = mkdtempSync(join(tmpdir(), 'llm-mock-models-'));
after(() => rmSync(directory, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** How many tokens an answer of this model has: what the row of the file gives tells which one was used. */
async function tokensOf({ url }: ServerProcess, model: string): Promise<number> {
  const reply = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, messages: [{ role: 'user' }] }),
  });
  assert.equal(reply.status, 200);
  return ((await reply.json()) as { usage: { completion_tokens: number } }).usage.completion_tokens;
}

test('models answer as their row of the file says, by name or by pattern, and the rest as the settings say', async () => {
  const path = fileOf(
    'models.yaml',
    `models:
  slow: { response_delay: 60ms, output_tokens: 6 }
  "gpt-*": { response_delay: 30ms, output_tokens: 5 }
  gpt-4o: { time_to_first_token: 10ms, inter_token_latency: 5ms, output_tokens: 3 }
`,
  );
  const server = await spawnServer({ MODELS_FILE: path, OUTPUT_TOKENS: '8' });
  assert.equal(await tokensOf(server, 'slow'), 6);
  assert.equal(await tokensOf(server, 'gpt-3.5'), 5);
  assert.equal(await tokensOf(server, 'gpt-4o'), 3);
  assert.equal(await tokensOf(server, 'gpt-4o;tokens=2'), 2);
  assert.equal(await tokensOf(server, 'other'), 8);
  const list = (await (await fetch(`${server.url}/v1/models`)).json()) as { data: { id: string }[] };
  assert.deepEqual(
    list.data.map(({ id }) => id),
    ['qwen-plus', 'slow', 'gpt-4o'],
  );
});

test('on SIGHUP the file is read again, while requests in flight keep what was planned for them', async () => {
  const path = fileOf('again.yaml', 'models: { m: { response_delay: 900ms, output_tokens: 4 } }\n');
  const server = await spawnServer({ MODELS_FILE: path });
  const before = tokensOf(server, 'm');
  await until(async () => {
    const health = (await (await fetch(`${server.url}/health`)).json()) as { active_requests: number };
    return health.active_requests === 1;
  }, 'the request is in flight');
  fileOf(
    'again.yaml',
    'models: { m: { response_delay: 10ms, output_tokens: 2 }, n: { response_delay: 1s } }\n',
  );
  server.child.kill('SIGHUP');
  await until(() => messages(server).includes('models file read again'), 'it was read');
  assert.equal(await tokensOf(server, 'm'), 2);
  assert.equal(await before, 4);
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
});

test('a broken file leaves the old one in force, and every problem is logged with its place', async () => {
  const path = fileOf('broken.yaml', 'models: { m: { output_tokens: 4 } }\n');
  const server = await spawnServer({ MODELS_FILE: path });
  for (const [text, problems] of [
    [
      'models:\n  m:\n    response_delay: 2\n    nonsense: 1\n',
      [
        `${path}:3:21: response_delay: expected a unit (us, ms, s, m, h) after 2, got the end (at character 2 of "2")`,
        `${path}:4:5: unknown key "nonsense", expected one of profile, response_delay, time_to_first_token, inter_token_latency, prefill_per_token, output_tokens, reasoning_tokens, tool_calls, tool_turns, load_factor, max_model_len, faults`,
      ],
    ],
    ['models: [', null],
    [null, [`${path}: there is no such file (ENOENT)`]],
  ] as const) {
    if (text === null) rmSync(path);
    else fileOf('broken.yaml', text);
    const logged = server.log.length;
    server.child.kill('SIGHUP');
    const refused = 'models file not used; the old one stays';
    await until(() => messages(server).slice(logged).includes(refused), 'it was refused');
    const lines = messages(server)
      .slice(logged)
      .filter((line) => line !== refused);
    if (problems !== null) assert.deepEqual(lines, problems);
    else assert.equal(lines.length > 0, true);
    assert.equal(await tokensOf(server, 'm'), 4);
  }
});

test('a broken file at the start is a wrong setting among the others, each problem on its line', async () => {
  const models = fileOf('start.yaml', 'models:\n  a: { profile: huge }\n');
  const answers = fileOf('answers.txt', '\n\n');
  const { code, stderr } = await runCli([], {
    MODELS_FILE: models,
    PORT: 'x',
    RESPONSE_CONTENT: 'file',
    RESPONSE_FILE: answers,
  });
  assert.equal(code, 2);
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'llm-mock-server: PORT: expected a whole number from 0 to 65535, got "x"',
    `MODELS_FILE: ${models}:2:17: profile: expected one of small-hosted, large-hosted, fast-hosted, small-self-hosted, large-self-hosted, or a measured model such as gpt-4o, got "huge"`,
    `RESPONSE_FILE: ${answers}: expected 1 to 10000 lines with an answer, got 0`,
    '(see --help)',
  ]);
});

test('without a models file SIGHUP is one line that says so', async () => {
  const server = await spawnServer();
  server.child.kill('SIGHUP');
  await until(() => server.log.some(({ msg }) => String(msg).startsWith('SIGHUP: ')), 'the line');
  assert.equal(
    server.log.at(-1)?.msg,
    'SIGHUP: neither MODELS_FILE nor CONFIG_FILE is set, there is nothing to read again',
  );
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
});
