/**
 * Holds --help to the one table of settings, and how that table is written in docs/settings.md and its twin.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../../../dist/config/read/reader.js';
import { SETTING_GROUPS, SETTINGS } from '../../../../dist/config/settings/settings.js';
import { renderHelp } from '../../../../dist/config/show/help.js';
import { renderSettingsTable, renderSettingsTableZh } from '../../../docs/settings-table.js';

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
const memoryBytes = 2 ** 30;
const help = renderHelp({ cores: 2, memoryBytes }, '1.2.3');

test('no line of the help is longer than 100 columns, or ends in a blank', () => {
  for (const line of [
    ...help.split('\n'),
    ...renderHelp({ cores: 1_000_000, memoryBytes: 2 ** 50 }, '1.2.3').split('\n'),
  ]) {
    assert.equal(line.length <= 100, true, line);
    assert.equal(line.trimEnd(), line);
  }
});

test('the help opens with version and usage', () => {
  assert.deepEqual(help.split('\n').slice(0, 3), [
    'llm-mock-server 1.2.3: answers like an LLM, late on purpose, for load tests.',
    '',
    'Usage: llm-mock-server [--flag value | --flag=value]...',
  ]);
});

test('the help shows every setting once, in the order of the table, with its sentence', () => {
  const flat = help.replace(/\s+/g, ' ');
  const shown = help
    .split('\n')
    .flatMap((line) => /^ {2}(--\S+) +([A-Z0-9_]+) {2}/.exec(line)?.slice(1, 3) ?? []);
  assert.deepEqual(
    shown,
    SETTINGS.flatMap(({ flag, env }) => [flag, env]),
  );
  for (const { sentence } of SETTINGS) assert.equal(flat.includes(sentence), true, sentence);
});

test('the help shows range, unit and the default on this machine', () => {
  const flat = (cores: number): string => renderHelp({ cores, memoryBytes }, '1.2.3').replace(/\s+/g, ' ');
  assert.match(flat(2), /MAX_CONCURRENT 1 to 1000000 requests; default 3000 \(1500 per core\) /);
  assert.match(flat(2), /WORKER_THREADS 1 to 64 threads; default 3 \(cores \+ 1, at most 64\) /);
  assert.match(flat(1), /MAX_CONCURRENT 1 to 1000000 requests; default 1500 /);
  assert.match(flat(2), /RESPONSE_DELAY_SECONDS 0 to 3600 seconds; default 10 /);
  assert.match(flat(2), /SHUTDOWN_GRACE_SECONDS 0 to 86405 seconds; default 605 \(MAX_DELAY \+ 5\) /);
  assert.match(
    flat(2),
    /MAX_DELAY 1ms to 24h; default 10m \(10m, or the longest response delay if that is longer\) /,
  );
  assert.match(flat(2), /TIME_TO_FIRST_TOKEN a duration or a distribution; default not set /);
  assert.match(flat(2), /STALL_TIMEOUT 1ms to 1h; default 1m /);
  assert.match(flat(2), /LOG_LEVEL silent, error, warn, info or debug; default info /);
  assert.match(flat(2), /API_KEY 1 to 2048 characters; default not set /);
});

test('the help names the command that steers, with an example', () => {
  assert.match(help, /^ +llm-mock-server ctl COMMAND$/m);
  assert.match(help.replace(/\s+/g, ' '), /llm-mock-server ctl set RESPONSE_DELAY=2s/);
});

test('the help has five examples on top, each of which is a right command line', () => {
  const examples = [...help.slice(0, help.indexOf('Settings (')).matchAll(/^ {2}llm-mock-server (.*)$/gm)];
  assert.equal(examples.length, 5);
  for (const [, line = ''] of examples) {
    const argv = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
    // No file of theirs is there.
    const readable = argv.includes('--config') ? argv.filter((word) => !/config|yaml/.test(word)) : argv;
    assert.match(readConfig({ env: {}, argv: readable, cpu }).kind, /^(?:config|check)$/, line);
  }
});

test('the groups of the help are the parts of the table, in its order', () => {
  assert.deepEqual(
    SETTING_GROUPS.flatMap(({ settings }) => settings),
    SETTINGS,
  );
  let at = 0;
  for (const { title } of SETTING_GROUPS) {
    assert.ok(help.indexOf(`\n${title}:\n`) > at, title);
    at = help.indexOf(`\n${title}:\n`);
  }
});

test('the help ends with the precedence and the exit codes', () => {
  assert.equal(
    help.slice(help.indexOf('  -h, --help')),
    [
      '  -h, --help                 Show this text and exit.',
      '  -v, --version              Show the version and exit.',
      '',
      'Precedence:',
      '  A flag wins over LLM_MOCK_<NAME>, which wins over <NAME>, which wins over the config file. For',
      '  example --port, then LLM_MOCK_PORT, then PORT. A value that starts with two dashes is written',
      '  --flag=value.',
      '',
      'Exit codes:',
      '  0  stopped in order, or nothing wrong was found',
      '  1  stopped by a second signal or with requests in flight, or crashed',
      '  2  wrong settings; every problem was listed',
      '  3  the machine or the port does not allow it',
    ].join('\n'),
  );
});

for (const [language, render] of [
  ['English', renderSettingsTable],
  ['Chinese', renderSettingsTableZh],
] as const) {
  test(`the settings table in ${language} has one row for each setting, with five cells`, () => {
    const rows = render().split('\n');
    assert.equal(rows.length, SETTINGS.length + 2);
    for (const row of rows) assert.equal(row.split(/(?<!\\)\|/).length, 7, row);
    assert.doesNotMatch(render(), /undefined/);
  });
}

test('the settings table shows name, flag, default, range and sentence', () => {
  const rowIn = (table: string) => table.split('\n').find((row) => row.includes('`MAX_CONCURRENT`'));
  assert.equal(
    rowIn(renderSettingsTable()),
    '| `MAX_CONCURRENT` | `--max-concurrent` | 1500 per core | 1 to 1000000 requests | ' +
      'Most requests in flight; one more gets 503, or waits (QUEUE_SIZE). |',
  );
  assert.equal(
    rowIn(renderSettingsTableZh()),
    '| `MAX_CONCURRENT` | `--max-concurrent` | 每核 1500 | 1 到 1000000 个请求 | ' +
      '在途请求的上限；再多一个得到 503，或者排队等待（QUEUE_SIZE）。 |',
  );
});
