import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { CLI } from '../support/child-process.js';
import { holdPort } from '../support/free-port.js';
import { until } from '../support/until.js';

const SCRIPT = 'script';
/** util-linux' script(1) gives a command a terminal; those of other systems take other options. */
const hasTerminal = spawnSync(SCRIPT, ['-qec', 'true', '/dev/null']).status === 0;
const skip = hasTerminal ? false : 'no script(1) of util-linux here, so no terminal to run under';

/** Runs the command on a terminal until it shows `mark`, ends it by SIGTERM, and gives back all that was shown. */
async function show(
  mark: RegExp,
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number; shown: string }> {
  // The shell becomes the server, and tells its process id first.
  const command = `echo "pid $$"; exec '${process.execPath}' '${CLI}'`;
  const terminal = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
    env: {
      PATH: process.env.PATH,
      TERM: 'dumb',
      SHELL: '/bin/sh',
      HOST: '127.0.0.1',
      PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => terminal.exitCode === null && terminal.kill('SIGKILL'));
  let output = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(terminal, 'close');
  await until(() => mark.test(output), `${mark} is shown`);
  const pid = Number(/pid (\d+)/.exec(output)?.[1]);
  process.kill(pid, 'SIGTERM');
  const [code] = (await closed) as [number];
  return { code, shown: output.replaceAll('\r\n', '\n').replace(/^pid \d+\n/, '') };
}

test('on a terminal one readable block says what is running and what to try', { skip }, async () => {
  const { code, shown } = await show(/hello.*\s+$/, {
    HTTP10_PORT: 'off',
    MAX_CONCURRENT: '20',
    WORKER_THREADS: '1',
    RESPONSE_DELAY_SECONDS: '0.05',
  });
  assert.equal(code, 0);
  const url = /listening +(http:\/\/127\.0\.0\.1:\d+) /.exec(shown)?.[1];
  const [block = '', rest = ''] = shown.split(/(?<="hello"\}\]\}'\n)/);
  assert.deepEqual(
    block
      .replace(/\d+ MiB \((cgroup_v1|cgroup_v2|system_fallback)\)/, 'N MiB (SOURCE)')
      .replace(/\d+ of \d+ cores \([^)\n]+\)/, 'N of N cores (SOURCE)')
      .replace(/\d+ fit/, 'N fit')
      .replace(/\d+ ms/, 'N ms')
      .replace(/^llm-mock-server \d+\.\d+\.\d+.*$/m, 'llm-mock-server VERSION')
      .split('\n'),
    [
      'llm-mock-server VERSION',
      '',
      `  listening  ${url} (bound to 127.0.0.1)`,
      '  HTTP/1.0   off',
      `  live page  ${url}/`,
      '  cap        20 requests at once, then 503; N fit ulimit -n',
      '  bodies     up to 16KiB (MAX_BODY_BYTES)',
      '  latency    whole answer 50ms',
      '  workers    1 thread',
      '  memory     N MiB (SOURCE)',
      '  cpu        N of N cores (SOURCE)',
      '  ready in   N ms',
      '',
      '  try',
      `    curl ${url}/health`,
      `    curl ${url}/v1/chat/completions -H "content-type: application/json" \\`,
      `      -d '{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}]}'`,
      '',
    ],
  );
  assert.doesNotMatch(shown, /^\{/m, 'no JSON line');
  assert.match(rest, /signal received/);
  assert.match(rest, /stopped/);
});

test('on a terminal the curl line names the header of the API key, and never the key', { skip }, async () => {
  const { shown } = await show(/hello.*\s+$/, { HTTP10_PORT: 'off', API_KEY: 'sk-a-secret' });
  assert.match(shown, /-H "authorization: Bearer \$API_KEY" /);
  assert.doesNotMatch(shown, /sk-a-secret/);
});

test('on a terminal a warning follows the block as a line', { skip }, async () => {
  await holdPort(8081);
  const { shown } = await show(/ApacheBench will not work/, {});
  assert.match(shown, /HTTP\/1\.0 +off\n[\s\S]+WARN.*cannot listen on 127\.0\.0\.1:8081 for HTTP\/1\.0/);
});
