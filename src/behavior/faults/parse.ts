/**
 * Takes a text that asks for faults apart. Pure; gives mistakes back as data with their place, and never throws, whatever the
 * text. Its page is docs/faults.md.
 *
 *   faults := "none" | rule { "," rule }
 *   rule   := [ turn ":" ] fault
 *   turn   := number "%" | "first" "(" count ")" | "every" "(" count ")"
 *   fault  := ( status | name ) [ "(" argument { "," argument } ")" ]
 */
import assert from 'node:assert/strict';
import { closestMatch } from 'leven';
import type { FaultKind } from '../../shared/labels.js';
import { Cursor } from '../grammar/cursor.js';
import { TEXT_CHARACTERS_MAX } from '../grammar/grammar.js';
import type { Mistake } from '../grammar/mistake.js';
import { takeDecimal } from '../grammar/numbers.js';
import { type FaultArguments, takeArguments } from './arguments.js';
import {
  type Fault,
  type FaultMix,
  type FaultRule,
  type FaultTurn,
  isErrorStatus,
  PLAIN_FAULT,
  STATUS_MAX,
  STATUS_MIN,
} from './fault.js';
import { FAULT_NAMES, FAULT_ROWS } from './kinds.js';

/** More than this nobody reads. */
const RULES_MAX = 32;
const COUNT_MAX = 1_000_000_000;
/** Sums of decimals are off by some 1e-14. */
const ROUNDING = 1e-9;
const ALL: FaultTurn = { by: 'share', share: 1 };
const EXPECTED = `a status such as 429, ${FAULT_NAMES.join(', ')}, or a turn such as 5%:`;

export type ParsedFaults = { readonly ok: true; readonly mix: FaultMix } | Mistake;

/** Reads a mix of faults, or `none`. */
export function parseFaults(text: string): ParsedFaults {
  if (text.length > TEXT_CHARACTERS_MAX) {
    const message = `expected at most ${TEXT_CHARACTERS_MAX} characters, got ${text.length}`;
    return { ok: false, position: TEXT_CHARACTERS_MAX, message };
  }
  const cursor = new Cursor(text);
  cursor.skipBlanks();
  const rules = takeNone(cursor) ? [] : takeRules(cursor);
  if (rules === undefined) return cursor.mistake ?? assert.fail('no mistake was noted');
  return { ok: true, mix: { rules } };
}

/** Reads one fault without a turn. */
export function parseOneFault(text: string): { readonly ok: true; readonly fault: Fault } | Mistake {
  const read = parseFaults(text);
  if (!read.ok) return read;
  const [rule, ...others] = read.mix.rules;
  const isOne = others.length === 0 && rule?.turn.by === 'share' && rule.turn.share === 1;
  if (isOne) return { ok: true, fault: rule.fault };
  return { ok: false, position: 0, message: 'expected one fault for every request' };
}

function takeNone(cursor: Cursor): boolean {
  if (!/^none[ \t]*$/i.test(cursor.text.slice(cursor.position))) return false;
  cursor.position = cursor.text.length;
  return true;
}

function takeRules(cursor: Cursor): readonly FaultRule[] | undefined {
  const rules: FaultRule[] = [];
  let sum = 0;
  do {
    const start = cursor.position;
    if (rules.length === RULES_MAX)
      return cursor.fail(start, `expected at most ${RULES_MAX} faults, got more`);
    const rule = takeRule(cursor);
    if (rule === undefined) return undefined;
    if (rule.turn.by === 'share') sum += rule.turn.share;
    if (sum > 1 + ROUNDING) {
      return cursor.fail(start, `expected at most 100% in all, got ${Number((sum * 100).toFixed(3))}%`);
    }
    rules.push(rule);
  } while (cursor.takeIf(','));
  return cursor.atEnd() ? rules : cursor.failHere("',' or the end");
}

function takeRule(cursor: Cursor): FaultRule | undefined {
  const start = cursor.position;
  const name = cursor.takeWord().toLowerCase();
  if (name === 'first' || name === 'every') return takeCounted(cursor, name);
  if (name !== '') {
    const fault = takeNamed(cursor, start, name);
    return fault === undefined ? undefined : { turn: ALL, fault };
  }
  const number = takeDecimal(cursor, EXPECTED);
  if (number === undefined) return undefined;
  if (cursor.takeIf('%')) return takeShare(cursor, start, number);
  const fault = takeStatus(cursor, start, number);
  return fault === undefined ? undefined : { turn: ALL, fault };
}

function takeShare(cursor: Cursor, start: number, percent: number): FaultRule | undefined {
  if (percent > 100) return cursor.fail(start, `expected at most 100%, got ${percent}%`);
  if (!cursor.expect(':', "':' and a fault")) return undefined;
  return withFault(cursor, { by: 'share', share: percent / 100 });
}

function takeCounted(cursor: Cursor, by: 'first' | 'every'): FaultRule | undefined {
  if (!cursor.expect('(', `'(' after ${by}`)) return undefined;
  const start = cursor.position;
  const count = takeDecimal(cursor, 'a number of requests');
  if (count === undefined) return undefined;
  if (!Number.isInteger(count) || count < 1 || count > COUNT_MAX) {
    return cursor.fail(start, `expected a whole number from 1 to ${COUNT_MAX}, got ${count}`);
  }
  if (!cursor.expect(')') || !cursor.expect(':', "':' and a fault")) return undefined;
  return withFault(cursor, { by, count });
}

function withFault(cursor: Cursor, turn: FaultTurn): FaultRule | undefined {
  const fault = takeFault(cursor);
  return fault === undefined ? undefined : { turn, fault };
}

function takeFault(cursor: Cursor): Fault | undefined {
  const start = cursor.position;
  const name = cursor.takeWord().toLowerCase();
  if (name !== '') return takeNamed(cursor, start, name);
  const number = takeDecimal(cursor, `a status such as 429, ${FAULT_NAMES.join(', ')}`);
  return number === undefined ? undefined : takeStatus(cursor, start, number);
}

function takeStatus(cursor: Cursor, start: number, status: number): Fault | undefined {
  if (!isErrorStatus(status)) {
    return cursor.fail(start, `expected a status from ${STATUS_MIN} to ${STATUS_MAX}, got ${status}`);
  }
  const fault = takeDetails(cursor, 'status');
  if (fault === undefined) return undefined;
  if (fault.quota && status !== 429) return cursor.fail(start, `expected 429 with quota, got ${status}`);
  return { ...fault, status };
}

function takeNamed(cursor: Cursor, start: number, name: string): Fault | undefined {
  if (!FAULT_NAMES.includes(name)) {
    cursor.position = start;
    const meant = closestMatch(name.slice(0, 20), FAULT_NAMES, { maxDistance: 2 });
    return cursor.failHere(EXPECTED, meant === undefined ? '' : ` (did you mean ${meant}?)`);
  }
  const kind = name as FaultKind;
  const fault = takeDetails(cursor, kind);
  if (fault === undefined || kind !== 'slow' || fault.factor !== PLAIN_FAULT.factor) return fault;
  return cursor.failHere("'(' and how many times slower, such as slow(5)");
}

function takeDetails(cursor: Cursor, kind: FaultKind): Fault | undefined {
  const plain: Fault = { ...PLAIN_FAULT, kind };
  if (!cursor.takeIf('(')) return plain;
  const details: FaultArguments | undefined = takeArguments(cursor, kind, FAULT_ROWS[kind].takes);
  if (details === undefined || !cursor.expect(')', "',' or ')'")) return undefined;
  return { ...plain, ...details };
}
