/**
 * Owns how a value goes evenly from one text to another: a duration, a number, or the share in front of a fault. Pure.
 */
import { constantOf } from '../distributions/distribution.js';
import { DURATION, formatValue } from '../distributions/quantity.js';
import { parseDuration } from '../grammar/grammar.js';

/** `share` is a percentage with anything behind it: `30%:503`. */
export type RampForm = 'duration' | 'whole' | 'decimal' | 'share';

export interface Ramp {
  /** By its environment name. */
  readonly setting: string;
  readonly form: RampForm;
  /** In milliseconds, per cent, or the number itself; so is `to`. */
  readonly from: number;
  readonly to: number;
  /** What stands behind a share, empty for other forms. */
  readonly rest: string;
}

const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
const DECIMAL_NUMBER = /^(?:0|[1-9]\d*)(?:\.\d{1,3})?$/;
const SHARE = /^((?:0|[1-9]\d*)(?:\.\d{1,3})?)%(.+)$/s;

const EXPECTED: Readonly<Record<RampForm, string>> = {
  duration: 'two durations such as 1s and 5s',
  whole: 'two whole numbers',
  decimal: 'two numbers with at most 3 decimals',
  share: 'two shares of the same, such as 0%:503 and 30%:503',
};

export type ReadRamp =
  | { readonly ok: true; readonly ramp: Ramp }
  | { readonly ok: false; readonly expected: string };

interface End {
  readonly value: number;
  readonly rest: string;
}

/** A ramp between two texts, or what was expected of them. Whether the setting takes them is not asked here. */
export function readRamp(setting: string, form: RampForm, from: string, to: string): ReadRamp {
  const one = readEnd(form, from);
  const other = readEnd(form, to);
  if (one === undefined || other === undefined || one.rest !== other.rest) {
    return { ok: false, expected: EXPECTED[form] };
  }
  return { ok: true, ramp: { setting, form, from: one.value, to: other.value, rest: one.rest } };
}

function readEnd(form: RampForm, text: string): End | undefined {
  switch (form) {
    case 'duration': {
      const parsed = parseDuration(text);
      const value = parsed.ok ? constantOf(parsed.distribution) : undefined;
      return value === undefined ? undefined : { value, rest: '' };
    }
    case 'share': {
      const [, percent, rest = ''] = SHARE.exec(text.trim()) ?? [];
      return percent === undefined ? undefined : { value: Number(percent), rest };
    }
    default: {
      const shape = form === 'whole' ? WHOLE_NUMBER : DECIMAL_NUMBER;
      return shape.test(text) ? { value: Number(text), rest: '' } : undefined;
    }
  }
}

/** The text after a share of the way, from 0 to 1; in between rounded to what can be written: whole ones, thousandths. */
export function rampText({ form, from, to, rest }: Ramp, share: number): string {
  const value = from + (to - from) * share;
  const rounded = form === 'whole' ? Math.round(value) : Math.round(value * 1000) / 1000;
  switch (form) {
    case 'duration':
      // Its ends keep what is finer than a microsecond.
      return formatValue(DURATION, share === 0 || share === 1 ? value : rounded);
    case 'share':
      return `${rounded}%${rest}`;
    default:
      return String(rounded);
  }
}
