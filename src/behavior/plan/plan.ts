/**
 * What one request shall experience: what is said, when, and what goes wrong on purpose. Pure, and made before the wait begins.
 */

import type { PlannedText } from '../content/planned-text.js';
import type { Fault } from '../faults/fault.js';
import type { Part } from '../parts/part.js';
import type { Pace } from './pace.js';

/**
 * Why an answer ends: `length` when a limit of tokens cut it off, `tools` when it waits for what tools answer, `filter` when its
 * content is said to be at fault, `refusal` when the text is that of a model that does not want to answer.
 */
export type Finish = 'stop' | 'length' | 'tools' | 'filter' | 'refusal';

/** What is said, before it is known when. */
export interface Said {
  /** All that is said, of whatever parts. */
  readonly text: PlannedText;
  /** Pieces of the text that the answer has. */
  readonly tokens: number;
  /** What it consists of, where that is not a text alone; null of most answers. */
  readonly parts: readonly Part[] | null;
  readonly finish: Finish;
  /** The stop text of the request that ended the answer; null where none did. */
  readonly stopText: string | null;
}

export interface Plan extends Said {
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
    one.parts === other.parts &&
    one.finish === other.finish &&
    one.stopText === other.stopText
  );
}
