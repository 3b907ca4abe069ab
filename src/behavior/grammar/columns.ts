/**
 * Takes the arguments of the functions that read a file apart, `path, column, unit`, and has the column read. Pure but for the reader that
 * it is handed.
 */
import assert from 'node:assert/strict';
import type { ColumnReader } from '../distributions/column.js';
import { createEmpirical, createTrace } from '../distributions/create.js';
import type { ColumnName, Distribution } from '../distributions/distribution.js';
import { findUnit, type Quantity } from '../distributions/quantity.js';
import type { Cursor } from './cursor.js';

/** Behind the path: the column, and for durations the unit of its numbers. */
const ARGUMENTS_MAX = 3;

/** `reader` is not null: who has none was refused before. Notes a mistake and gives undefined where something is wrong. */
export function takeColumn(
  cursor: Cursor,
  quantity: Quantity,
  reader: ColumnReader | null,
  name: 'empirical' | 'trace',
): Distribution | undefined {
  assert.ok(reader !== null);
  const start = cursor.position;
  const words: string[] = [];
  do {
    if (words.length === ARGUMENTS_MAX) return cursor.failHere(`')' after ${ARGUMENTS_MAX} arguments`);
    const word = cursor.takePlain();
    if (word === '')
      return cursor.failHere(words.length === 0 ? 'the path of a file' : 'a column, or a unit behind it');
    words.push(word);
  } while (cursor.takeIf(','));
  const [path = '', column = null, unitName = null] = words;
  const unit = unitOf(quantity, unitName);
  if (unit === undefined) {
    const units = quantity.units.map(({ names }) => names[0]).join(', ');
    const expected = units === '' ? 'no unit' : `a unit (${units})`;
    return cursor.fail(start, `expected ${expected} behind the column, got '${unitName}'`);
  }
  const from: ColumnName = { path, column, unit: unitName };
  const read = reader({ path, column, max: quantity.max, factor: unit });
  if (!read.ok) return cursor.fail(start, read.message);
  return name === 'trace' ? createTrace(from, read.values) : createEmpirical(from, read.values);
}

/** What a number of that unit is multiplied by; undefined where there is no such unit. Without one it is what samples are in. */
function unitOf(quantity: Quantity, name: string | null): number | undefined {
  if (name === null) return 1;
  const unit = findUnit(quantity, name);
  return unit === undefined || name === '' ? undefined : unit.steps / quantity.stepsPerValue;
}
