/**
 * What answers say, compared with the plain way of making them that the server had first: every piece a string, the whole
 * unrolled. What is on the wire must not have changed by a byte.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AnswerText } from '../../../../dist/behavior/content/answer-text.js';
import type { PlannedText } from '../../../../dist/behavior/content/planned-text.js';
import { ANY_TEXT } from '../../../support/any-text.js';
import { PlainAnswerText } from '../../../support/plain-answer-text.js';

const COUNT = fc.nat({ max: 60 });
const START = fc.option(fc.nat({ max: 300 }));
const RUNS = 1_500;

type Making = (text: string) => AnswerText;
const WAYS: readonly (readonly [name: string, make: Making])[] = [
  ['of the settings', AnswerText.prepare],
  ['of a request', AnswerText.keep],
];

/** Both ways of one text, begun at a piece or, with null, as it is. */
function pairOf(make: Making, text: string, start: number | null): readonly [AnswerText, PlainAnswerText] {
  const made = make(text);
  const plain = new PlainAnswerText(text);
  return start === null ? [made, plain] : [made.from(start), plain.from(start)];
}

function walk(text: PlannedText, count: number): string[] {
  const pieces = text.pieces();
  return Array.from({ length: count }, () => pieces.next());
}

/** The bytes of a text, copied in pieces of the sizes that come from `sizes`, round after round. */
function copied(text: PlannedText, length: number, sizes: readonly number[]): string {
  const target = Buffer.alloc(length + 2, 0x7e);
  for (let from = 0, turn = 0; from < length; turn++) {
    const run = Math.min(length - from, sizes[turn % sizes.length] as number);
    text.copy(target, 1 + from, from, run);
    from += run;
  }
  // Nothing but what was asked for is written to.
  assert.deepEqual([target[0], target[length + 1]], [0x7e, 0x7e]);
  return target.toString('utf8', 1, length + 1);
}

/** That a text has the pieces, as strings and as bytes. */
function assertSays(text: PlannedText, pieces: readonly string[], sizes: readonly number[]): void {
  const whole = pieces.join('');
  assert.deepEqual(walk(text, pieces.length), pieces);
  assert.equal(text.join(pieces.length), whole);
  assert.equal(text.join(pieces.length), whole);
  assert.equal(text.bytes(pieces.length), Buffer.byteLength(whole));
  assert.equal(copied(text, Buffer.byteLength(whole), sizes), whole);
}

const SIZES = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

for (const [name, make] of WAYS) {
  test(`a text ${name} has the pieces and bytes that it always had, for any text, length and start`, () => {
    fc.assert(
      fc.property(ANY_TEXT, START, COUNT, SIZES, (text, start, count, sizes) => {
        const [made, plain] = pairOf(make, text, start);
        const pieces = Array.from({ length: count }, (_, index) => plain.piece(index));
        assert.equal(made.length, plain.length);
        assertSays(made, pieces, sizes);
      }),
      { seed: 1, numRuns: RUNS },
    );
  });

  test(`a text ${name} is cut where it always was, into the same pieces, for any stop texts`, () => {
    const part = fc.record({ from: fc.nat({ max: 400 }), length: fc.integer({ min: 1, max: 30 }) });
    const stops = fc.array(
      fc.oneof(part, fc.string({ unit: fc.constantFrom('a', ' ', '\udc00'), minLength: 1, maxLength: 2 })),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    let cuts = 0;
    fc.assert(
      fc.property(ANY_TEXT, START, COUNT, stops, SIZES, (text, start, count, parts, sizes) => {
        const [made, plain] = pairOf(make, text, start);
        // Most stop texts are taken from the answer, also from where it begins anew: others hardly ever occur.
        const said = JSON.parse(`"${plain.join(count + 5)}"`) as string;
        const stop = parts
          .map((each) =>
            typeof each === 'string' ? each : said.slice(each.from % said.length).slice(0, each.length),
          )
          .filter((each) => each !== '');
        const expected = plain.cutBefore(stop, count);
        const cut = made.cutBefore(stop, count);
        assert.deepEqual([cut?.tokens, cut?.stopText], [expected?.tokens, expected?.stopText]);
        if (cut === null || expected === null) return;
        cuts++;
        const pieces = Array.from({ length: expected.tokens }, (_, index) => expected.text.piece(index));
        assertSays(cut.text, pieces, sizes);
        for (const fewer of [0, 1, 2]) {
          if (fewer > pieces.length) continue;
          assert.equal(cut.text.join(fewer), pieces.slice(0, fewer).join(''));
          assert.equal(cut.text.bytes(fewer), Buffer.byteLength(pieces.slice(0, fewer).join('')));
        }
      }),
      { seed: 2, numRuns: RUNS },
    );
    assert.equal(cuts > RUNS / 3, true, `only ${cuts} cuts`);
  });
}

test('the length of an answer of a million tokens is known, and any part of it, without making it', () => {
  for (const [, make] of WAYS) {
    const text = make('x'.repeat(64));
    const tokens = 1_000_000;
    assert.equal(text.bytes(tokens), 65 * tokens - 1);
    const target = Buffer.alloc(8);
    text.copy(target, 0, 65 * (tokens - 1) - 4, 8);
    assert.equal(target.toString(), 'xxx xxxx');
  }
});

test('a stop text that begins in one round and ends many rounds later is found, in a ring of one letter too', () => {
  for (const [, make] of WAYS) {
    const cut = make('a').cutBefore(['a'.repeat(2), ' a'.repeat(50_000)], 60_000);
    assert.deepEqual([cut?.tokens, cut?.stopText.length, cut?.text.join(1)], [1, 100_000, 'a']);
    assert.equal(make('a').cutBefore([' a'.repeat(50_000)], 50_000), null);
  }
});
