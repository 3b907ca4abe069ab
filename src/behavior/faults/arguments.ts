/**
 * Takes what stands in the brackets behind a fault apart. Pure. What a fault may be told is in its row of the table (kinds.ts).
 */

import type { FaultKind } from '../../shared/labels.js';
import { DURATION } from '../distributions/quantity.js';
import type { Cursor } from '../grammar/cursor.js';
import { takeDecimal, takeValue } from '../grammar/numbers.js';
import { type Fault, isErrorStatus, STATUS_MAX, STATUS_MIN } from './fault.js';
import type { FaultArgument } from './kinds.js';

/** What of a fault was told. */
export type FaultArguments = Partial<Fault>;

const TOKENS_MAX = 1_000_000;
const FACTOR_MAX = 1_000;

const FLAGS: Readonly<Partial<Record<FaultArgument, FaultArguments>>> = {
  late: { late: true },
  quota: { quota: true },
  html: { html: true },
  reset: { byReset: true },
};

/** As messages show them. */
const EXAMPLES: Readonly<Record<FaultArgument, string>> = {
  late: 'late',
  quota: 'quota',
  html: 'html',
  reset: 'reset',
  'retry-after': 'retry-after=2s',
  at: 'at=40%, tokens=5',
  status: 'status=529',
  time: 'a time such as 30s',
  factor: 'a number of times such as 5',
};

/** Takes one or more arguments, up to the bracket that closes. */
export function takeArguments(
  cursor: Cursor,
  kind: FaultKind,
  takes: readonly FaultArgument[],
): FaultArguments | undefined {
  if (takes.length === 0) return cursor.failHere(`no brackets behind ${kind}`);
  let all: FaultArguments = {};
  do {
    const start = cursor.position;
    const one = takeArgument(cursor, takes);
    if (one === undefined) return undefined;
    const [name = ''] = Object.keys(one);
    // Both say where it comes.
    const isTwice =
      name in all || (name === 'tokens' && 'share' in all) || (name === 'share' && 'tokens' in all);
    if (isTwice) return cursor.fail(start, 'expected each argument once');
    all = { ...all, ...one };
  } while (cursor.takeIf(','));
  return all;
}

function takeArgument(cursor: Cursor, takes: readonly FaultArgument[]): FaultArguments | undefined {
  const start = cursor.position;
  const word = cursor.takeName().toLowerCase();
  const argument = (word === 'tokens' ? 'at' : word) as FaultArgument;
  const isNamed = word !== '' && takes.includes(argument) && argument !== 'time' && argument !== 'factor';
  if (isNamed) return FLAGS[argument] ?? takeNamedValue(cursor, word);
  cursor.position = start;
  if (takes.includes('factor')) return takeFactor(cursor);
  if (takes.includes('time') && word === '') {
    const forMs = takeValue(cursor, DURATION);
    return forMs === undefined ? undefined : { forMs };
  }
  return cursor.failHere(`one of ${takes.map((one) => EXAMPLES[one]).join(', ')}`);
}

function takeNamedValue(cursor: Cursor, word: string): FaultArguments | undefined {
  if (!cursor.expect('=', `'=' after ${word}`)) return undefined;
  const start = cursor.position;
  if (word === 'retry-after') {
    const retryAfterMs = takeValue(cursor, DURATION);
    return retryAfterMs === undefined ? undefined : { retryAfterMs };
  }
  const number = takeDecimal(cursor, 'a number');
  if (number === undefined) return undefined;
  if (word === 'at') {
    if (number > 100) return cursor.fail(start, `expected at most 100%, got ${number}`);
    return cursor.expect('%') ? { share: number / 100 } : undefined;
  }
  if (word === 'tokens') {
    if (Number.isInteger(number) && number <= TOKENS_MAX) return { tokens: number };
    return cursor.fail(start, `expected a whole number up to ${TOKENS_MAX}, got ${number}`);
  }
  if (isErrorStatus(number)) return { status: number };
  return cursor.fail(start, `expected a status from ${STATUS_MIN} to ${STATUS_MAX}, got ${number}`);
}

/** `5`, `x5` or `×5`. */
function takeFactor(cursor: Cursor): FaultArguments | undefined {
  if (/[x×]/i.test(cursor.text[cursor.position] ?? '')) cursor.position++;
  const start = cursor.position;
  const factor = takeDecimal(cursor, EXAMPLES.factor);
  if (factor === undefined) return undefined;
  if (factor > 1 && factor <= FACTOR_MAX) return { factor };
  return cursor.fail(start, `expected more than 1 and at most ${FACTOR_MAX}, got ${factor}`);
}
