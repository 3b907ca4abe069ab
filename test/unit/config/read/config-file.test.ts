/**
 * A config file gives settings and models; what is given elsewhere wins, and every mistake comes with its place.
 */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Config } from '../../../../dist/config/config.js';
import { readConfigModels } from '../../../../dist/config/read/config-file.js';
import { readConfig } from '../../../../dist/config/read/reader.js';
import { SETTINGS } from '../../../../dist/config/settings/settings.js';
import { withFolder } from '../../../support/folder.js';
import { holdConfigMistakes, holdConfigTexts } from '../../../support/fuzz/yaml-files.js';

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
type Env = Record<string, string>;

/** Reads a config file of this text, with its folder left out of what comes back. */
function read(text: string, env: Env = {}, argv: readonly string[] = []) {
  let result: ReturnType<typeof readConfig> | undefined;
  withFolder((folder) => {
    const path = join(folder, 'mock.yaml');
    writeFileSync(path, text);
    result = readConfig({ env, argv: [...argv, '--config', path], cpu });
    if (result.kind !== 'invalid') return;
    // Long paths are shown in part.
    const short = (problem: string) =>
      problem.replace(`${path.slice(0, 60)}${path.length > 60 ? '…' : ''}`, 'mock.yaml');
    result = { kind: 'invalid', problems: result.problems.map(short) };
  });
  return result ?? assert.fail();
}

function configOf(text: string, env: Env = {}, argv: readonly string[] = []): Config {
  const result = read(text, env, argv);
  return result.kind === 'config' ? result.config : assert.fail(JSON.stringify(result));
}

function problemsOf(text: string, env: Env = {}): readonly string[] {
  const result = read(text, env);
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

test('settings have the names of the environment, or the same in small letters', () => {
  const config = configOf(
    'settings: { RESPONSE_DELAY: 2s, max_concurrent: 100, dashboard: false, API_KEY: sk-1 }',
  );
  assert.deepEqual(config.latency.responseDelay, { kind: 'constant', value: 2000 });
  assert.equal(config.slotsMax, 100);
  assert.equal(config.dashboard, false);
  assert.equal(config.apiKey, 'sk-1');
});

test('every setting can be given there, but for the path of the file itself', () => {
  for (const { env } of SETTINGS) {
    const problems = problemsOf(`settings: { ${env}: [], x: }`).join('\n');
    if (env === 'CONFIG_FILE')
      assert.match(problems, /1:13: CONFIG_FILE: expected as a flag or a variable, /);
    else assert.match(problems, new RegExp(`1:13: ${env}: expected a text or a number, got a list`));
  }
});

test('a flag wins over a prefixed variable, that over a plain one, that over the file, the file over the default', () => {
  const text = 'settings: { PORT: 1 }';
  const prefixed = { PORT: '2', LLM_MOCK_PORT: '3' };
  assert.equal(configOf(text, prefixed, ['--port', '4']).port, 4);
  assert.equal(configOf(text, prefixed).port, 3);
  assert.equal(configOf(text, { PORT: '2' }).port, 2);
  assert.equal(configOf(text).port, 1);
  assert.equal(configOf('settings: {}').port, 8080);
});

test('a value that is overruled is not looked at', () => {
  assert.equal(configOf('settings: { PORT: many }', { PORT: '2' }).port, 2);
});

test('the file is found by its variable as well', () => {
  withFolder((folder) => {
    const path = join(folder, 'mock.yaml');
    writeFileSync(path, 'settings: { port: 1 }');
    for (const name of ['CONFIG_FILE', 'LLM_MOCK_CONFIG_FILE']) {
      const result = readConfig({ env: { [name]: path }, argv: [], cpu });
      assert.equal(result.kind === 'config' && result.config.port, 1);
      assert.equal(result.kind === 'config' && result.config.configFile, path);
    }
  });
});

test('models stand there as in the models file, which is a config file, too', () => {
  const config = configOf('models: { m: { response_delay: 5s }, "gpt-*": { load_factor: 2 } }');
  assert.equal(config.modelsFile?.path, config.configFile);
  assert.deepEqual(config.modelsFile?.table.names, ['m']);
  assert.equal(config.modelsFile?.table.find('gpt-4').loadFactor, 2);
  assert.equal(configOf('settings: {}').modelsFile, null);
});

test('models there and a models file beside it are a mistake, a models file beside settings is none', () => {
  withFolder((folder) => {
    const path = join(folder, 'models.yaml');
    writeFileSync(path, 'models: { m: { response_delay: 5s } }');
    assert.deepEqual(problemsOf('models: {}', { MODELS_FILE: path }), [
      "MODELS_FILE: expected without 'models' in the config file, got both",
    ]);
    assert.equal(configOf('settings: {}', { MODELS_FILE: path }).modelsFile?.path, path);
    assert.equal(configOf(`settings: { MODELS_FILE: ${path} }`).modelsFile?.path, path);
  });
});

test('a path in the file is taken from the folder of the file', () => {
  withFolder((folder) => {
    const path = join(folder, 'mock.yaml');
    writeFileSync(join(folder, 'answers.txt'), 'one\ntwo\n');
    writeFileSync(path, 'settings: { RESPONSE_CONTENT: file, RESPONSE_FILE: answers.txt }');
    const result = readConfig({ env: {}, argv: ['--config', path], cpu });
    assert.deepEqual(result.kind === 'config' && result.config.content, {
      kind: 'list',
      texts: ['one', 'two'],
    });
  });
});

test('all mistakes are told at once, with line and column', () => {
  const text = `settings:
  RESPONSE_DELLAY: 2s
  max_concurrent: many
  port: 1
  PORT: 2
  LLM_MOCK_HOST: x
  LOG_LEVEL: { a: b }
  MAX_DELAY: 1s
  RESPONSE_DELAY: 2s
  SHOULD_RETRY:
models:
  x: { response_delay: 2 }
sceanrio: 1
`;
  assert.deepEqual(problemsOf(text, { LLM_MOCK_LOG_LEVEL: 'loud' }), [
    'mock.yaml:2:3: RESPONSE_DELLAY: unknown setting; did you mean RESPONSE_DELAY?',
    'mock.yaml:5:3: PORT: expected once, got it in capital and in small letters',
    'mock.yaml:6:3: LLM_MOCK_HOST: unknown setting; did you mean HOST?',
    'mock.yaml:7:3: LOG_LEVEL: expected a text or a number, got a map',
    'mock.yaml:12:24: response_delay: expected a unit (us, ms, s, m, h) after 2, got the end (at character 2 of "2")',
    "mock.yaml:13:1: unknown key sceanrio, expected settings, models or scenario; settings stand below 'settings:'",
    'mock.yaml:3:19: MAX_CONCURRENT: expected a whole number of requests from 1 to 1000000, got "many"',
    'mock.yaml:10:16: SHOULD_RETRY: expected true or false, got ""',
    'LLM_MOCK_LOG_LEVEL: expected silent, error, warn, info or debug, got "loud"',
    'mock.yaml:8:14: MAX_DELAY: expected at least the longest response delay, 2s, got "1s"',
  ]);
});

test('a file that is no config file is told so, and one that is not there by its resolved path', () => {
  const expected = 'expected a map with the keys settings, models or scenario';
  assert.deepEqual(problemsOf(''), [`mock.yaml:1:1: ${expected}, got nothing`]);
  assert.deepEqual(problemsOf('PORT=1'), [`mock.yaml:1:1: ${expected}, got a text`]);
  assert.deepEqual(problemsOf('- 1'), [`mock.yaml:1:1: ${expected}, got a list`]);
  assert.deepEqual(problemsOf('settings: [1'), [
    'mock.yaml:1:13: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ]);
  const result = readConfig({ env: {}, argv: ['--config', 'nowhere/mock.yaml'], cpu });
  assert.deepEqual(result.kind === 'invalid' && result.problems, [
    `--config: expected the path of a readable file, got "nowhere/mock.yaml", which is ${process.cwd()}/nowhere/mock.yaml here`,
  ]);
});

test('no mistake shows a secret, wherever it stands', () => {
  const texts = [
    'API_KEY: "sk-1 23456"',
    'API_KEY: *sk-123456',
    'API_KEY: !sk-123456 x',
    'API_KEY: "\\Usk-123456"',
    'API_KEY: |sk-123456',
    'API_KEY: [sk-123456]',
    'API_KEY: { sk-123456: 1 }',
    'API_KEY=sk-123456:',
    'API_KEY: "sk-123456',
    'API_KEY: a\n sk-123456: b',
    'API_KEY: "a" sk-123456',
  ];
  for (const text of texts) {
    for (const file of [`settings:\n  ${text}\n  X: 1\n`, text, `settings: ${JSON.stringify(text)}`]) {
      const problems = problemsOf(file).join('\n');
      assert.doesNotMatch(problems, /123456/, file);
    }
  }
});

test('whatever the text, it is read or refused with places; nothing is thrown', () => holdConfigTexts(500));

test('each line that has a mistake is told, and no other', () => holdConfigMistakes(200));

test('read again, the file gives its models, and a mistake in its settings counts as well', () => {
  withFolder((folder) => {
    const path = join(folder, 'm.yaml');
    const readAgain = (text: string) => {
      writeFileSync(path, text);
      return readConfigModels(path);
    };
    const read = readAgain('settings: { PORT: 1 }\nmodels: { m: { load_factor: 2 } }');
    assert.deepEqual(read.ok && read.content.map(({ name }) => name), ['m']);
    assert.deepEqual(readAgain('settings: { PORT: 1 }'), { ok: true, content: [] });
    for (const [text, problem] of [
      ['settings: { PORT: many }', /:1:19: PORT: expected a whole number from 0 to 65535, got "many"$/],
      ['models: { m: 1 }', /:1:14: expected a map of settings, got "1"$/],
      ['settings: { NOPE_NOPE: 1 }', /:1:13: NOPE_NOPE: unknown setting; see --help$/],
    ] as const) {
      const wrong = readAgain(text);
      assert.equal(wrong.ok, false);
      assert.match(wrong.ok ? '' : wrong.problems.join(), problem);
    }
    assert.deepEqual(readConfigModels('/nowhere'), {
      ok: false,
      problems: ['/nowhere: there is no such file (ENOENT)'],
    });
  });
});
