/**
 * Texts that are made for patterns, compared with V8's own engine: these patterns are ours, so it may be asked.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { SchemaProblem } from '../../../../dist/behavior/schema/basis/problem.js';
import { generateFromPattern } from '../../../../dist/behavior/schema/regex/generate-from-pattern.js';

const SEEDS = 40;

function textsFor(pattern: string, charactersWanted?: number): readonly string[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const text = generateFromPattern(
      pattern,
      createRandom(seed, 9),
      charactersWanted === undefined ? {} : { charactersWanted },
    );
    assert.equal(typeof text, 'string', `${pattern}: ${JSON.stringify(text)}`);
    return text as string;
  });
}

/** Each with what it is to V8, where Python writes it in another way. */
const ROWS: readonly (readonly [pattern: string, same?: string])[] = [
  ['^[A-Z]{3}-\\d{4}$'],
  ['\\w+@\\w+\\.(?:com|org)'],
  ['[^a-z\\d]{3}'],
  ['[\\s\\S]{4}'],
  ['\\D\\W\\S\\s'],
  ['a*?b+?c??d{2}?e{1,}?f{2,4}?'],
  ['(?<year>\\d{4})-(?<month>0[1-9]|1[0-2])'],
  ['(["\']).*\\1'],
  ['(?<q>a|b)x\\k<q>'],
  ['\\u{1f600}\\u00e9\\x41\\cA\\t\\n\\/\\.'],
  ['[\\u4e00-\\u9fff]{2,4}'],
  ['\\p{Lu}\\p{Ll}+\\P{L}'],
  ['\\p{Script=Greek}{3}'],
  ['^(?=.*[A-Z])(?=.*\\d)(?=.*[!@#])[A-Za-z\\d!@#]{8,20}$'],
  ['^(?=.{6,8}$)[a-z]+$'],
  ['^(?!.*(?:aa|bb))[abc]{6}$'],
  ['x(?<=x)y'],
  ['(?<!x)y'],
  ['\\bword\\b'],
  ['x\\By'],
  ['^$'],
  [''],
  ['(?:)|a'],
  ['^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$'],
  ['\\-\\d'],
  ['(?P<name>[a-z]+)=(?P=name)', '(?<name>[a-z]+)=\\k<name>'],
  ['\\A\\d+\\Z', '^\\d+$'],
  ['\\\\A(?P<a>x)', '\\\\A(?<a>x)'],
];

function engine(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

for (const [pattern, same] of ROWS) {
  test(`texts for ${pattern || 'the empty pattern'} match it`, () => {
    const expression = engine(same ?? pattern);
    for (const text of textsFor(pattern)) assert.match(text, expression);
  });
}

test('the whole text is what the pattern describes', () => {
  for (const text of textsFor('\\d{3}')) assert.match(text, /^\d{3}$/);
  for (const text of textsFor('yes|no')) assert.match(text, /^(?:yes|no)$/);
});

test('the same seed gives the same text, another one another', () => {
  assert.deepEqual(textsFor('[a-z]{20}'), textsFor('[a-z]{20}'));
  assert.equal(new Set(textsFor('[a-z]{20}')).size, SEEDS);
  assert.equal(new Set(textsFor('yes|no')).size, 2);
});

test('where a pattern leaves its length open it is as wanted', () => {
  for (const wanted of [1, 10, 100, 1000]) {
    for (const text of textsFor('[a-z]+', wanted)) assert.equal(text.length, wanted);
    for (const text of textsFor('(?:[a-z]+ )*[a-z]+\\.', wanted + 1)) assert.equal(text.length, wanted + 1);
  }
  for (const text of textsFor('[a-z]{2,5}', 1000)) assert.equal(text.length, 5);
});

const PROBLEMS: readonly (readonly [string, RegExp])[] = [
  ['(', /Expected a regular expression: .*Unterminated group/],
  ['*', /Expected a regular expression/],
  ['(?i)x', /Expected a regular expression: .*Invalid group/],
  ['a{1000000}', /at least 1000000 characters/],
  ['((a{1000}){1000}){1000}', /at least 1000000000 characters/],
  ['x'.repeat(1001), /at most 1000 characters, got 1001/],
  ['a^b', /No text was found/],
  ['a(?!.|$)', /No text was found/],
  ['[]', /no character is known/],
];

test('what is no pattern, or none that a text matches, is a problem in words', () => {
  for (const [pattern, message] of PROBLEMS) {
    const outcome = generateFromPattern(pattern, createRandom(1, 1));
    assert.ok(outcome instanceof SchemaProblem, pattern);
    assert.match(outcome.message, message);
  }
});

test('patterns that take V8’s engine exponential time end, with a text or a problem', () => {
  for (const pattern of [
    ...[
      '^(a+)+$',
      '(x+x+)+y(?=$)',
      '^(?=(a+)+b)a{30}$',
      '(a*)*(a*)*(a*)*\\b$x',
      '(?!(a+)+$)a{200}b?',
      '(?<=(a+)+)b',
    ],
    ...['(a?){1000000000}', '(){1000000000}', '(?:a{0,1000}){0,1000}', '(.{0,100}){0,100}\\1'],
    `${'('.repeat(300)}a${')*'.repeat(300)}`,
    `${'(?:a|'.repeat(150)}${')'.repeat(150)}`,
  ]) {
    const outcome = generateFromPattern(pattern, createRandom(1, 1), { charactersWanted: 2000 });
    assert.ok(typeof outcome === 'string' || outcome.message !== '', pattern);
  }
});

/** Patterns that some text matches, of all parts that take characters. */
const { patterns } = fc.letrec<{ patterns: string }>((tie) => ({
  patterns: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'pattern' },
    fc.constantFrom('a', '\\d', '\\w', '\\s', '.', '[a-f0-9]', '[^x]', '\\.', 'é', '[\\W_]', '\\p{L}'),
    fc.array(tie('patterns'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    fc.tuple(tie('patterns'), tie('patterns')).map(([one, other]) => `(?:${one}|${other})`),
    fc
      .tuple(tie('patterns'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??'))
      .map(([part, times]) => `(?:${part})${times}`),
    tie('patterns').map((part) => `(${part})`),
    tie('patterns').map((part) => `(?=${part})${part}`),
  ),
}));

test('texts for random patterns match them from end to end, unless there is a problem', () => {
  let texts = 0;
  fc.assert(
    fc.property(patterns, fc.nat(), fc.constantFrom(0, 5, 40), (pattern, seed, charactersWanted) => {
      const text = generateFromPattern(pattern, createRandom(seed, 2), { charactersWanted });
      if (text instanceof SchemaProblem) return;
      texts++;
      assert.match(text, new RegExp(pattern, 'u'), pattern);
      assert.match(text, new RegExp(`^(?:${pattern})$`, 'u'), pattern);
    }),
    { numRuns: 500, seed: 14 },
  );
  assert.ok(texts > 450, `${texts} texts of 500`);
});
