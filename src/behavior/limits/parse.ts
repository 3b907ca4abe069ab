/**
 * Takes a text that names rate limits apart. Pure; gives mistakes back as data with their place, and never throws, whatever the
 * text. Its page is docs/rate-limits.md.
 *
 *   limits := "none" | rule { "," rule }
 *   rule   := scope ":" number what [ "burst" number ]
 *   scope  := "key" | "all" | "model" [ "(" pattern ")" ]
 *   what   := rate "/" period | "concurrent"
 *   rate   := "requests" | "tokens" | "input_tokens" | "output_tokens"
 *   period := "s" | "min" | "h" | "day"
 */
import assert from 'node:assert/strict';
import { Cursor } from '../grammar/cursor.js';
import { TEXT_CHARACTERS_MAX } from '../grammar/grammar.js';
import type { Mistake } from '../grammar/mistake.js';
import { AMOUNT_MAX, type Limit, PERIODS, type Period, RATES, type Rate, type Scope } from './limit.js';

/** More than this nobody reads, and each is looked at for each request. */
const LIMITS_MAX = 16;
const PATTERN_CHARACTERS_MAX = 256;
const SCOPES = 'key, model, model(name) or all';
const WHATS = `${RATES.join(', ')} or concurrent`;

export type ParsedLimits = { readonly ok: true; readonly limits: readonly Limit[] } | Mistake;

/** Reads a list of limits, or `none`. */
export function parseLimits(text: string): ParsedLimits {
  if (text.length > TEXT_CHARACTERS_MAX) {
    const message = `expected at most ${TEXT_CHARACTERS_MAX} characters, got ${text.length}`;
    return { ok: false, position: TEXT_CHARACTERS_MAX, message };
  }
  if (/^[ \t]*none[ \t]*$/i.test(text)) return { ok: true, limits: [] };
  const cursor = new Cursor(text);
  const limits: Limit[] = [];
  cursor.skipBlanks();
  do {
    const limit =
      limits.length < LIMITS_MAX ? takeLimit(cursor) : cursor.failHere(`at most ${LIMITS_MAX} limits`);
    if (limit === undefined) return cursor.mistake ?? assert.fail('no mistake was noted');
    limits.push(limit);
  } while (cursor.takeIf(','));
  if (cursor.atEnd()) return { ok: true, limits };
  cursor.failHere("',' or the end");
  return cursor.mistake ?? assert.fail('no mistake was noted');
}

function takeLimit(cursor: Cursor): Limit | undefined {
  const scoped = takeScope(cursor);
  if (scoped === undefined || !cursor.expect(':')) return undefined;
  const amount = takeAmount(cursor, 'a number such as 60');
  if (amount === undefined) return undefined;
  const start = cursor.position;
  const what = cursor.takeName().toLowerCase();
  if (what === 'concurrent') {
    cursor.skipBlanks();
    return { ...scoped, counts: what, amount };
  }
  if (!isRate(what)) {
    cursor.position = start;
    return cursor.failHere(WHATS);
  }
  if (!cursor.expect('/', `'/' after ${what}`)) return undefined;
  const periodStart = cursor.position;
  const period = cursor.takeLetters().toLowerCase();
  if (!isPeriod(period)) {
    cursor.position = periodStart;
    return cursor.failHere(`a period (${Object.keys(PERIODS).join(', ')})`);
  }
  cursor.skipBlanks();
  const burst = takeBurst(cursor, amount);
  return burst === undefined ? undefined : { ...scoped, counts: what, amount, period, burst };
}

function takeScope(cursor: Cursor): { scope: Scope; pattern: string | null } | undefined {
  const start = cursor.position;
  const scope = cursor.takeName().toLowerCase();
  if (scope === 'key' || scope === 'all') return { scope, pattern: null };
  if (scope !== 'model') {
    cursor.position = start;
    return cursor.failHere(SCOPES);
  }
  if (!cursor.takeIf('(')) return { scope, pattern: null };
  const end = cursor.text.indexOf(')', cursor.position);
  const pattern = end === -1 ? '' : cursor.text.slice(cursor.position, end).trim();
  if (pattern === '' || pattern.length > PATTERN_CHARACTERS_MAX) {
    return cursor.failHere(`a model's name of at most ${PATTERN_CHARACTERS_MAX} characters, and ')'`);
  }
  cursor.position = end + 1;
  return { scope, pattern };
}

/** A whole number above 0, with blanks behind it. */
function takeAmount(cursor: Cursor, expected: string): number | undefined {
  const start = cursor.position;
  const digits = cursor.takeNumber();
  if (digits === '') return cursor.failHere(expected);
  const amount = Number(digits);
  if (!/^[1-9]\d*$/.test(digits) || amount > AMOUNT_MAX) {
    cursor.position = start;
    return cursor.failHere(`a whole number from 1 to ${AMOUNT_MAX}`);
  }
  cursor.skipBlanks();
  return amount;
}

/** What may come at once: as much as in a period, unless it is said. */
function takeBurst(cursor: Cursor, amount: number): number | undefined {
  const start = cursor.position;
  const word = cursor.takeName().toLowerCase();
  if (word === '') return amount;
  if (word !== 'burst') {
    cursor.position = start;
    return cursor.failHere("'burst', ',' or the end");
  }
  cursor.skipBlanks();
  return takeAmount(cursor, 'a number such as 10');
}

function isRate(word: string): word is Rate {
  return RATES.includes(word as Rate);
}

function isPeriod(word: string): word is Period {
  return Object.hasOwn(PERIODS, word);
}
