/**
 * Holds the reading of numbers to its rules for any text: a right one comes through exactly, a wrong one never.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Config } from '../../../dist/config/config.js';
import { readConfig } from '../../../dist/config/read/reader.js';
import { SETTINGS } from '../../../dist/config/settings/settings.js';
import { sizeText } from '../../../dist/config/values/size.js';

type Env = Record<string, string>;

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };

function configOf(env: Env, argv: string[] = []): Config {
  const result = readConfig({ env, argv, cpu });
  return result.kind === 'config' ? result.config : assert.fail(JSON.stringify(result));
}

function problemsOf(env: Env): readonly string[] {
  const result = readConfig({ env, argv: [], cpu });
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

test('a whole number in its range comes through unchanged, from wherever it is given', () => {
  for (const row of SETTINGS) {
    if ((row.kind !== 'integer' && row.kind !== 'size') || row.field === null) continue;
    const { env, flag, field, min, max } = row;
    fc.assert(
      fc.property(fc.integer({ min, max }), (number) => {
        // PORT=0 meets no HTTP10_PORT: their being the same is another rule.
        assert.equal(configOf({ PORT: '0', [env]: `${number}` })[field], number);
        assert.equal(configOf({ PORT: '0' }, [`${flag}=${number}`])[field], number);
      }),
    );
  }
});

test('a number of bytes comes through exactly, bare or as it is written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom('', 'kB', 'KiB', 'MB', 'MiB'),
      (number, unit) => {
        const { bodyBytesMax } = configOf({ MAX_BODY_BYTES: `${number}${unit}` });
        assert.equal(configOf({ MAX_BODY_BYTES: sizeText(bodyBytesMax) }).bodyBytesMax, bodyBytesMax);
        assert.equal(configOf({ MAX_BODY_BYTES: `${bodyBytesMax}` }).bodyBytesMax, bodyBytesMax);
      },
    ),
  );
});

test('a delay in whole milliseconds comes through exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_600_000 }), (ms) => {
      const { responseDelay } = configOf({ RESPONSE_DELAY_SECONDS: (ms / 1000).toFixed(3) }).latency;
      assert.deepEqual(responseDelay, { kind: 'constant', value: ms });
    }),
  );
});

test('a text that is not a whole number is refused, on one line', () => {
  const text = fc.string({ unit: 'binary' }).filter((candidate) => !/^(0|[1-9][0-9]*)$/.test(candidate));
  fc.assert(
    fc.property(text, (wrong) => {
      const problems = problemsOf({ PORT: wrong });
      assert.equal(problems.length, 1);
      assert.match(
        problems[0] ?? '',
        /^PORT: expected a whole number from 0 to 65535, got "[^\n\r\u2028\u2029]*"…?$/,
      );
    }),
  );
});
