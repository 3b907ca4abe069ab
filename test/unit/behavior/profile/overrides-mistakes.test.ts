/**
 * What is wrong with overrides: the message, with the place of the mistake.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  OVERRIDES,
  type ReadOverrides,
  readHeaderOverrides,
  readNameOverrides,
} from '../../../../dist/behavior/profile/overrides.js';

const LIMITS = { delayMaxMs: 600_000, tokensMax: 10_000 };
const ANY = 'a duration such as 2s or a distribution';
const SEEDS = 'a whole number from 0 to 9007199254740991';
const NAMES = 'one of delay, ttft, itl, tokens, reasoning, calls, turns, fault, seed and an equals sign';

function messageOf(read: ReadOverrides): string {
  assert.equal(read.ok, false);
  return read.ok ? '' : read.message;
}

function inName(model: string): string {
  return messageOf(readNameOverrides(model, LIMITS));
}

/** By the names of the headers, in the order that `readHeaderOverrides` wants them in. */
function inHeaders(headers: Record<string, string>): string {
  const names = [
    ...OVERRIDES.map((override) => override.header),
    ...OVERRIDES.map((override) => override.otherHeader ?? ''),
  ];
  for (const name of Object.keys(headers)) assert.equal(names.includes(name), true, name);
  const values = names.map((name) => headers[name] ?? '');
  return messageOf(readHeaderOverrides(values, LIMITS));
}

test('a wrong header is refused by its name, with what was expected and where', () => {
  for (const [header, value, message] of [
    ['x-mock-delay', '2', 'expected a unit (us, ms, s, m, h) after 2, got the end (at character 2 of "2")'],
    ['x-mock-ttft', '1s 2s', `expected nothing after 1s, got '2s' (at character 4 of "1s 2s")`],
    ['x-mock-itl', ' ', `expected ${ANY}, got nothing (at character 2 of " ")`],
    ['x-mock-output-tokens', '9ms', `expected no unit after 9, got 'ms' (at character 2 of "9ms")`],
    ['x-mock-seed', '-1', `expected ${SEEDS} (at character 1 of "-1")`],
    ['x-ttft-ms', '300ms', 'expected a number without a unit (at character 1 of "300ms")'],
    ['x-itl-ms', 'uniform(1,2)', 'expected a number without a unit (at character 1 of "uniform(1,2)")'],
    ['x-output-length', '1e3', 'expected a whole number without a unit (at character 1 of "1e3")'],
  ] as const) {
    assert.equal(inHeaders({ [header]: value }), `Invalid header '${header}': ${message}`);
  }
});

test('of several wrong headers the first in the order of the overrides is named', () => {
  const message = inHeaders({ 'x-mock-seed': 'x', 'x-ttft-ms': 'y', 'x-mock-itl': 'z' });
  assert.match(message, /^Invalid header 'x-ttft-ms': /);
});

test('a bare number has no sign, no exponent, no leading zero, and digits on both sides of its point', () => {
  for (const text of ['-1', '+1', '01', '.5', '5.', '1.0000001', '1234567890123', 'NaN', '0x1', ' 1', '1 ']) {
    const expected = `expected a number without a unit (at character 1 of "${text}")`;
    assert.equal(inHeaders({ 'x-ttft-ms': text }), `Invalid header 'x-ttft-ms': ${expected}`);
  }
});

test("other emulators' header of tokens is a whole number", () => {
  for (const text of ['20.5', '20.0', '5.', '.5', '-1', '+1', '01', 'NaN', '0x1', ' 1', '1 ', '٣', '5s']) {
    const expected = `expected a whole number without a unit (at character 1 of "${text}")`;
    assert.equal(inHeaders({ 'x-output-length': text }), `Invalid header 'x-output-length': ${expected}`);
  }
});

test('a wrong override is refused with the place in the whole name', () => {
  for (const [name, place, message] of [
    ['m;delay=2', 10, 'expected a unit (us, ms, s, m, h) after 2, got the end'],
    ['m;delay=', 9, `expected ${ANY}, got nothing`],
    ['m;tokens=5;ttft=uniform(3s,1s)', 28, 'expected at least 3s, the lower end, got 1s'],
    ['m;tokens=200ms', 13, "expected no unit after 200, got 'ms'"],
    ['m;seed=1.5', 8, `expected ${SEEDS}`],
    ['m;seed=', 8, `expected ${SEEDS}`],
    ['m;delay=1s;delay=2s', 12, "expected 'delay' once"],
    ['m;delay=1s; DELAY =2s', 12, "expected 'delay' once"],
    ['m;', 3, `expected ${NAMES}`],
    ['m;delay=1s;', 12, `expected ${NAMES}`],
    ['m;;delay=1s', 3, `expected ${NAMES}`],
    ['m;=1s', 3, `expected ${NAMES}`],
    ['m;temperature=1', 3, `expected ${NAMES}`],
    ['m;__proto__=1', 3, `expected ${NAMES}`],
    ['m;dely=1s', 3, `expected ${NAMES} (did you mean delay?)`],
    ['m;dealy=1s', 3, `expected ${NAMES} (did you mean delay?)`],
    ['m;token=5', 3, `expected ${NAMES} (did you mean tokens?)`],
    ['m;delay', 3, `expected ${NAMES} (did you mean delay?)`],
    // Small and capital letters are the same, with an equals sign and without.
    ['m;DELAY', 3, `expected ${NAMES} (did you mean delay?)`],
    ['m; Dely ', 3, `expected ${NAMES} (did you mean delay?)`],
    ['m;TOKEN=5', 3, `expected ${NAMES} (did you mean tokens?)`],
    // Blanks behind the equals sign do not shift the place.
    ['m;delay=   2', 13, 'expected a unit (us, ms, s, m, h) after 2, got the end'],
    ['m; delay = 2x ;seed=1', 13, `expected a unit (us, ms, s, m, h) after 2, got 'x'`],
    ['m;tokens=  11111', 12, 'expected at most 10000 (MAX_OUTPUT_TOKENS), got 11111'],
    ['m;seed=  1.5 ', 10, `expected ${SEEDS}`],
    ['m;delay=  ', 11, `expected ${ANY}, got nothing`],
  ] as const) {
    const expected = `Invalid 'model': ${message} (at character ${place} of "${name}")`;
    assert.equal(inName(name), expected);
  }
});

test('of a long name, the part around the mistake is shown', () => {
  const name = `${'a'.repeat(100)};delay=2x${' '.repeat(100)}`;
  const shown = `…${'a'.repeat(32)};delay=2x${' '.repeat(39)}…`;
  const message = `expected a unit (us, ms, s, m, h) after 2, got 'x' (at character 109 of "${shown}")`;
  assert.equal(inName(name), `Invalid 'model': ${message}`);
});
