// Owns: what must hold of the grammar of faults whatever the text, for as many texts as one has time for. Runs on: the test process.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatFaults } from '../../../dist/behavior/faults/format.js';
import { parseFaults, parseOneFault } from '../../../dist/behavior/faults/parse.js';
import { renderMistakeLine } from '../../../dist/behavior/grammar/mistake.js';
import { mixes } from '../faults.js';
import { damaged } from './damage.js';

const CHARACTERS_MAX = 1_000;

// biome-ignore format: one list
const TOKENS = ['429', '5', '%', ':', '(', ')', ',', '=', 'first', 'every', 'cut', 'reset', 'slow', 'x', '×', 'at', 'tokens', 'stall', '30s', 'late', 'none', ' ', '0.1', 'é', '\u0000', '\ud800'];
const NEARLY_RIGHT = fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }).map((tokens) => tokens.join(''));
const WRITTEN = mixes.map(formatFaults);
const TEXTS = fc.oneof(
  fc.string({ unit: 'binary', maxLength: CHARACTERS_MAX + 100 }),
  NEARLY_RIGHT,
  damaged(WRITTEN, TOKENS),
);

/** Any mix that is written out is read as the same one. */
export function holdMixesToTheirTexts(runs: number): void {
  fc.assert(
    fc.property(mixes, (mix) => {
      const text = formatFaults(mix);
      fc.pre(text.length <= CHARACTERS_MAX);
      assert.deepEqual(parseFaults(text), { ok: true, mix }, text);
    }),
    { numRuns: runs },
  );
}

/** Any text is a mix, which has one text, or a mistake that has its place inside the text and can be shown; nothing is thrown. */
export function holdTextsToMixOrMistake(runs: number): void {
  const seen = { right: 0, wrong: 0 };
  fc.assert(
    fc.property(TEXTS, (text) => {
      const one = parseOneFault(text);
      const read = parseFaults(text);
      if (read.ok) {
        seen.right++;
        assert.deepEqual(parseFaults(formatFaults(read.mix)), read);
        return;
      }
      seen.wrong++;
      // What is no mix is no fault either, for the same reason.
      assert.deepEqual(one, read);
      const { position, message } = read;
      assert.ok(Number.isInteger(position) && position >= 0 && position <= text.length, `${position}`);
      assert.match(message, /^expected [^\p{Cc}\p{Cs}]+$/u);
      assert.doesNotMatch(renderMistakeLine(text, position, message), /[\p{Cc}\p{Cs}]/u);
    }),
    { seed: 13, numRuns: runs },
  );
  // So that the property has met both.
  assert.ok(seen.right > runs / 100 && seen.wrong > runs / 3, JSON.stringify(seen));
}
