// Owns: texts as a client might send them, for properties that must hold for any. Runs on: the test process.

import fc from 'fast-check';

/** Words, white space of every kind, Chinese, emoji, quotes, control characters and lone surrogates, mixed. */
export const ANY_TEXT = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom('a', '你', '😀', '𠀀', '"', '\\', '\u0000', '\ud800', '\udc00') }),
      fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u2028'), maxLength: 150 }),
      fc.integer({ min: 60, max: 200 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 60, max: 70 }).map((length) => '😀'.repeat(length)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
