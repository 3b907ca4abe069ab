/**
 * The log as a process writes it; each case is a process of its own, because the log owns standard output.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const LOG = new URL('../../../../../dist/main/process/output/log.js', import.meta.url).href;
const OUTPUT = new URL('../../../../../dist/main/process/output/line-output.js', import.meta.url).href;

/** Runs `code` with a log in scope and gives back what came out, without the last line feed. */
function outputOf(level: string, onTerminal: boolean, code: string): string {
  const script = `
    import { createLog } from ${JSON.stringify(LOG)};
    import { LineOutput } from ${JSON.stringify(OUTPUT)};
    const log = await createLog(${JSON.stringify(level)}, ${onTerminal}, new LineOutput(1));
    ${code}`;
  const args = ['--input-type=module', '--eval', script];
  // Colours would depend on the environment of whoever runs the tests.
  const env = { PATH: process.env.PATH, NO_COLOR: '1' };
  return execFileSync(process.execPath, args, { encoding: 'utf8', env }).replace(/\n$/, '');
}

const EVERY_LEVEL = "for (const level of ['debug', 'info', 'warn', 'error']) log[level](level);";

test('elsewhere than on a terminal a line is JSON: level, time, what was given, message; no process id, no host', () => {
  const line = outputOf('info', false, "log.info({ in_flight: 3, text: 'a\\nb' }, 'shutting down');");
  const { time, ...rest } = JSON.parse(line);
  assert.deepEqual(rest, { level: 30, in_flight: 3, text: 'a\nb', msg: 'shutting down' });
  assert.equal(new Date(time).toISOString(), time);
  assert.deepEqual(Object.keys(JSON.parse(line)), ['level', 'time', 'in_flight', 'text', 'msg']);
});

test('each level lets itself and what is worse through, silent lets nothing through', () => {
  for (const [level, expected] of [
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ] as const) {
    const lines = outputOf(level, false, EVERY_LEVEL).split('\n').filter(Boolean);
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).msg),
      expected,
    );
  }
});

test('the last line is out before the process ends, on a terminal as well', () => {
  const code = "for (let i = 1; i <= 100; i++) log.info('line ' + i); process.exit(0);";
  for (const onTerminal of [false, true]) {
    const lines = outputOf('info', onTerminal, code).split('\n');
    assert.equal(lines.length, 100);
    assert.match(lines.at(-1) as string, /line 100/);
  }
});

test('on a terminal an event is one plain line with the local time', () => {
  const line = outputOf('info', true, "log.info({ in_flight: 3 }, 'waiting for replies');");
  assert.match(line, /^\[\d\d:\d\d:\d\d\] INFO: waiting for replies \{"in_flight":3\}$/);
});
