/**
 * What overrides say that are right, and their limits. What is wrong with others is in a file of its own.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDistribution } from '../../../../dist/behavior/distributions/format.js';
import { COUNT, DURATION } from '../../../../dist/behavior/distributions/quantity.js';
import { formatFaults } from '../../../../dist/behavior/faults/format.js';
import {
  OVERRIDES,
  type ReadOverrides,
  readHeaderOverrides,
  readNameOverrides,
} from '../../../../dist/behavior/profile/overrides.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';

const LIMITS = { delayMaxMs: 600_000, tokensMax: 10_000 };

/** What is said, as the grammar writes it; what is wrong, as its message. */
function said(read: ReadOverrides): Record<string, string | number> | string {
  if (!read.ok) return read.message;
  const { profile, seed } = read.overrides;
  const fields = Object.entries(profile).flatMap(([field, value]) => {
    if (value === null) return [];
    assert.ok(typeof value !== 'number', field);
    if ('rules' in value) return [[field, formatFaults(value)]];
    return [[field, formatDistribution(value, field === 'outputTokens' ? COUNT : DURATION)]];
  });
  return { ...Object.fromEntries(fields), ...(seed === null ? {} : { seed }) };
}

function inName(overrides: string) {
  return said(readNameOverrides(`m${overrides}`, LIMITS));
}

/** By the names of the headers, in the order that `readHeaderOverrides` wants them in. */
function inHeaders(headers: Record<string, string>) {
  const names = [
    ...OVERRIDES.map((override) => override.header),
    ...OVERRIDES.map((override) => override.otherHeader ?? ''),
  ];
  for (const name of Object.keys(headers)) assert.equal(names.includes(name), true, name);
  const values = names.map((name) => headers[name] ?? '');
  return said(readHeaderOverrides(values, LIMITS));
}

test('these are the overrides, and these the headers of other emulators that mean the same', () => {
  assert.deepEqual(
    OVERRIDES.map(({ name, header, otherHeader, field }) => [name, header, otherHeader, field]),
    [
      ['delay', 'x-mock-delay', null, 'responseDelay'],
      ['ttft', 'x-mock-ttft', 'x-ttft-ms', 'timeToFirstToken'],
      ['itl', 'x-mock-itl', 'x-itl-ms', 'interTokenLatency'],
      ['tokens', 'x-mock-output-tokens', 'x-output-length', 'outputTokens'],
      ['reasoning', 'x-mock-reasoning-tokens', null, 'reasoningTokens'],
      ['calls', 'x-mock-tool-calls', null, 'toolCalls'],
      ['turns', 'x-mock-tool-turns', null, 'toolTurns'],
      ['fault', 'x-mock-fault', null, 'faults'],
      ['seed', 'x-mock-seed', null, 'seed'],
    ],
  );
});

test('no header and no override says nothing', () => {
  const nothing = { ok: true, overrides: { profile: EMPTY_PROFILE, seed: null } };
  assert.deepEqual(readHeaderOverrides([], LIMITS), nothing);
  assert.deepEqual(readHeaderOverrides(new Array(10).fill(''), LIMITS), nothing);
  assert.deepEqual(readNameOverrides('qwen-plus', LIMITS), nothing);
  assert.deepEqual(readNameOverrides('', LIMITS), nothing);
});

test('headers say durations, counts and distributions of them in the one grammar', () => {
  assert.deepEqual(inHeaders({ 'x-mock-delay': 'uniform(1s, 3s)' }), { responseDelay: 'uniform(1s,3s)' });
  const all = {
    'x-mock-ttft': '300ms',
    'x-mock-itl': 'LOGNORMAL(p50=20ms,p99=90ms)',
    'x-mock-output-tokens': 'mix(80%:20,20%:exponential(200))',
    'x-mock-seed': '42',
  };
  assert.deepEqual(inHeaders(all), {
    timeToFirstToken: '300ms',
    interTokenLatency: 'lognormal(p50=20ms,p99=90ms)',
    outputTokens: 'mix(80%:20,20%:exponential(200))',
    seed: 42,
  });
});

test("other emulators' headers say bare numbers of milliseconds and tokens", () => {
  assert.deepEqual(inHeaders({ 'x-ttft-ms': '300', 'x-itl-ms': '12.5', 'x-output-length': '200' }), {
    timeToFirstToken: '300ms',
    interTokenLatency: '12.5ms',
    outputTokens: '200',
  });
  assert.deepEqual(inHeaders({ 'x-output-length': '0' }), { outputTokens: '0' });
  assert.deepEqual(inHeaders({ 'x-output-length': '10000' }), { outputTokens: '10000' });
  assert.deepEqual(inHeaders({ 'x-ttft-ms': '0', 'x-itl-ms': '0.000001' }), {
    timeToFirstToken: '0',
    interTokenLatency: '0.001us',
  });
});

test("our own header counts before the other emulators' header, which is then not even read", () => {
  const own = { 'x-mock-ttft': '1s', 'x-mock-output-tokens': '7' };
  const expected = { timeToFirstToken: '1s', outputTokens: '7' };
  assert.deepEqual(inHeaders({ ...own, 'x-ttft-ms': '300', 'x-output-length': 'nonsense' }), expected);
  const mixed = { 'x-mock-ttft': '1s', 'x-output-length': '7' };
  assert.deepEqual(inHeaders(mixed), expected);
});

test('overrides stand in the name of the model behind semicolons', () => {
  assert.deepEqual(inName(';delay=2s'), { responseDelay: '2s' });
  assert.deepEqual(inName(';ttft=300ms;itl=20ms;tokens=200;seed=7'), {
    timeToFirstToken: '300ms',
    interTokenLatency: '20ms',
    outputTokens: '200',
    seed: 7,
  });
  assert.deepEqual(inName(';itl=mix(90%:20ms,10%:1s);tokens=uniform(1,9)'), {
    interTokenLatency: 'mix(90%:20ms,10%:1s)',
    outputTokens: 'uniform(1,9)',
  });
});

test('blanks may stand around the names and values of overrides, and small and capital letters are the same', () => {
  assert.deepEqual(inName('; delay = 2s ;\ttokens =\t5 ; Seed= 7 '), {
    responseDelay: '2s',
    outputTokens: '5',
    seed: 7,
  });
  assert.deepEqual(inName(';TTFT=1S'), { timeToFirstToken: '1s' });
});

test('a seed is a whole number that a double holds', () => {
  assert.deepEqual(inName(';seed=0'), { seed: 0 });
  assert.deepEqual(inName(';seed=9007199254740991'), { seed: Number.MAX_SAFE_INTEGER });
  for (const text of ['9007199254740992', '-0', '007', '1e3', '0x10', '', 'x', '٣', '1'.repeat(400)]) {
    assert.match(inHeaders({ 'x-mock-seed': text || ' ' }) as string, /: expected a whole number from 0 to /);
  }
});

test('a fixed value beyond the limits is refused, with the setting that names the limit', () => {
  assert.deepEqual(inName(';delay=10m'), { responseDelay: '10m' });
  assert.deepEqual(inName(';tokens=10000'), { outputTokens: '10000' });
  assert.deepEqual(inHeaders({ 'x-ttft-ms': '600000' }), { timeToFirstToken: '10m' });
  const delay = (got: string, text: string) => {
    return `expected at most 10m (MAX_DELAY), got ${got} (at character 1 of "${text}")`;
  };
  assert.equal(inHeaders({ 'x-mock-itl': '601s' }), `Invalid header 'x-mock-itl': ${delay('601s', '601s')}`);
  assert.equal(
    inHeaders({ 'x-mock-delay': 'mix(50%:11m,50%:11m)' }),
    `Invalid header 'x-mock-delay': ${delay('11m', 'mix(50%:11m,50%:11m)')}`,
  );
  assert.equal(
    inHeaders({ 'x-itl-ms': '600000.5' }),
    `Invalid header 'x-itl-ms': ${delay('600.0005s', '600000.5')}`,
  );
  const tokens = 'expected at most 10000 (MAX_OUTPUT_TOKENS), got 10001 (at character';
  assert.equal(inName(';tokens=10001'), `Invalid 'model': ${tokens} 10 of "m;tokens=10001")`);
  assert.equal(
    inHeaders({ 'x-output-length': '10001' }),
    `Invalid header 'x-output-length': ${tokens} 1 of "10001")`,
  );
});

test('a distribution may go beyond the limits, to which what is drawn from it is cut', () => {
  assert.deepEqual(inName(';delay=uniform(1h,2h);tokens=exponential(20000)'), {
    responseDelay: 'uniform(1h,2h)',
    outputTokens: 'exponential(20000)',
  });
});

test('any name and any headers are overrides or a message; nothing is thrown', () => {
  const seen = { right: 0, wrong: 0 };
  const parts = fc.constantFrom(...';|=|delay|tokens|seed|ttft|itl|2s|5| |(|é|\0'.split('|'));
  const text = fc.oneof(
    fc.array(parts, { maxLength: 12 }).map((some) => some.join('')),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('2s', '5', ';delay=2s', ';seed=5;tokens=2'),
  );
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 10 }), (model, values) => {
      // An override without another header has no value there.
      const given = values.map((value, i) =>
        OVERRIDES[i - OVERRIDES.length]?.otherHeader === null ? '' : value,
      );
      for (const read of [readNameOverrides(model, LIMITS), readHeaderOverrides(given, LIMITS)]) {
        seen[read.ok ? 'right' : 'wrong']++;
        if (read.ok) continue;
        assert.match(read.message, /^Invalid (?:'model'|header 'x-[a-z-]+'): expected .*"\)$/su);
      }
    }),
    { seed: 1, numRuns: 1000 },
  );
  assert.equal(seen.right > 200 && seen.wrong > 500, true, JSON.stringify(seen));
});
