// Owns: how one setting is held to its default, its three sources, its range and the words of its problems.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../dist/config/config.js';
import { readConfig } from '../../dist/config/read/reader.js';

export type Env = Record<string, string>;

export const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
const fileReadable = (path: string): boolean => path.startsWith('/readable/');

export function configOf(env: Env, argv: readonly string[] = [], availableCores = 2): Config {
  const result = readConfig({
    env,
    argv,
    cpu: { ...cpu, availableCores },
    memoryBytes: 2 ** 30,
    fileReadable,
  });
  return result.kind === 'config' ? result.config : assert.fail(JSON.stringify(result));
}

export function problemsOf(env: Env, argv: readonly string[] = []): readonly string[] {
  const result = readConfig({ env, argv, cpu, fileReadable });
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

export interface SettingCase {
  readonly env: string;
  /** What of a Config the setting becomes. */
  readonly of: (config: Config) => unknown;
  readonly fallback: unknown;
  /** Text given, value expected. */
  readonly good: readonly (readonly [string, unknown])[];
  /** Text given; with `expected` null its problem, else the text alone. */
  readonly wrong: readonly (string | readonly [string, string])[];
  /** What each problem says was expected; null where the place of the mistake is told instead. */
  readonly expected: string | null;
  /** What else must be set for the setting to be allowed. */
  readonly beside?: Env;
}

/** Registers the tests of one setting. */
export function testSetting({ env, of, fallback, good, wrong, expected, beside = {} }: SettingCase): void {
  const flag = `--${env.toLowerCase().replaceAll('_', '-')}`;

  test(`${env} has its default, and is read as variable, as prefixed variable and as flag`, () => {
    assert.deepEqual(of(configOf({})), fallback);
    for (const [text, value] of good) {
      assert.deepEqual(of(configOf({ ...beside, [env]: text })), value);
      assert.deepEqual(of(configOf({ ...beside, [`LLM_MOCK_${env}`]: text })), value);
      assert.deepEqual(of(configOf(beside, [flag, text])), value);
      assert.deepEqual(of(configOf(beside, [`${flag}=${text}`])), value);
    }
  });

  test(`${env} refuses everything else, under the name it was given by`, () => {
    for (const one of wrong) {
      const text = typeof one === 'string' ? one : one[0];
      const got = text.length > 60 ? `"${text.slice(0, 60)}"…` : `"${text}"`;
      const problem = typeof one === 'string' ? `expected ${expected}, got ${got}` : one[1];
      for (const name of [env, `LLM_MOCK_${env}`]) {
        assert.deepEqual(problemsOf({ ...beside, [name]: text }), [`${name}: ${problem}`]);
      }
      assert.deepEqual(problemsOf(beside, [flag, text]), [`${flag}: ${problem}`]);
    }
    if (expected !== null) {
      assert.deepEqual(problemsOf(beside, [flag]), [`${flag}: expected ${expected}, got no value`]);
    }
  });
}
