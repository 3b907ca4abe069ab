// Owns: texts that were right and have been damaged in a few places, for properties that must hold for any text. Pure.

import fc from 'fast-check';

const EDITS_MAX = 4;
const CHARACTERS_REMOVED_MAX = 8;

/** Control characters, halves of pairs, and what is a letter in one place and a mark in another. */
const ANY_PIECE = fc.string({ unit: 'binary', maxLength: 2 });

/** Each text with one to four places at which something was cut out, put in, or both; `pieces` are put in beside any characters. */
export function damaged(texts: fc.Arbitrary<string>, pieces: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(),
    removed: fc.nat({ max: CHARACTERS_REMOVED_MAX }),
    put: fc.oneof(fc.constantFrom('', ...pieces), ANY_PIECE),
  });
  return fc.tuple(texts, fc.array(edit, { minLength: 1, maxLength: EDITS_MAX })).map(([text, edits]) =>
    edits.reduce((whole, { at, removed, put }) => {
      const place = at % (whole.length + 1);
      return whole.slice(0, place) + put + whole.slice(place + removed);
    }, text),
  );
}
