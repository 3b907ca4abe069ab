/**
 * Holds the grammar to its rules for any text and any distribution.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Distribution } from '../../../../dist/behavior/distributions/distribution.js';
import { formatDistribution } from '../../../../dist/behavior/distributions/format.js';
import { COUNT, DURATION } from '../../../../dist/behavior/distributions/quantity.js';
import { parseCount, parseDuration } from '../../../../dist/behavior/grammar/grammar.js';
import { renderMistakeLine } from '../../../../dist/behavior/grammar/mistake.js';
import { counts, durations } from '../../../support/distributions.js';

const ANY_TEXT = fc.string({ unit: 'binary', maxLength: 1100 });
const TOKENS = [
  ...[
    'uniform',
    'normal',
    'lognormal',
    'exponential',
    'percentiles',
    'mix',
    'unifrom',
    'p50',
    'p99',
    'p99.9',
  ],
  ...[
    '(',
    ')',
    ',',
    ':',
    '=',
    '%',
    ' ',
    '0',
    '1',
    '1.5',
    '70',
    '100',
    's',
    'ms',
    'us',
    'min',
    'h',
    'é',
    '\u0000',
  ],
];
const NEARLY_RIGHT = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((tokens) => tokens.join(''));

/** The texts of right distributions, each with one character replaced, put in or left out. */
const DAMAGED = fc
  .tuple(durations, fc.nat(), fc.nat({ max: 1 }), fc.string({ unit: 'binary', maxLength: 1 }))
  .map(([distribution, at, removed, put]) => {
    const text = formatDistribution(distribution, DURATION);
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + removed);
  });

test('any text is a distribution or a mistake inside it that can be shown; nothing is thrown', () => {
  const seen = { right: 0, wrong: 0 };
  fc.assert(
    fc.property(fc.oneof(ANY_TEXT, NEARLY_RIGHT, DAMAGED), (text) => {
      for (const parse of [parseDuration, parseCount]) {
        const result = parse(text);
        if (result.ok) {
          seen.right++;
          continue;
        }
        seen.wrong++;
        const { position, message } = result;
        assert.ok(Number.isInteger(position) && position >= 0 && position <= text.length, `${position}`);
        assert.match(message, /^expected [^\p{Cc}\p{Cs}]+, got [^\p{Cc}\p{Cs}]+$/u);
        assert.equal(message.length < 200, true, message);
        assert.doesNotMatch(renderMistakeLine(text, position, message), /[\p{Cc}\p{Cs}]/u);
      }
    }),
    { seed: 7, numRuns: 1200 },
  );
  // So that the property has met both.
  assert.equal(seen.right > 100 && seen.wrong > 1000, true, JSON.stringify(seen));
});

test('a text that is cut off anywhere is refused at its end, or is right as well', () => {
  fc.assert(
    fc.property(durations, fc.nat(), (distribution, at) => {
      const whole = formatDistribution(distribution, DURATION);
      const text = whole.slice(0, at % whole.length).slice(0, 1000);
      const result = parseDuration(text);
      // A name or a number that was cut has become another one, which is refused where it starts.
      const start = text.length - (/[a-z0-9.]*$/.exec(text)?.[0].length ?? 0);
      // So has a mix that lost its last parts: its weights no longer make 100%, and that is said of the mix.
      const isRefusedWell =
        !result.ok && (result.position >= start || /^expected weights/.test(result.message));
      assert.ok(result.ok || isRefusedWell, `${text} at ${JSON.stringify(result)}`);
    }),
    { seed: 8, numRuns: 300 },
  );
});

for (const [name, distributions, quantity, parse] of [
  ['durations', durations, DURATION, parseDuration],
  ['counts', counts, COUNT, parseCount],
] as const) {
  test(`a distribution of ${name} that is written out and parsed again is the same one`, () => {
    fc.assert(
      fc.property(distributions, (distribution: Distribution) => {
        const text = formatDistribution(distribution, quantity);
        // The longest that can be built are longer than the grammar allows.
        fc.pre(text.length <= 1000);
        assert.deepEqual(parse(text), { ok: true, distribution }, text);
      }),
      { seed: 9, numRuns: 400 },
    );
  });
}

test('a distribution is written with the unit that makes each value shortest, and no blanks', () => {
  for (const [text, written] of [
    ['0ms', '0'],
    ['0.5us', '0.5us'],
    ['100ms', '100ms'],
    ['0.05s', '50ms'],
    ['1500ms', '1.5s'],
    ['60s', '1m'],
    ['90s', '90s'],
    ['120min', '2h'],
    ['3601s', '3601s'],
    ['0.123456789s', '123.456789ms'],
    ['Uniform( 1000ms , 3s )', 'uniform(1s,3s)'],
    ['lognormal(p50=400ms, p99=3000ms)', 'lognormal(p50=400ms,p99=3s)'],
    ['percentiles(p50 = 1s, p99.90 = 2s)', 'percentiles(p50=1s,p99.9=2s)'],
    ['mix(70.0% : 10s, 30% : normal(2s, 300ms))', 'mix(70%:10s,30%:normal(2s,300ms))'],
    ['exponential(0.25h)', 'exponential(15m)'],
  ] as const) {
    const parsed = parseDuration(text);
    assert.ok(parsed.ok, text);
    assert.equal(formatDistribution(parsed.distribution, DURATION), written);
  }
});
