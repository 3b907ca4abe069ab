import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCount, parseDuration } from '../../../../dist/behavior/grammar/grammar.js';

type Wrong = readonly (readonly [text: string, position: number, message: string])[];

function assertAll(parse: typeof parseDuration, table: Wrong): void {
  for (const [text, position, message] of table) {
    assert.deepEqual(parse(text), { ok: false, position, message }, text);
  }
}

const UNITS = 'a unit (us, ms, s, m, h)';
const ANY = 'a duration such as 2s or a distribution';
const NAMES = 'a duration such as 2s, or uniform, normal, lognormal, exponential, percentiles, mix';

test('a number that is none is refused where it stops being one', () => {
  assertAll(parseDuration, [
    ['', 0, `expected ${ANY}, got nothing`],
    ['   ', 3, `expected ${ANY}, got nothing`],
    ['-1s', 0, `expected ${ANY}, got '-'`],
    ['+1s', 0, `expected ${ANY}, got '+'`],
    ['.5s', 0, `expected ${ANY}, got '.5s'`],
    ['٣s', 0, `expected ${ANY}, got '٣'`],
    ['5.s', 1, `expected ${UNITS} after 5, got '.s'`],
    ['1e3s', 1, `expected ${UNITS} after 1, got 'e3s'`],
    ['0x10s', 1, `expected ${UNITS} after 0, got 'x10s'`],
    ['1_000ms', 1, `expected ${UNITS} after 1, got '_'`],
    ['1.2.3s', 3, `expected ${UNITS} after 1.2, got '.3s'`],
    ['007s', 0, "expected a number without leading zeros, got '007s'"],
    ['NaN', 0, `expected ${NAMES}, got 'NaN'`],
    ['Infinity', 0, `expected ${NAMES}, got 'Infinity'`],
    ['s', 0, `expected ${NAMES}, got 's'`],
  ]);
});

test('a duration without a right unit is refused after its number', () => {
  assertAll(parseDuration, [
    ['2', 1, `expected ${UNITS} after 2, got the end`],
    ['0.0', 3, `expected ${UNITS} after 0.0, got the end`],
    ['2,', 1, `expected ${UNITS} after 2, got ','`],
    ['2 s', 1, `expected ${UNITS} after 2, got ' '`],
    ['2sec', 1, `expected ${UNITS} after 2, got 'sec'`],
    ['2µs', 1, `expected ${UNITS} after 2, got 'µ'`],
    ['2ſ', 1, `expected ${UNITS} after 2, got 'ſ'`],
    ['2😀', 1, `expected ${UNITS} after 2, got '😀'`],
    ['2\u0000', 1, `expected ${UNITS} after 2, got U+0000`],
    ['2\ud800', 1, `expected ${UNITS} after 2, got U+D800`],
    ['uniform(1s,3)', 12, `expected ${UNITS} after 3, got ')'`],
  ]);
  assertAll(parseCount, [
    ['200ms', 3, "expected no unit after 200, got 'ms'"],
    ['uniform(1,3s)', 11, "expected no unit after 3, got 's'"],
    ['x', 0, `expected ${NAMES.replace('a duration such as 2s', 'a count such as 200')}, got 'x'`],
  ]);
});

test('a share that is none, or no count, is refused', () => {
  assertAll(parseCount, [
    ['100.001%', 0, 'expected at most 100%, got 100.001%'],
    ['40%:1', 3, "expected nothing after 40%, got ':'"],
    ['040%', 0, "expected a number without leading zeros, got '040'"],
    ['0.0001%', 0, 'expected at most 3 decimals, got 4'],
    ['40 %', 3, "expected nothing after 40, got '%'"],
    ['mix(50%:2,50%:40%)', 16, "expected ',' or ')', got '%'"],
  ]);
  assertAll(parseDuration, [['40%', 2, `expected ${UNITS} after 40, got '%'`]]);
});

test('a value that is too large or too fine is refused at its number', () => {
  assertAll(parseDuration, [
    ['100.1h', 0, 'expected at most 100h, got 100.1h'],
    [`uniform(1s,${'9'.repeat(400)}s)`, 11, `expected at most 100h, got ${'9'.repeat(20)}…s`],
    ['0.0001us', 0, 'expected at most 3 decimals, got 4'],
    ['0.0000001ms', 0, 'expected at most 6 decimals, got 7'],
    ['1.0000000001h', 0, 'expected at most 9 decimals, got 10'],
  ]);
  assertAll(parseCount, [
    ['10000001', 0, 'expected at most 10000000, got 10000001'],
    ['1.0001', 0, 'expected at most 3 decimals, got 4'],
  ]);
});

test('a misspelt name is refused with the one that was meant, if one is near', () => {
  assertAll(parseDuration, [
    ['unifrom(1s,2s)', 0, `expected ${NAMES}, got 'unifrom' (did you mean uniform?)`],
    ['Lognorml(p50=1s,p99=2s)', 0, `expected ${NAMES}, got 'Lognorml' (did you mean lognormal?)`],
    ['exp(2s)', 0, `expected ${NAMES}, got 'exp' (did you mean exponential?)`],
    ['percentile(p50=2s)', 0, `expected ${NAMES}, got 'percentile' (did you mean percentiles?)`],
    ['mux(100%:1s)', 0, `expected ${NAMES}, got 'mux' (did you mean mix?)`],
    ['gauss(1s)', 0, `expected ${NAMES}, got 'gauss'`],
    ['mix(100%:norm(1s,2s))', 9, `expected ${NAMES}, got 'norm' (did you mean normal?)`],
    [`${'x'.repeat(900)}(1s)`, 0, `expected ${NAMES}, got '${'x'.repeat(20)}…'`],
  ]);
});

test('a missing or wrong mark is refused where it should be', () => {
  assertAll(parseDuration, [
    ['uniform', 7, "expected '(' after uniform, got the end"],
    ['uniform 1s', 8, "expected '(' after uniform, got '1s'"],
    ['uniform()', 8, "expected a duration such as 2s, got ')'"],
    ['uniform(1s', 10, "expected ',', got the end"],
    ['uniform(1s)', 10, "expected ',', got ')'"],
    ['uniform(1s;2s)', 10, "expected ',', got ';'"],
    ['uniform(1s,2s', 13, "expected ')', got the end"],
    ['uniform(1s,2s,3s)', 13, "expected ')', got ','"],
    ['uniform(exponential(1s),2s)', 8, "expected a duration such as 2s, got 'exponential'"],
    ['normal(1s)', 9, "expected ',', got ')'"],
    ['exponential(1s,2s)', 14, "expected ')', got ','"],
    ['lognormal(400ms,3s)', 10, "expected p50, got '400ms'"],
    ['lognormal(p90=1s,p99=2s)', 10, "expected p50, got 'p90'"],
    ['lognormal(p50=1s,p95=2s)', 17, "expected p99, got 'p95'"],
    ['lognormal(p50:1s,p99=2s)', 13, "expected '=', got ':'"],
    ['percentiles()', 12, "expected a percentile such as p99, got ')'"],
    ['percentiles(p50=1s,)', 19, "expected a percentile such as p99, got ')'"],
    ['percentiles(p=1s)', 12, "expected a percentile such as p99, got 'p'"],
    ['percentiles(p50=1s', 18, "expected ',' or ')', got the end"],
    ['mix()', 4, "expected a weight such as 70%, got ')'"],
    ['mix(70:1s)', 6, "expected '%' after 70, got ':'"],
    ['mix(70 %:1s)', 6, "expected '%' after 70, got ' '"],
    ['mix(70%1s)', 7, "expected ':', got '1s'"],
    ['mix(70%:)', 8, `expected ${ANY}, got ')'`],
    ['mix(100%:1s 2s)', 12, "expected ',' or ')', got '2s'"],
  ]);
});

test('whatever follows the end is refused', () => {
  assertAll(parseDuration, [
    ['2s 3s', 3, "expected nothing after 2s, got '3s'"],
    ['2s)', 2, "expected nothing after 2s, got ')'"],
    ['2s\n', 2, 'expected nothing after 2s, got U+000A'],
    ['uniform(1s,2s);', 14, "expected nothing after uniform(1s,2s), got ';'"],
    ['uniform(1000ms,2000ms)x', 22, "expected nothing after uniform(1000ms,2000m…, got 'x'"],
  ]);
});

test('an argument that contradicts another is refused where it stands', () => {
  assertAll(parseDuration, [
    ['uniform(3s,1s)', 11, 'expected at least 3s, the lower end, got 1s'],
    ['uniform( 3s , 1s )', 14, 'expected at least 3s, the lower end, got 1s'],
    ['lognormal(p50=3s,p99=1s)', 21, 'expected at least 3s, the value of p50, got 1s'],
    ['lognormal(p50=0,p99=1s)', 14, 'expected p50 above 0, got 0'],
    ['percentiles(p50=2s,p90=1s)', 23, 'expected at least 2s, the value of p50, got 1s'],
    ['percentiles(p50=1s,p50=2s)', 19, 'expected a percentile above p50, got p50'],
    ['percentiles(p99.9=1s,p99=2s)', 21, 'expected a percentile above p99.9, got p99'],
    ['percentiles(p101=1s)', 12, "expected a percentile from p0 to p100, got 'p101'"],
    ['percentiles(p100.1=1s)', 12, "expected a percentile from p0 to p100, got 'p100.1'"],
    ['percentiles(p99.9999=1s)', 13, 'expected at most 3 decimals, got 4'],
    ['mix(70%:1s)', 4, 'expected weights that sum to 100%, got 70%'],
    ['mix(70%:1s,20%:2s)', 11, 'expected weights that sum to 100%, got 90%'],
    ['mix(70%:1s,40%:2s,1%:3s)', 11, 'expected weights that sum to 100%, got 110%'],
    ['mix(50%:mix(10%:1s),50%:2s)', 12, 'expected weights that sum to 100%, got 10%'],
  ]);
});

test('what is longer, wider or deeper than allowed is refused', () => {
  assertAll(parseDuration, [
    ['2s'.padEnd(1001), 1000, 'expected at most 1000 characters, got 1001'],
    [`mix(${'1%:1s,'.repeat(33)}`, 196, "expected at most 32 parts, got '1'"],
    [
      `percentiles(${Array.from({ length: 33 }, (_, i) => `p${i + 10}=1s`).join()})`,
      12 + 32 * 7,
      "expected at most 32 percentiles, got 'p42'",
    ],
    [
      'mix(1%:mix(1%:mix(1%:mix(1%:mix(1%:1s)))))',
      28,
      'expected at most 4 mixes one inside the other, got one more',
    ],
  ]);
});
