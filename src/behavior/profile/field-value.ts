/**
 * Owns how the value of a latency field is read from a text and written as one, wherever it is given: in a setting, in the
 * models file or in an override. Pure. Must never guess: a text is taken whole or refused, with the place of the mistake.
 */
import type { ColumnReader } from '../distributions/column.js';
import { formatDistribution } from '../distributions/format.js';
import { COUNT, DURATION, type Quantity } from '../distributions/quantity.js';
import { formatFaults } from '../faults/format.js';
import { parseFaults } from '../faults/parse.js';
import { parseCount, parseDuration } from '../grammar/grammar.js';
import type { Mistake } from '../grammar/mistake.js';
import { FACTOR_MAX, FACTOR_MIN, type FieldKind, LENGTH_MAX, LENGTH_MIN } from './fields.js';
import type { FieldValue } from './profile.js';

const WHOLE_NUMBER = /^[1-9]\d*$/;
const DECIMAL_NUMBER = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

export type ReadFieldValue = { readonly ok: true; readonly value: FieldValue } | Mistake;

/**
 * @param columns reads the files that the text names; without it none may be named
 * @returns the value, durations in milliseconds, or what is wrong with the text and where
 */
export function readFieldValue(
  kind: FieldKind,
  text: string,
  columns: ColumnReader | null = null,
): ReadFieldValue {
  if (kind === 'factor') return readFactor(text);
  if (kind === 'length') return readLength(text);
  if (kind === 'faults') {
    const parsed = parseFaults(text);
    return parsed.ok ? { ok: true, value: parsed.mix } : parsed;
  }
  const parsed = kind === 'counts' ? parseCount(text, columns) : parseDuration(text, columns);
  return parsed.ok ? { ok: true, value: parsed.distribution } : parsed;
}

function readFactor(text: string): ReadFieldValue {
  const factor = DECIMAL_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (factor >= FACTOR_MIN && factor <= FACTOR_MAX) return { ok: true, value: factor };
  return { ok: false, position: 0, message: `expected a number from ${FACTOR_MIN} to ${FACTOR_MAX}` };
}

function readLength(text: string): ReadFieldValue {
  const length = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (length >= LENGTH_MIN && length <= LENGTH_MAX) return { ok: true, value: length };
  return { ok: false, position: 0, message: `expected a whole number from ${LENGTH_MIN} to ${LENGTH_MAX}` };
}

/** What a distribution of this kind measures. */
export function quantityOf(kind: 'durations' | 'counts'): Quantity {
  return kind === 'counts' ? COUNT : DURATION;
}

/** The value as the grammar writes it. */
export function formatFieldValue(kind: FieldKind, value: FieldValue): string {
  if (typeof value === 'number') return String(value);
  if ('rules' in value) return formatFaults(value);
  return formatDistribution(value, quantityOf(kind === 'counts' ? kind : 'durations'));
}
