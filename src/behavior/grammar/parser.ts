/**
 * Takes a text of the grammar apart. Pure. Every loop ends at a limit named here, and recursion too.
 */

import assert from 'node:assert/strict';
import type { ColumnReader } from '../distributions/column.js';
import {
  createConstant,
  createExponential,
  createLognormal,
  createMix,
  createNormal,
  createPercentiles,
  createShare,
  createUniform,
} from '../distributions/create.js';
import type { Distribution, Part, Percentile } from '../distributions/distribution.js';
import { formatValue, type Quantity } from '../distributions/quantity.js';
import { takeColumn } from './columns.js';
import { Cursor } from './cursor.js';
import type { Mistake } from './mistake.js';
import { FILE_NAMES, hintFor, NAMES } from './names.js';
import { takeDecimal, takePercentileName, takeValue } from './numbers.js';

/** Parts of one mix, or points of one list of percentiles. */
const PARTS_MAX = 32;
/** How many mixes may stand one inside the other. */
const MIX_DEPTH_MAX = 4;
/** Weights such as 33.33 % three times shall pass. */
const WEIGHT_TOLERANCE_PERCENT = 0.01;
/** A number with a per cent sign, as one in so many of 100. */
const SHARE = /^\d+(?:\.\d+)?%/;
/** Sums of decimals are off by some 1e-14. */
const ROUNDING = 1e-9;

/** Recursive descent. Each method takes what its name says, or notes a mistake and gives undefined. */
export class Parser {
  readonly #cursor: Cursor;
  readonly #quantity: Quantity;

  /** Without `columns` no file may be named. */
  constructor(
    text: string,
    quantity: Quantity,
    private readonly columns: ColumnReader | null,
  ) {
    this.#cursor = new Cursor(text);
    this.#quantity = quantity;
  }

  mistake(): Mistake {
    return this.#cursor.mistake ?? assert.fail('no mistake was noted');
  }

  takeWhole(): Distribution | undefined {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const distribution = this.#startsShare() ? this.#takeShare() : this.#takeDistribution(0);
    if (distribution === undefined) return undefined;
    const taken = cursor.text.slice(0, cursor.position).trim();
    cursor.skipBlanks();
    if (cursor.atEnd()) return distribution;
    return cursor.failHere(`nothing after ${taken.length > 20 ? `${taken.slice(0, 20)}…` : taken}`);
  }

  /** Whether a share is to come; only one that stands alone is taken. */
  #startsShare(): boolean {
    return this.#quantity.takesShare && SHARE.test(this.#cursor.text.slice(this.#cursor.position));
  }

  #takeShare(): Distribution | undefined {
    const cursor = this.#cursor;
    const start = cursor.position;
    const percent = takeDecimal(cursor, 'a share such as 40%');
    if (percent === undefined) return undefined;
    if (percent > 100) return cursor.fail(start, `expected at most 100%, got ${percent}%`);
    cursor.position++;
    return createShare(percent);
  }

  #takeDistribution(depth: number): Distribution | undefined {
    const cursor = this.#cursor;
    const start = cursor.position;
    const word = cursor.takeWord();
    if (word === '') {
      const value = takeValue(cursor, this.#quantity, ' or a distribution');
      return value === undefined ? undefined : createConstant(value);
    }
    const name = word.toLowerCase();
    if (this.columns === null && FILE_NAMES.includes(name)) {
      return cursor.fail(
        start,
        `expected no ${name}(), which reads a file: it may stand in settings at the start and in models files`,
      );
    }
    const names = this.columns === null ? NAMES : [...NAMES, ...FILE_NAMES];
    if (!names.includes(name)) {
      cursor.position = start;
      const { noun, example } = this.#quantity;
      return cursor.failHere(`${noun} such as ${example}, or ${names.join(', ')}`, hintFor(name, names));
    }
    if (name === 'mix' && depth >= MIX_DEPTH_MAX) {
      return cursor.fail(start, `expected at most ${MIX_DEPTH_MAX} mixes one inside the other, got one more`);
    }
    if (!cursor.expect('(', `'(' after ${name}`)) return undefined;
    const distribution = this.#takeArguments(name, depth);
    if (distribution === undefined || cursor.mistake !== undefined) return undefined;
    const isList = name === 'percentiles' || name === 'mix';
    return cursor.expect(')', isList ? "',' or ')'" : undefined) ? distribution : undefined;
  }

  #takeArguments(name: string, depth: number): Distribution | undefined {
    switch (name) {
      case 'uniform':
        return this.#takeUniform();
      case 'normal':
        return this.#takeNormal();
      case 'lognormal':
        return this.#takeLognormal();
      case 'exponential': {
        const mean = this.#takeValue();
        return mean === undefined ? undefined : createExponential(mean);
      }
      case 'percentiles':
        return this.#takePercentiles();
      case 'empirical':
      case 'trace':
        return takeColumn(this.#cursor, this.#quantity, this.columns, name);
      default:
        return this.#takeMix(depth);
    }
  }

  #takeValue(): number | undefined {
    return takeValue(this.#cursor, this.#quantity);
  }

  #show(value: number): string {
    return formatValue(this.#quantity, value);
  }

  #takeUniform(): Distribution | undefined {
    const min = this.#takeValue();
    if (min === undefined || !this.#cursor.expect(',')) return undefined;
    const start = this.#cursor.position;
    const max = this.#takeValue();
    if (max === undefined) return undefined;
    if (max >= min) return createUniform(min, max);
    return this.#tooSmall(start, `${this.#show(min)}, the lower end`, max);
  }

  #takeNormal(): Distribution | undefined {
    const mean = this.#takeValue();
    if (mean === undefined || !this.#cursor.expect(',')) return undefined;
    const sd = this.#takeValue();
    return sd === undefined ? undefined : createNormal(mean, sd);
  }

  #takeLognormal(): Distribution | undefined {
    const cursor = this.#cursor;
    if (takePercentileName(cursor, 50) === undefined) return undefined;
    const p50Start = cursor.position;
    const p50 = this.#takeValue();
    if (p50 === undefined) return undefined;
    // Its logarithm is needed.
    if (p50 === 0) return cursor.fail(p50Start, 'expected p50 above 0, got 0');
    if (!cursor.expect(',') || takePercentileName(cursor, 99) === undefined) return undefined;
    const p99Start = cursor.position;
    const p99 = this.#takeValue();
    if (p99 === undefined) return undefined;
    if (p99 >= p50) return createLognormal(p50, p99);
    return this.#tooSmall(p99Start, `${this.#show(p50)}, the value of p50`, p99);
  }

  #takePercentiles(): Distribution | undefined {
    const cursor = this.#cursor;
    const points: Percentile[] = [];
    do {
      const nameStart = cursor.position;
      if (points.length >= PARTS_MAX) return this.#tooMany('percentiles');
      const percent = takePercentileName(cursor);
      if (percent === undefined) return undefined;
      const start = cursor.position;
      const last = points.at(-1);
      if (last !== undefined && percent <= last.percent) {
        return cursor.fail(nameStart, `expected a percentile above p${last.percent}, got p${percent}`);
      }
      const value = this.#takeValue();
      if (value === undefined) return undefined;
      if (last !== undefined && value < last.value) {
        return this.#tooSmall(start, `${this.#show(last.value)}, the value of p${last.percent}`, value);
      }
      points.push({ percent, value });
    } while (cursor.takeIf(','));
    return createPercentiles(points);
  }

  #takeMix(depth: number): Distribution | undefined {
    const cursor = this.#cursor;
    const parts: Part[] = [];
    let sum = 0;
    let start = cursor.position;
    do {
      start = cursor.position;
      if (parts.length >= PARTS_MAX) return this.#tooMany('parts');
      const percent = takeDecimal(cursor, 'a weight such as 70%');
      if (percent === undefined) return undefined;
      if (cursor.text[cursor.position] !== '%') return cursor.failHere(`'%' after ${percent}`);
      cursor.position++;
      sum += percent;
      if (sum > 100 + WEIGHT_TOLERANCE_PERCENT + ROUNDING) return this.#wrongSum(start, sum);
      if (!cursor.expect(':')) return undefined;
      const distribution = this.#takeDistribution(depth + 1);
      if (distribution === undefined) return undefined;
      parts.push({ percent, distribution });
    } while (cursor.takeIf(','));
    if (sum >= 100 - WEIGHT_TOLERANCE_PERCENT - ROUNDING) return createMix(parts);
    return this.#wrongSum(start, sum);
  }

  #tooSmall(position: number, least: string, got: number): undefined {
    return this.#cursor.fail(position, `expected at least ${least}, got ${this.#show(got)}`);
  }

  #tooMany(what: string): undefined {
    return this.#cursor.failHere(`at most ${PARTS_MAX} ${what}`);
  }

  #wrongSum(position: number, sum: number): undefined {
    const got = Number(sum.toFixed(3));
    return this.#cursor.fail(position, `expected weights that sum to 100%, got ${got}%`);
  }
}
