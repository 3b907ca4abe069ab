/**
 * Owns what a text must look like to become a setting's value, and the words for it.
 * Main thread, at start-up. Must never guess: a text is taken whole or refused.
 */

import type { ColumnReader } from '../../behavior/distributions/column.js';
import type { Distribution } from '../../behavior/distributions/distribution.js';
import { constantOf } from '../../behavior/distributions/distribution.js';
import { DURATION, formatValue } from '../../behavior/distributions/quantity.js';
import type { FaultMix } from '../../behavior/faults/fault.js';
import { parseDuration } from '../../behavior/grammar/grammar.js';
import { renderMistakeLine } from '../../behavior/grammar/mistake.js';
import type { Limit } from '../../behavior/limits/limit.js';
import { parseLimits } from '../../behavior/limits/parse.js';
import { readFieldValue } from '../../behavior/profile/field-value.js';
import type { DefaultBasis, Setting } from '../settings/setting.js';
import { alternatives, leadsTo, quoted } from '../settings/wording.js';
import { parseHosts } from './hosts.js';
import { PEERS_MAX, parsePeers } from './peers.js';
import { parseSize, sizeText } from './size.js';

// No sign, no exponent, no leading zero, no blank: Number() would read "0x10", "1e3", "" and " 5" as numbers.
const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
// Three decimals are the milliseconds that a Config holds; more would be rounded silently.
const DECIMAL_NUMBER = /^(?:0|[1-9]\d*)(?:\.\d{1,3})?$/;
// What a client can send in an Authorization header. A key with a trailing line feed would never match.
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

// As browsers send them, so that they can be compared: no path, no blank; any scheme, for extensions and desktop programs have their own.
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._:[\]-]+$/;

const OFF = 'off';
const AUTO = 'auto';

/** A valid value, in the setting's own unit. */
export type Value = number | string | boolean | Distribution | FaultMix | readonly Limit[];

/** A problem says what was expected and what was got. */
export type ReadValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

/**
 * @param text what the operator gave, untouched; null for a flag without its value
 * @param fileReadable asked for settings of kind `file` only
 * @param columns reads the files that distributions name; without it none may be named
 * @returns the value in the setting's unit, or what is wrong with the text, without the text of a secret
 */
export function readValue(
  setting: Setting,
  text: string | null,
  fileReadable: (path: string) => boolean,
  columns: ColumnReader | null = null,
): ReadValue {
  if (text === null) return unexpected(setting, 'no value');
  switch (setting.kind) {
    case 'durations':
    case 'counts':
    case 'faults': {
      const read = readFieldValue(setting.kind, text, columns);
      return read.ok ? read : { ok: false, problem: renderMistakeLine(text, read.position, read.message) };
    }
    case 'limits': {
      const parsed = parseLimits(text);
      if (parsed.ok) return { ok: true, value: parsed.limits };
      return { ok: false, problem: renderMistakeLine(text, parsed.position, parsed.message) };
    }
    case 'span': {
      const parsed = parseDuration(text);
      const ms = parsed.ok ? constantOf(parsed.distribution) : undefined;
      if (ms === undefined || ms < setting.min || ms > setting.max) return unexpected(setting, quoted(text));
      return { ok: true, value: ms };
    }
    default: {
      const value = plainValue(setting, text, fileReadable);
      if (value !== undefined) return { ok: true, value };
      if (setting.kind === 'file') return unexpected(setting, quoted(text) + leadsTo(text));
      return unexpected(setting, setting.kind === 'secret' ? 'something else (not shown)' : quoted(text));
    }
  }
}

function unexpected(setting: Setting, got: string): ReadValue {
  return { ok: false, problem: `expected ${expectation(setting)}, got ${got}` };
}

type PlainSetting = Exclude<Setting, { kind: 'durations' | 'counts' | 'faults' | 'limits' | 'span' }>;

function plainValue(
  setting: PlainSetting,
  text: string,
  fileReadable: (path: string) => boolean,
): Value | undefined {
  switch (setting.kind) {
    case 'integer-or-off':
      return text === OFF ? OFF : numberWithin(setting, WHOLE_NUMBER, text);
    case 'integer-or-auto':
      return text === AUTO ? AUTO : numberWithin(setting, WHOLE_NUMBER, text);
    case 'integer':
      return numberWithin(setting, WHOLE_NUMBER, text);
    case 'seconds':
    case 'decimal':
      return numberWithin(setting, DECIMAL_NUMBER, text);
    case 'size': {
      const bytes = parseSize(text) ?? Number.NaN;
      return bytes >= setting.min && bytes <= setting.max ? bytes : undefined;
    }
    case 'choice':
      return setting.choices.includes(text) ? text : undefined;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    default: {
      if (text.length < setting.min || text.length > setting.max) return undefined;
      if (setting.kind === 'origins' && !isListOfOrigins(text)) return undefined;
      if (setting.kind === 'hosts' && text !== '*' && parseHosts(text) === null) return undefined;
      if (setting.kind === 'peers' && parsePeers(text) === null) return undefined;
      if (setting.kind === 'secret' && !VISIBLE_ASCII.test(text)) return undefined;
      return setting.kind === 'file' && !fileReadable(text) ? undefined : text;
    }
  }
}

function isListOfOrigins(text: string): boolean {
  return text === '*' || text.split(',').every((origin) => ORIGIN.test(origin.trim()));
}

function numberWithin(
  { min, max }: { readonly min: number; readonly max: number },
  shape: RegExp,
  text: string,
): number | undefined {
  const number = shape.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

/** A duration of a setting, as it can be given. */
export function spanText(ms: number): string {
  return formatValue(DURATION, ms);
}

/** A value that is no text, as it can be given. */
export function plainText({ kind }: Setting, value: string | number | boolean): string {
  if (kind === 'span') return spanText(Number(value));
  return kind === 'size' ? sizeText(Number(value)) : String(value);
}

/** The allowed values with their unit, as the documentation says it: `0 to 3600 seconds`. */
export function rangeWords(setting: Setting): string {
  if ('choices' in setting) return alternatives(setting.choices);
  switch (setting.kind) {
    case 'file':
      return 'path of a readable file';
    case 'durations':
      return 'a duration or a distribution';
    case 'origins':
      return '*, or origins';
    case 'hosts':
      return '*, or host names';
    case 'peers':
      return 'addresses, or names to look up';
    case 'counts':
      return 'a count or a distribution';
    case 'faults':
      return 'faults, or none';
    case 'limits':
      return 'rate limits, or none';
    case 'span':
      return `${spanText(setting.min)} to ${spanText(setting.max)}`;
    case 'size':
      return `${sizeText(setting.min)} to ${sizeText(setting.max)}`;
    default: {
      const unit = setting.unit === null ? '' : ` ${setting.unit}`;
      const range = `${setting.min} to ${setting.max}${unit}`;
      return `${range}${orWord(setting)}`;
    }
  }
}

/** The word that a number may be, too. */
function orWord({ kind }: Setting): string {
  if (kind === 'integer-or-off') return `, or ${OFF}`;
  return kind === 'integer-or-auto' ? `, or ${AUTO}` : '';
}

/** What a problem says was expected. */
function expectation(setting: Setting): string {
  switch (setting.kind) {
    case 'integer':
    case 'integer-or-auto':
    case 'integer-or-off': {
      const unit = setting.unit === null ? '' : ` of ${setting.unit}`;
      const number = `a whole number${unit} from ${setting.min} to ${setting.max}`;
      return `${number}${orWord(setting)}`;
    }
    case 'seconds':
      return `a number of seconds from ${setting.min} to ${setting.max} with at most 3 decimals`;
    case 'decimal':
      return `a number from ${setting.min} to ${setting.max} with at most 3 decimals`;
    case 'span':
      return `a duration from ${spanText(setting.min)} to ${spanText(setting.max)}`;
    case 'size':
      return `a size from ${sizeText(setting.min)} to ${sizeText(setting.max)}, in bytes or such as 4MiB`;
    case 'file':
      return 'the path of a readable file';
    case 'origins':
      return '*, or origins such as https://app.example:8443, with commas between them';
    case 'hosts':
      return '*, or host names and addresses such as mock.example, *.mock.example, 10.0.0.5 or [::1], with commas between them';
    case 'peers':
      return `at most ${PEERS_MAX} of mock-2:8080, https://mock.example, dns://mocks.example:8080 or dns+srv://_http._tcp.mocks.example, with commas between them`;
    case 'secret':
      return `${setting.min} to ${setting.max} visible ASCII characters without spaces`;
    default:
      return rangeWords(setting);
  }
}

/** The default in the setting's unit; null means that the setting stays unset. */
export function defaultValue(setting: Setting, basis: DefaultBasis): number | string | boolean | null {
  const { fallback } = setting;
  return typeof fallback === 'object' && fallback !== null ? fallback.from(basis) : fallback;
}
