/**
 * What of an answer's text a tokeniser must see to count it. Main thread; joins no more than it may.
 *
 * An answer that is longer than its text repeats it, and a text that begins anew begins with white space, where no token
 * reaches across. So one round is counted for all, and an answer of 32,768 tokens costs the loop what its text costs.
 */
import type { PlannedText } from '../behavior/content/planned-text.js';
import type { CountJob } from './tasks.js';

/** As much as a thread counts in a fifth of a second. */
const COMPLETION_CHARACTERS_MAX = 262_144;

export type Completion = Pick<CountJob, 'completion' | 'round' | 'rounds'>;

export const NO_COMPLETION: Completion = { completion: null, round: '', rounds: 0 };

/** A PlannedText, as far as it is read here. */
type Text = Pick<PlannedText, 'length' | 'pieces'>;

/** What the first `count` pieces come to; null where that is too long to be counted. */
export function completionOf(text: Text, count: number): Completion | null {
  const { length } = text;
  // The first round is left as it is: its white space is not that of the others. One more is whole.
  const rounds = Math.max(0, Math.floor(count / length) - 1);
  const counted = count - rounds * length;
  const pieces = text.pieces();
  let completion = '';
  let round = '';
  for (let index = 0; index < (rounds === 0 ? counted : 2 * length); index++) {
    const piece = pieces.next();
    if (index < counted) completion += piece;
    if (rounds > 0 && index >= length) round += piece;
    if (completion.length > COMPLETION_CHARACTERS_MAX || round.length > COMPLETION_CHARACTERS_MAX)
      return null;
  }
  return { completion, round, rounds };
}
