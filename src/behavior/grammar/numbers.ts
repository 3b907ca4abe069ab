/**
 * The numbers of the grammar: with a unit, as a percentage, as the name of a percentile. Pure.
 */

import { findUnit, type Quantity, valueIn } from '../distributions/quantity.js';
import type { Cursor } from './cursor.js';

/** Of weights and of the names of percentiles. */
const DECIMALS_MAX = 3;

function decimalsOf(number: string): number {
  return number.split('.')[1]?.length ?? 0;
}

/** No leading zeros, as in every other setting: 010 is eight to some and ten to others. */
function takePlainNumber(cursor: Cursor, expected: string): string | undefined {
  const start = cursor.position;
  const number = cursor.takeNumber();
  if (number === '') return cursor.failHere(expected);
  if (!/^0\d/.test(number)) return number;
  cursor.position = start;
  return cursor.failHere('a number without leading zeros');
}

function tooFine(cursor: Cursor, start: number, number: string, decimalsMax: number): undefined {
  const got = decimalsOf(number);
  return cursor.fail(start, `expected at most ${decimalsMax} decimals, got ${got}`);
}

/** A number of the quantity with its unit, in milliseconds or as a count. A duration of 0 needs no unit. */
export function takeValue(cursor: Cursor, quantity: Quantity, orElse = ''): number | undefined {
  const start = cursor.position;
  const number = takePlainNumber(cursor, `${quantity.noun} such as ${quantity.example}${orElse}`);
  if (number === undefined) return undefined;
  const unitStart = cursor.position;
  const name = cursor.takeLetters();
  const unit = findUnit(quantity, name) ?? (number === '0' && name === '' ? quantity.units[0] : undefined);
  if (unit === undefined) {
    cursor.position = unitStart;
    const units = quantity.units.map(({ names }) => names[0]).join(', ');
    return cursor.failHere(`${units === '' ? 'no unit' : `a unit (${units})`} after ${short(number)}`);
  }
  if (decimalsOf(number) > unit.decimalsMax) return tooFine(cursor, start, number, unit.decimalsMax);
  const value = valueIn(quantity, Number(number), unit);
  if (value <= quantity.max) return value;
  return cursor.fail(start, `expected at most ${quantity.maxText}, got ${short(number)}${name}`);
}

function short(number: string): string {
  return number.length > 20 ? `${number.slice(0, 20)}…` : number;
}

/** A number without a unit, such as a weight. */
export function takeDecimal(cursor: Cursor, expected: string): number | undefined {
  const start = cursor.position;
  const number = takePlainNumber(cursor, expected);
  if (number === undefined) return undefined;
  if (decimalsOf(number) > DECIMALS_MAX) return tooFine(cursor, start, number, DECIMALS_MAX);
  return Number(number);
}

/**
 * `p99=`, with the equals sign.
 *
 * @param only the one percentile that may stand here, if it must be a certain one
 * @returns its number, 0 to 100
 */
export function takePercentileName(cursor: Cursor, only?: number): number | undefined {
  const start = cursor.position;
  const expected = only === undefined ? 'a percentile such as p99' : `p${only}`;
  if (!/^p\d/i.test(cursor.text.slice(start, start + 2))) return cursor.failHere(expected);
  cursor.position++;
  const percent = takeDecimal(cursor, expected);
  if (percent === undefined) return undefined;
  if (percent > 100 || (only !== undefined && percent !== only)) {
    cursor.position = start;
    return cursor.failHere(only === undefined ? 'a percentile from p0 to p100' : expected);
  }
  return cursor.expect('=') ? percent : undefined;
}
