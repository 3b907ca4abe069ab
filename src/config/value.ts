/**
 * Owns what a text must look like to become a setting's value, and the words for it.
 * Main thread, at start-up. Must never guess: a text is taken whole or refused.
 */

import type { DefaultBasis, Setting } from './setting.js';
import { alternatives } from './wording.js';

// No sign, no exponent, no leading zero, no blank: Number() would read "0x10", "1e3", "" and " 5" as numbers.
const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
// Three decimals are the milliseconds that a Config holds; more would be rounded silently.
const NUMBER_OF_SECONDS = /^(?:0|[1-9]\d*)(?:\.\d{1,3})?$/;
// What a client can send in an Authorization header. A key with a trailing line feed would never match.
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** A valid value, in the setting's own unit. */
export type Value = number | string | boolean;

/**
 * @param text what the operator gave, untouched
 * @param fileReadable asked for settings of kind `file` only
 * @returns the value in the setting's unit, or undefined when the text is not what `expectation` says
 */
export function parseValue(
  setting: Setting,
  text: string,
  fileReadable: (path: string) => boolean,
): Value | undefined {
  switch (setting.kind) {
    case 'integer':
    case 'seconds': {
      const number = (setting.kind === 'integer' ? WHOLE_NUMBER : NUMBER_OF_SECONDS).test(text)
        ? Number(text)
        : Number.NaN;
      return number >= setting.min && number <= setting.max ? number : undefined;
    }
    case 'choice':
      return setting.choices.includes(text) ? text : undefined;
    case 'boolean':
      return setting.choices.includes(text) ? text === 'true' : undefined;
    default: {
      if (text.length < setting.min || text.length > setting.max) return undefined;
      if (setting.kind === 'secret' && !VISIBLE_ASCII.test(text)) return undefined;
      return setting.kind === 'file' && !fileReadable(text) ? undefined : text;
    }
  }
}

/** The allowed values with their unit, as the documentation says it: `0 to 3600 seconds`. */
export function rangeWords(setting: Setting): string {
  if ('choices' in setting) return alternatives(setting.choices);
  if (setting.kind === 'file') return 'path of a readable file';
  const unit = setting.unit === null ? '' : ` ${setting.unit}`;
  return `${setting.min} to ${setting.max}${unit}`;
}

/** What a problem says was expected. */
export function expectation(setting: Setting): string {
  switch (setting.kind) {
    case 'integer': {
      const unit = setting.unit === null ? '' : ` of ${setting.unit}`;
      return `a whole number${unit} from ${setting.min} to ${setting.max}`;
    }
    case 'seconds':
      return `a number of seconds from ${setting.min} to ${setting.max} with at most 3 decimals`;
    case 'file':
      return 'the path of a readable file';
    case 'secret':
      return `${setting.min} to ${setting.max} visible ASCII characters without spaces`;
    default:
      return rangeWords(setting);
  }
}

/** The default in the setting's unit; null means that the setting stays unset. */
export function defaultValue(setting: Setting, basis: DefaultBasis): Value | null {
  const { fallback } = setting;
  return typeof fallback === 'object' && fallback !== null ? fallback.from(basis) : fallback;
}
