/**
 * Owns the overrides by which a request says itself what it shall experience: in headers, or in the model's name behind
 * semicolons (`qwen-plus;delay=2s;tokens=200`). Pure. Wrong ones come back as data, with the place of the mistake.
 */
import { closestMatch } from 'leven';
import { createConstant } from '../distributions/create.js';
import { constantOf } from '../distributions/distribution.js';
import { formatValue } from '../distributions/quantity.js';
import { TEXT_CHARACTERS_MAX } from '../grammar/grammar.js';
import { type Mistake, renderMistakeLine } from '../grammar/mistake.js';
import { quantityOf, type ReadFieldValue, readFieldValue } from './field-value.js';
import { type FieldKind, LATENCY_FIELDS, type OverrideNames } from './fields.js';
import {
  asProfile,
  EMPTY_PROFILE,
  type FieldValue,
  type LatencyProfile,
  type MutableProfile,
  type Overrides,
} from './profile.js';

/** No request may ask for more. */
export interface OverrideLimits {
  readonly delayMaxMs: number;
  readonly tokensMax: number;
}

interface Override extends OverrideNames {
  readonly field: keyof LatencyProfile | 'seed';
  readonly kind: FieldKind | 'seed';
}

/** All overrides; the order is that of the documentation. The seed is no latency, so it has its row here. */
export const OVERRIDES: readonly Override[] = [
  ...LATENCY_FIELDS.flatMap(({ field, kind, override }) =>
    override === null ? [] : [{ ...override, field, kind }],
  ),
  { name: 'seed', header: 'x-mock-seed', otherHeader: null, field: 'seed', kind: 'seed' },
];

/** What begins so is ours. */
export const HEADER_PREFIX = 'x-mock-';

export type ReadOverrides =
  | { readonly ok: true; readonly overrides: Overrides }
  | { readonly ok: false; readonly message: string };

const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
const BARE_NUMBER = /^(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?$/;

function mistaken(message: string): Mistake {
  return { ok: false, position: 0, message };
}

function readSeed(text: string): ReadFieldValue {
  const seed = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(seed)) return { ok: true, value: seed };
  return mistaken(`expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
}

/** A fixed value above the limit is refused; what a distribution draws above it is cut down to it later. */
function withinLimits(read: ReadFieldValue, kind: FieldKind, limits: OverrideLimits): ReadFieldValue {
  if (!read.ok || typeof read.value === 'number' || 'rules' in read.value) return read;
  const constant = constantOf(read.value) ?? 0;
  const isCount = kind === 'counts';
  const max = isCount ? limits.tokensMax : limits.delayMaxMs;
  if (constant <= max) return read;
  const quantity = quantityOf(isCount ? 'counts' : 'durations');
  const setting = isCount ? 'MAX_OUTPUT_TOKENS' : 'MAX_DELAY';
  const [most, got] = [formatValue(quantity, max), formatValue(quantity, constant)];
  return mistaken(`expected at most ${most} (${setting}), got ${got}`);
}

/** Refused ahead of any other look at it: a header may have as many characters as a whole request head. */
function tooLong(text: string): Mistake | undefined {
  if (text.length <= TEXT_CHARACTERS_MAX) return undefined;
  const message = `expected at most ${TEXT_CHARACTERS_MAX} characters, got ${text.length}`;
  return { ok: false, position: TEXT_CHARACTERS_MAX, message };
}

function readValue({ kind }: Override, text: string, limits: OverrideLimits): ReadFieldValue {
  return kind === 'seed' ? readSeed(text) : withinLimits(readFieldValue(kind, text), kind, limits);
}

/** As other emulators write it: milliseconds or tokens, without a unit. */
function readBareNumber(override: Override, text: string, limits: OverrideLimits): ReadFieldValue {
  const { kind } = override;
  // These have no units anyway.
  if (kind !== 'durations' && kind !== 'counts') return readValue(override, text, limits);
  const isCount = kind === 'counts';
  if (!BARE_NUMBER.test(text) || (isCount && text.includes('.'))) {
    return mistaken(`expected a ${isCount ? 'whole ' : ''}number without a unit`);
  }
  return withinLimits({ ok: true, value: createConstant(Number(text)) }, kind, limits);
}

/** Collects the overrides of one request. */
class OverrideReader {
  #profile: MutableProfile | null = null;
  #seed: number | null = null;

  set({ field }: Override, value: FieldValue): void {
    if (field === 'seed') {
      if (typeof value === 'number') this.#seed = value;
      return;
    }
    this.#profile ??= { ...EMPTY_PROFILE };
    this.#profile[field] = value;
  }

  get overrides(): Overrides {
    return { profile: asProfile(this.#profile ?? EMPTY_PROFILE), seed: this.#seed };
  }
}

/**
 * Reads the overrides in a request's headers.
 *
 * @param values by index of OVERRIDES the value of `header`, and behind them those of `otherHeader`; empty where absent
 */
export function readHeaderOverrides(values: readonly string[], limits: OverrideLimits): ReadOverrides {
  const reader = new OverrideReader();
  for (const [index, override] of OVERRIDES.entries()) {
    const own = values[index] ?? '';
    const other = values[OVERRIDES.length + index] ?? '';
    const text = own === '' ? other : own;
    if (text === '') continue;
    const read =
      tooLong(text) ??
      (own === '' ? readBareNumber(override, text, limits) : readValue(override, text, limits));
    if (!read.ok) {
      const header = own === '' ? override.otherHeader : override.header;
      const line = renderMistakeLine(text, read.position, read.message);
      return { ok: false, message: `Invalid header '${header}': ${line}` };
    }
    reader.set(override, read.value);
  }
  return { ok: true, overrides: reader.overrides };
}

/** Separates a model's name and the overrides behind it. */
export const OVERRIDE_SEPARATOR = ';';

function unknownOverride(name: string): string {
  const names = OVERRIDES.map((override) => override.name);
  const meant = closestMatch(name.slice(0, 20), names, { maxDistance: 2 });
  return `expected one of ${names.join(', ')} and an equals sign${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}

/** Reads the overrides behind a model's name. `model` is the whole name as the client wrote it. */
export function readNameOverrides(model: string, limits: OverrideLimits): ReadOverrides {
  const reader = new OverrideReader();
  const seen = new Set<Override>();
  let start = model.indexOf(OVERRIDE_SEPARATOR) + 1;
  while (start > 0) {
    const next = model.indexOf(OVERRIDE_SEPARATOR, start);
    const part = next === -1 ? model.slice(start) : model.slice(start, next);
    const fail = (offset: number, message: string): ReadOverrides => {
      return { ok: false, message: `Invalid 'model': ${renderMistakeLine(model, start + offset, message)}` };
    };
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase();
    const override = OVERRIDES.find((one) => one.name === name);
    if (override === undefined) {
      return fail(0, unknownOverride(equals === -1 ? part.trim().toLowerCase() : name));
    }
    if (seen.has(override)) return fail(0, `expected '${name}' once`);
    seen.add(override);
    const text = part.slice(equals + 1).trimStart();
    const read = readValue(override, text.trimEnd(), limits);
    if (!read.ok) return fail(part.length - text.length + read.position, read.message);
    reader.set(override, read.value);
    start = next + 1;
  }
  return { ok: true, overrides: reader.overrides };
}
