// Owns: how numbers are written for people, the same in every language. Must never: know what is measured.

import { FIGURES, type FigureName } from './figures.js';

const MEBIBYTE = 2 ** 20;

function fixed(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Three digits that count, and no fewer than all before the point: 0.84, 12.3, 86,412. */
function sensible(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.01) return '<0.01';
  return fixed(value, size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** What a figure is shown in; memories are shown in MiB, what one request takes of them in bytes. */
export function shownUnit(figure: FigureName): '/s' | 'ms' | 'µs' | 'MiB' | 'bytes' | '%' | '' {
  const { unit } = FIGURES[figure];
  switch (unit) {
    case 'per second':
      return '/s';
    case 'bytes':
      return figure.includes('bytes_per_') ? 'bytes' : 'MiB';
    case 'share':
      return '%';
    case 'count':
      return '';
    default:
      return unit;
  }
}

/** The number that is shown, in the unit that shownUnit names. */
export function shownValue(figure: FigureName, value: number): number {
  const unit = shownUnit(figure);
  if (unit === 'MiB') return value / MEBIBYTE;
  return unit === '%' ? value * 100 : value;
}

/** A value as a table shows it, without its unit: that is in the column's head. */
export function formatFigure(figure: FigureName, value: number): string {
  return formatShown(figure, shownValue(figure, value));
}

/** The same of a value that is in the unit which is shown already. */
export function formatShown(figure: FigureName, shown: number): string {
  switch (shownUnit(figure)) {
    case 'ms':
    case 'µs':
      return sensible(shown);
    case '/s':
      return Math.abs(shown) < 100 ? sensible(shown) : fixed(shown, 0);
    case 'MiB':
      return fixed(shown, Math.abs(shown) < 100 ? 1 : 0);
    default:
      // A median of two counts may end in a half.
      return fixed(shown, Number.isInteger(shown) || Math.abs(shown) >= 10 ? 0 : 1);
  }
}

/** A value with its unit, as a sentence has it. */
export function formatWithUnit(figure: FigureName, value: number, named: (unit: string) => string): string {
  const unit = named(shownUnit(figure));
  const number = formatFigure(figure, value);
  return unit === '' ? number : unit === '/s' ? `${number}/s` : `${number} ${unit}`;
}

/** A quotient of 1 or more: 1.07×, 2.9×, 16×. */
export function formatTimes(quotient: number): string {
  return `${fixed(quotient, timesDigits(quotient))}×`;
}

/** The range of a quotient, with as many digits as its median has: 2.8–3.1×. */
export function formatTimesRange(quotient: number, low: number, high: number): string {
  const digits = timesDigits(quotient);
  return `${fixed(low, digits)}–${fixed(high, digits)}×`;
}

function timesDigits(quotient: number): number {
  if (quotient < 1.5) return 2;
  return quotient < 10 ? 1 : 0;
}

export function formatCount(value: number): string {
  return fixed(value, 0);
}

export function formatMemory(bytes: number): string {
  return bytes >= 2 ** 30
    ? `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`
    : `${fixed(bytes / MEBIBYTE, 0)} MiB`;
}

/** `2026-02-03 10:12 UTC` */
export function formatTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
