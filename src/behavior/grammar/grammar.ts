/**
 * The one grammar of durations and counts, for environment, flags, files and headers. Pure but for the reader of files that it may be
 * handed; gives mistakes back as data and never throws, whatever the text. Its page is docs/latency-model.md.
 *
 *   value := number unit | name "(" arguments ")"
 *
 * A count may also be a share, a number and "%": one in so many of 100, else none.
 *
 * Blanks may stand before and after anything but between a number and its unit or per cent sign.
 */

import type { ColumnReader } from '../distributions/column.js';
import type { Distribution } from '../distributions/distribution.js';
import { COUNT, DURATION, type Quantity } from '../distributions/quantity.js';
import type { Mistake } from './mistake.js';
import { Parser } from './parser.js';

export type ParseResult = { readonly ok: true; readonly distribution: Distribution } | Mistake;

/** Of a value, wherever it is written. */
export const TEXT_CHARACTERS_MAX = 1000;

/** A duration or a distribution of durations; its samples are milliseconds, to the nanosecond as they are written. */
export function parseDuration(text: string, columns: ColumnReader | null = null): ParseResult {
  return parse(text, DURATION, columns);
}

/** A count or a distribution of counts, without units. Its samples become whole through `sampleCount`. */
export function parseCount(text: string, columns: ColumnReader | null = null): ParseResult {
  return parse(text, COUNT, columns);
}

function parse(text: string, quantity: Quantity, columns: ColumnReader | null): ParseResult {
  if (text.length > TEXT_CHARACTERS_MAX) {
    const message = `expected at most ${TEXT_CHARACTERS_MAX} characters, got ${text.length}`;
    return { ok: false, position: TEXT_CHARACTERS_MAX, message };
  }
  const parser = new Parser(text, quantity, columns);
  const distribution = parser.takeWhole();
  return distribution === undefined ? parser.mistake() : { ok: true, distribution };
}
