/**
 * What of an answer's text a tokeniser must see to count it. Main thread; joins no more than it may.
 *
 * An answer that is longer than its text repeats it, and a text that begins anew begins with white space, where no token
 * reaches across. So one round is counted for all, and an answer of 32,768 tokens costs the loop what its text costs.
 */
import type { CountJob } from '../workers/tasks.js';

/** As much as a thread counts in a fifth of a second. */
const COMPLETION_CHARACTERS_MAX = 262_144;

export type Completion = Pick<CountJob, 'completion' | 'round' | 'rounds'>;

export const NO_COMPLETION: Completion = { completion: null, round: '', rounds: 0 };

/** An AnswerText, as far as it is read here. */
interface Ring {
  /** Pieces in one round. */
  readonly length: number;
  piece(index: number): string;
}

/** What the first `count` pieces come to; null where that is too long to be counted. */
export function completionOf(text: Ring, count: number): Completion | null {
  // The first round is left as it is: its white space is not that of the others. One more is whole.
  const rounds = Math.max(0, Math.floor(count / text.length) - 1);
  const completion = join(text, 0, count - rounds * text.length);
  const round = rounds === 0 ? '' : join(text, text.length, 2 * text.length);
  return completion === null || round === null ? null : { completion, round, rounds };
}

function join(text: Ring, from: number, to: number): string | null {
  let joined = '';
  for (let index = from; index < to; index++) {
    joined += text.piece(index);
    if (joined.length > COMPLETION_CHARACTERS_MAX) return null;
  }
  return joined;
}
