import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerText } from '../../../dist/behavior/content/answer-text.js';
import { createLoremContent } from '../../../dist/behavior/content/content.js';
import type { PlannedText } from '../../../dist/behavior/content/planned-text.js';
import { createRandom } from '../../../dist/behavior/random/random.js';
import { completionOf } from '../../../dist/workers/completion-text.js';
import { countJobs, countText } from '../../../dist/workers/counting/token-count.js';

const TEXTS: Readonly<Record<string, PlannedText>> = {
  word: AnswerText.prepare('hello'),
  words: AnswerText.prepare('An answer of unforeseeable tokenisation.'),
  chinese: AnswerText.prepare('精确地数一数，好吗？'),
  quoted: AnswerText.prepare('say "hello"\n\nand\tgo\\'),
  emoji: AnswerText.prepare('😀 two 👩‍👩‍👧 three'),
  generated: createLoremContent(0).pick(null, createRandom(1, 1)).text,
};

function countedInRounds(text: PlannedText, count: number): number {
  const completion = completionOf(text, count) ?? assert.fail();
  return countJobs([{ texts: [], ...completion }])[1] as number;
}

for (const [name, text] of Object.entries(TEXTS)) {
  test(`an answer that repeats its text has the tokens that it has as a whole: ${name}`, () => {
    const { length } = text;
    for (const count of [1, length - 1, length, length + 1, 2 * length, 2 * length + 1, 5 * length + 2]) {
      if (count < 1) continue;
      const whole = countText(JSON.parse(`"${text.join(count)}"`) as string);
      assert.equal(countedInRounds(text, count), whole, `${count} pieces`);
    }
  });
}

/** A text of so many pieces in a round, each of them `piece`; counts those that were read. */
function witness(length: number, piece: string) {
  const text = {
    length,
    read: 0,
    pieces: () => ({
      next: () => {
        text.read++;
        return piece;
      },
    }),
  };
  return text;
}

test('of an answer of any length no more is read than two rounds', () => {
  const text = witness(10, ' x');
  const completion = completionOf(text, 32_768);
  assert.deepEqual(completion, { completion: ' x'.repeat(18), round: ' x'.repeat(10), rounds: 3_275 });
  assert.equal(text.read, 20);
});

test('an answer that is too long to count is not read to its end', () => {
  const text = witness(1_000_000, 'x'.repeat(1_000));
  assert.equal(completionOf(text, 32_768), null);
  assert.equal(text.read, 263);
});
