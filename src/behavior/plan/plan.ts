/**
 * What one request shall experience: what is said, when, and what goes wrong on purpose. Pure, and made before the wait begins.
 */

import type { PlannedText } from '../content/planned-text.js';
import type { Fault } from '../faults/fault.js';
import type { Pace } from './pace.js';

/** Why an answer ends: `length` when a limit of tokens cut it off, `filter` when its content is said to be at fault. */
export type Finish = 'stop' | 'length' | 'filter';

export interface Plan {
  readonly text: PlannedText;
  /** Pieces of the text that the answer has. */
  readonly tokens: number;
  readonly finish: Finish;
  /** The stop text of the request that ended the answer; null where none did. */
  readonly stopText: string | null;
  /** From the complete request to the first token of a stream. */
  readonly firstMs: number;
  /** From the complete request to an answer in one piece. */
  readonly totalMs: number;
  /** A stream has ended by then, whatever its pace. */
  readonly limitMs: number;
  /** The gaps behind the first token of a stream. */
  readonly pace: Pace;
  /** What goes wrong on purpose; null where nothing does. */
  readonly fault: Fault | null;
}

/** Whether two plans say the same, at whatever times. */
export function saysTheSame(one: Plan, other: Plan): boolean {
  return (
    one.text === other.text &&
    one.tokens === other.tokens &&
    one.finish === other.finish &&
    one.stopText === other.stopText
  );
}

/** What a plan depends on, of whatever a request consists otherwise. */
export interface Wish {
  readonly promptTokens: number;
  /** Whether it is answered in words. */
  readonly speaks: boolean;
  readonly tokensMax: number | null;
  readonly stop: readonly string[];
  readonly stream: boolean;
  readonly userText: string | null;
}

/** The wish of a request that wishes nothing. */
export const NO_WISH: Wish = {
  promptTokens: 0,
  speaks: true,
  tokensMax: null,
  stop: [],
  stream: false,
  userText: null,
};
