/** Holds the grammar of faults to its rules: what each kind may be told, every mistake with its place, and any text at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFaults } from '../../../../dist/behavior/faults/format.js';
import { parseFaults, parseOneFault } from '../../../../dist/behavior/faults/parse.js';
import { faultOf } from '../../../support/faults.js';
import { holdMixesToTheirTexts, holdTextsToMixOrMistake } from '../../../support/fuzz/fault-grammar.js';

const SECOND = 1_000;

// biome-ignore format: a table, a line for each fault
const FAULTS = [
  ['503', faultOf('status', { status: 503 })],
  ['429(late,quota,html,retry-after=1.5s)', faultOf('status', { status: 429, late: true, quota: true, html: true, retryAfterMs: 1_500 })],
  ['reset', faultOf('reset')],
  ['reset(late)', faultOf('reset', { late: true })],
  ['close(late)', faultOf('close', { late: true })],
  ['hang', faultOf('hang')],
  ['hang(5s)', faultOf('hang', { forMs: 5 * SECOND })],
  ['cut(at=40%,reset)', faultOf('cut', { share: 0.4, byReset: true })],
  ['cut(tokens=0)', faultOf('cut', { tokens: 0 })],
  ['error(at=12.5%,status=529)', faultOf('error', { share: 0.125, status: 529 })],
  ['stall(30s,tokens=5)', faultOf('stall', { forMs: 30 * SECOND, tokens: 5 })],
  ['unfinished', faultOf('unfinished')],
  ['broken(at=0%)', faultOf('broken', { share: 0 })],
  ['blank(tokens=3)', faultOf('blank', { tokens: 3 })],
  ['split(at=100%)', faultOf('split', { share: 1 })],
  ['duplicate(tokens=1)', faultOf('duplicate', { tokens: 1 })],
  ['empty', faultOf('empty')],
  ['filter', faultOf('filter')],
  ['slow(1.5)', faultOf('slow', { factor: 1.5 })],
] as const;

test('every kind of fault is read with all that it may be told, and written as it was', () => {
  for (const [text, fault] of FAULTS) {
    assert.deepEqual(parseOneFault(text), { ok: true, fault }, text);
    assert.equal(formatFaults({ rules: [{ turn: { by: 'share', share: 1 }, fault }] }), text);
  }
});

test('a mix is written without blanks, in small letters, and without what holds anyway', () => {
  for (const [text, written] of [
    ['none', 'none'],
    [' NONE ', 'none'],
    ['5.0 % : 429 ( Retry-After = 2000ms , LATE )', '5%:429(late,retry-after=2s)'],
    ['100%:Reset', 'reset'],
    ['first( 3 ):503,every(10):error(status=500)', 'first(3):503,every(10):error'],
    ['cut(at=50%),0%:slow(×5)', 'cut,0%:slow(5)'],
    ['slow(x5)', 'slow(5)'],
  ] as const) {
    const read = parseFaults(text);
    assert.ok(read.ok, text);
    assert.equal(formatFaults(read.mix), written);
  }
});

// biome-ignore format: a table, a line for each mistake
const MISTAKES: readonly (readonly [text: string, position: number, message: RegExp])[] = [
  ['', 0, /^expected a status such as 429, reset, .* or a turn such as 5%:, got nothing$/],
  ['5%', 2, /^expected ':' and a fault, got the end$/],
  ['5%:', 3, /^expected a status such as 429, .*, got the end$/],
  ['5%:none', 3, /got 'none'/],
  ['200', 0, /^expected a status from 400 to 599, got 200$/],
  ['1%:600', 3, /^expected a status from 400 to 599, got 600$/],
  ['429.5', 0, /^expected a status from 400 to 599, got 429\.5$/],
  ['0429', 0, /^expected a number without leading zeros/],
  ['101%:429', 0, /^expected at most 100%, got 101%$/],
  ['0.0001%:429', 0, /^expected at most 3 decimals, got 4$/],
  ['50%:429,51%:500', 8, /^expected at most 100% in all, got 101%$/],
  ['429,500', 4, /^expected at most 100% in all, got 200%$/],
  ['429 500', 4, /^expected ',' or the end, got '500'$/],
  ['resett', 0, /did you mean reset\?/],
  ['5%:stal', 3, /did you mean stall\?/],
  ['first:503', 5, /^expected '\(' after first, got ':'$/],
  ['first(0):503', 6, /^expected a whole number from 1 to 1000000000, got 0$/],
  ['every(1.5):503', 6, /^expected a whole number/],
  ['every(2)503', 8, /^expected ':' and a fault, got '503'$/],
  ['first(2):first(2):503', 9, /got 'first'/],
  ['500(quota)', 0, /^expected 429 with quota, got 500$/],
  ['empty(late)', 6, /^expected no brackets behind empty, got 'late'$/],
  ['429()', 4, /^expected one of late, quota, html, retry-after=2s, got '\)'$/],
  ['429(soon)', 4, /^expected one of late, /],
  ['429(late,late)', 9, /^expected each argument once$/],
  ['cut(at=4%,at=5%)', 10, /^expected each argument once$/],
  ['cut(at=4%,tokens=5)', 10, /^expected each argument once$/],
  ['429(late', 8, /^expected ',' or '\)', got the end$/],
  ['429(retry-after)', 15, /^expected '=' after retry-after, got '\)'$/],
  ['429(retry-after=2)', 17, /^expected a unit/],
  ['cut(at=101%)', 7, /^expected at most 100%, got 101$/],
  ['cut(at=40)', 9, /^expected '%', got '\)'$/],
  ['cut(tokens=1.5)', 11, /^expected a whole number up to 1000000, got 1\.5$/],
  ['error(status=200)', 13, /^expected a status from 400 to 599, got 200$/],
  ['stall(101h)', 6, /^expected at most 100h, got 101h$/],
  ['hang(at=4%)', 5, /^expected one of a time such as 30s/],
  ['slow', 4, /^expected '\(' and how many times slower/],
  ['slow(1)', 5, /^expected more than 1 and at most 1000, got 1$/],
  ['slow(x1001)', 6, /^expected more than 1 and at most 1000, got 1001$/],
];

for (const [text, position, message] of MISTAKES) {
  test(`"${text}" is a mistake at its character ${position + 1}`, () => {
    const read = parseFaults(text);
    assert.ok(!read.ok);
    assert.deepEqual([read.position, message.test(read.message)], [position, true], read.message);
  });
}

test('there are 32 faults and 1,000 characters at the most', () => {
  const many = (count: number) => Array.from({ length: count }, () => 'first(1):503').join(',');
  assert.equal(parseFaults(many(32)).ok, true);
  assert.deepEqual(parseFaults(many(33)), {
    ok: false,
    position: 32 * 13,
    message: 'expected at most 32 faults, got more',
  });
  const long = parseFaults('x'.repeat(1_001));
  assert.deepEqual([long.ok, !long.ok && long.position], [false, 1_000]);
});

test('where one fault is wanted a turn, several and none are mistakes', () => {
  for (const text of ['5%:429', 'first(1):429', '50%:429,50%:500', 'none']) {
    assert.deepEqual(parseOneFault(text), {
      ok: false,
      position: 0,
      message: 'expected one fault for every request',
    });
  }
});

test('any mix that is written out and read again is the same one', () => holdMixesToTheirTexts(1_000));

test('any text is a mix, which has one text, or a mistake inside it that can be shown; nothing is thrown', () =>
  holdTextsToMixOrMistake(3_000));
