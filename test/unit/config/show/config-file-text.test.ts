/**
 * What --print-config prints can be used as a config file, and gives what was in force, whatever that was.
 */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readConfig } from '../../../../dist/config/read/reader.js';
import { SETTINGS } from '../../../../dist/config/settings/settings.js';
import { withFolder } from '../../../support/folder.js';

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
const MODELS = 'models: { "gpt-*": { profile: large-hosted, load_factor: 2.5 }, "a: b\\n#": {} }';

function printed(env: Record<string, string>, argv: readonly string[] = []): string {
  const result = readConfig({ env, argv: ['--print-config', ...argv], cpu });
  return result.kind === 'print-config' ? result.text : assert.fail(JSON.stringify(result));
}

/** What a server would run with that was started with this text as its config file, and nothing else. */
function configOf(text: string, folder: string) {
  const path = join(folder, 'printed.yaml');
  writeFileSync(path, text);
  const result = readConfig({ env: {}, argv: ['--config', path], cpu });
  return result.kind === 'config' ? result.config : assert.fail(JSON.stringify(result));
}

test('every setting stands there once: what was given as a line, what was not as a comment', () => {
  const lines = printed({ PORT: '9000', HTTP10_PORT: 'off', RESPONSE_TEXT: 'a: "b" #c' }).split('\n');
  for (const { env } of SETTINGS) {
    if (['CONFIG_FILE', 'MODELS_FILE'].includes(env)) continue;
    const own = lines.filter((line) => new RegExp(`^  (?:# )?${env}: `).test(line));
    assert.equal(own.length, 1, env);
  }
  assert.deepEqual(
    lines.filter((line) => /^ {2}[A-Z]/.test(line)),
    ['  PORT: 9000', '  HTTP10_PORT: off', String.raw`  RESPONSE_TEXT: "a: \"b\" #c"`],
  );
  assert.ok(lines.includes('  # MAX_CONCURRENT: 3000  (default)'));
  assert.ok(lines.includes('  # SEED: not set'));
});

test('a secret is told to be set, and left out', () => {
  const text = printed({ API_KEY: 'sk-123456' });
  assert.match(text, /^ {2}# API_KEY: set, not shown; give it in the environment$/m);
  assert.doesNotMatch(text, /123456/);
});

test('paths are whole ones, since the file may be kept elsewhere', () => {
  withFolder((folder) => {
    writeFileSync(join(folder, 'answers.txt'), 'one\n');
    writeFileSync(join(folder, 'c.yaml'), 'settings: { RESPONSE_CONTENT: file, RESPONSE_FILE: answers.txt }');
    const byFlag = ['--response-content=file', '--response-file', relative('', join(folder, 'answers.txt'))];
    for (const argv of [['--config', join(folder, 'c.yaml')], byFlag]) {
      const text = printed({}, argv);
      assert.ok(text.includes(`  RESPONSE_FILE: ${JSON.stringify(join(folder, 'answers.txt'))}\n`), text);
    }
  });
});

test('a text that is too long for a config file is left out with a comment, and all else can be used', () => {
  withFolder((folder) => {
    const text = printed({ RESPONSE_TEXT: 'x'.repeat(10_001), PORT: '1' });
    assert.match(text, /^ {2}# RESPONSE_TEXT: longer than a config file takes/m);
    assert.equal(configOf(text, folder).port, 1);
  });
});

test('used again it gives the same, whatever was given', () => {
  const delay = fc.oneof(
    fc.integer({ min: 0, max: 600_000_000_000 }).map((ns) => `${ns / 1e6}ms`),
    fc.constantFrom(
      'lognormal(p50=2s,p99=20s)',
      'mix(90%:uniform(1s,2s),10%:30s)',
      'percentiles(p50=1s,p99=3s)',
    ),
  );
  const given = fc.record(
    {
      PORT: fc.integer({ min: 0, max: 8000 }).map(String),
      HTTP10_PORT: fc.oneof(fc.constant('off'), fc.integer({ min: 8001, max: 65_535 }).map(String)),
      RESPONSE_TEXT: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      HOST: fc.string({ minLength: 1, maxLength: 200 }),
      RESPONSE_DELAY: delay.filter((text) => !text.includes('e')),
      STALL_TIMEOUT: fc.integer({ min: 1, max: 3_600_000 }).map((ms) => `${ms}ms`),
      SHUTDOWN_GRACE_SECONDS: fc.integer({ min: 0, max: 86_000_000 }).map((ms) => (ms / 1000).toFixed(3)),
      OUTPUT_TOKENS: fc.integer({ min: 1, max: 30_000 }).map(String),
      LOAD_FACTOR: fc.integer({ min: 1000, max: 9999 }).map((number) => (number / 1000).toFixed(3)),
      SEED: fc.nat().map(String),
      DASHBOARD: fc.boolean().map(String),
      LOG_LEVEL: fc.constantFrom('silent', 'error', 'debug'),
    },
    { requiredKeys: [] },
  );
  withFolder((folder) => {
    const models = join(folder, 'models.yaml');
    writeFileSync(models, MODELS);
    fc.assert(
      fc.property(given, fc.boolean(), (env, withModels) => {
        const all = withModels ? { ...env, MODELS_FILE: models } : env;
        const before = readConfig({ env: all, argv: [], cpu });
        if (before.kind !== 'config') return assert.fail(JSON.stringify(before));
        const after = configOf(printed(all), folder);
        const { modelsFile, configFile, inForce, ...config } = after;
        assert.ok(configFile !== null && inForce.length > 0);
        const { modelsFile: modelsBefore, configFile: _, inForce: __, ...configBefore } = before.config;
        assert.deepEqual(config, configBefore);
        assert.deepEqual(modelsFile?.table.rows, modelsBefore?.table.rows);
      }),
      { numRuns: 300 },
    );
  });
});
