import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ModelTable, NO_MODELS } from '../../../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';

/** The rows tell themselves apart by their load factor: the index of the name that was found. */
function tableOf(names: readonly string[]): ModelTable {
  return new ModelTable(
    names.map((name, index) => ({ name, profile: { ...EMPTY_PROFILE, loadFactor: index } })),
  );
}

/** Which of the names is meant by a model; null for none. */
function found(names: readonly string[], model: string): number | null {
  return tableOf(names).find(model).loadFactor;
}

function fits(model: string, pattern: string): boolean {
  return found([pattern], model) === 0;
}

test('a model that nothing is said of has the empty profile', () => {
  assert.equal(tableOf(['a', 'b*']).find('c'), EMPTY_PROFILE);
  assert.equal(NO_MODELS.find('a'), EMPTY_PROFILE);
  assert.deepEqual(NO_MODELS.names, []);
});

test('a name comes before every pattern, wherever it stands', () => {
  assert.equal(found(['*', 'qwen-*', 'qwen-plus'], 'qwen-plus'), 2);
  assert.equal(found(['qwen-plus', '*'], 'qwen-plus'), 0);
});

test('of several patterns the first that fits counts, not the longest', () => {
  assert.equal(found(['*', 'qwen-*'], 'qwen-plus'), 0);
  assert.equal(found(['gpt-*', 'qwen-*', '*'], 'qwen-plus'), 1);
  assert.equal(found(['gpt-*', 'qwen-????', 'qwen-*'], 'qwen-plus-latest'), 2);
});

test('a name is the whole name, in the letters that it is written in', () => {
  for (const model of ['qwen', 'qwen-plus-latest', 'my-qwen-plus', 'Qwen-plus', 'qwen-plus ', '']) {
    assert.equal(found(['qwen-plus'], model), null, model);
  }
});

test('a star stands for any characters, none included', () => {
  for (const [model, pattern, expected] of [
    ['', '*', true],
    ['a/b:c.d', '*', true],
    ['qwen-', 'qwen-*', true],
    ['qwen', 'qwen-*', false],
    ['my-qwen', '*qwen', true],
    ['my-qwen-2', '*qwen', false],
    ['aXbXc', 'a*b*c', true],
    ['abc', 'a*b*c', true],
    ['acb', 'a*b*c', false],
    ['abab', 'a*ab', true],
    ['mississippi', 'm*iss*iss*pi', true],
    ['mississippi', 'm*iss*iss*iss*pi', false],
    ['x', '***', true],
    ['Qwen', 'q*', false],
  ] as const) {
    assert.equal(fits(model, pattern), expected, `${model} and ${pattern}`);
  }
});

test('a question mark stands for one character', () => {
  for (const [model, pattern, expected] of [
    ['a', '?', true],
    ['', '?', false],
    ['ab', '?', false],
    ['qwen3', 'qwen?', true],
    ['qwen', 'qwen?', false],
    ['qwen', '?wen', true],
    ['abc', '*?', true],
    ['', '*?', false],
    ['ab', '?*?', true],
    ['a', '?*?', false],
  ] as const) {
    assert.equal(fits(model, pattern), expected, `${model} and ${pattern}`);
  }
});

test('no other character is special in a pattern', () => {
  assert.equal(fits('gpt-4.1-mini', 'gpt-4.1*'), true);
  assert.equal(fits('gpt-4x1-mini', 'gpt-4.1*'), false);
  assert.equal(fits('a[bc]+(d)$x', 'a[bc]+(d)$*'), true);
  assert.equal(fits('ab', 'a[bc]*'), false);
  assert.equal(fits('a\\b', 'a\\*'), true);
  // A model may have the special characters in its own name.
  assert.equal(fits('a*b', 'a*'), true);
  assert.equal(fits('a*b', 'a?b'), true);
  assert.equal(fits('axb', 'a?b'), true);
});

test('the names are those without a pattern, in the order of the rows', () => {
  assert.deepEqual(tableOf(['b', '*', 'a', 'c?', 'a/b']).names, ['b', 'a', 'a/b']);
});

test('the name of an object’s property is a model like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    assert.equal(found(['a'], name), null, name);
    assert.equal(found(['a', name], name), 1, name);
  }
});

test('a pattern fits what the regular expression of the same meaning fits', () => {
  const seen = { yes: 0, no: 0 };
  const model = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '\n'), maxLength: 10 });
  const pattern = fc
    .string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 })
    .filter((text) => /[*?]/.test(text));
  fc.assert(
    fc.property(model, pattern, (text, glob) => {
      const source = glob.replaceAll('.', '\\.').replaceAll('?', '[^]').replaceAll('*', '[^]*');
      const expected = new RegExp(`^${source}$`).test(text);
      seen[expected ? 'yes' : 'no']++;
      assert.equal(fits(text, glob), expected);
    }),
    { seed: 1, numRuns: 5000 },
  );
  // So that the property has met both.
  assert.equal(seen.yes > 500 && seen.no > 500, true, JSON.stringify(seen));
});

test('a pattern of the greatest length with a star at every other place is decided at once', () => {
  // A regular expression that goes back would try more ways than there are atoms: this test would not end.
  assert.equal(fits('a'.repeat(5000), `${'a*'.repeat(128)}b`), false);
  assert.equal(fits(`${'a'.repeat(5000)}b`, `${'a*'.repeat(128)}b`), true);
});
