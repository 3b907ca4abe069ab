/**
 * The knobs by which a request says itself what it shall experience: in headers, or in the model's name behind semicolons
 * (`qwen-plus;delay=2s;tokens=200`). Pure. Wrong ones come back as data, with the place of the mistake.
 */
import { closestMatch } from 'leven';
import { createConstant } from '../distributions/create.js';
import { constantOf, type Distribution } from '../distributions/distribution.js';
import { COUNT, DURATION, formatValue } from '../distributions/quantity.js';
import { type ParseResult, parseCount, parseDuration, TEXT_CHARACTERS_MAX } from '../grammar/grammar.js';
import { renderMistakeLine } from '../grammar/mistake.js';
import { type Behavior, EMPTY_PROFILE, type LatencyProfile } from './profile.js';

/** No request may ask for more. */
export interface KnobLimits {
  readonly delayMaxMs: number;
  readonly tokensMax: number;
}

interface Knob {
  /** In a model's name. */
  readonly name: string;
  /** In lower case. */
  readonly header: string;
  /** A header of other emulators that means the same in bare numbers, which counts where `header` is absent. */
  readonly otherHeader: string | null;
  readonly field: 'responseDelay' | 'timeToFirstToken' | 'interTokenLatency' | 'outputTokens' | 'seed';
}

/** All knobs; the order is that of the documentation. */
export const KNOBS: readonly Knob[] = [
  { name: 'delay', header: 'x-mock-delay', otherHeader: null, field: 'responseDelay' },
  { name: 'ttft', header: 'x-mock-ttft', otherHeader: 'x-ttft-ms', field: 'timeToFirstToken' },
  { name: 'itl', header: 'x-mock-itl', otherHeader: 'x-itl-ms', field: 'interTokenLatency' },
  { name: 'tokens', header: 'x-mock-output-tokens', otherHeader: 'x-output-length', field: 'outputTokens' },
  { name: 'seed', header: 'x-mock-seed', otherHeader: null, field: 'seed' },
];

export type ReadKnobs =
  | { readonly ok: true; readonly behavior: Behavior }
  | { readonly ok: false; readonly message: string };

const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
const BARE_NUMBER = /^(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?$/;

/** One knob's value, as it goes into a behavior. */
type Value = { readonly ok: true; readonly value: Distribution | number } | Mistaken;
interface Mistaken {
  readonly ok: false;
  readonly position: number;
  readonly message: string;
}

function mistaken(message: string): Mistaken {
  return { ok: false, position: 0, message };
}

function parseSeed(text: string): Value {
  const seed = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(seed)) return { ok: true, value: seed };
  return mistaken(`expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
}

/** A fixed value above the limit is refused; what a distribution draws above it is cut down to it later. */
function withinLimits(parsed: ParseResult, field: Knob['field'], limits: KnobLimits): Value {
  if (!parsed.ok) return parsed;
  const constant = constantOf(parsed.distribution) ?? 0;
  const isCount = field === 'outputTokens';
  const [max, quantity, setting] = isCount
    ? [limits.tokensMax, COUNT, 'MAX_OUTPUT_TOKENS']
    : [limits.delayMaxMs, DURATION, 'MAX_DELAY'];
  if (constant <= max) return { ok: true, value: parsed.distribution };
  const [most, got] = [formatValue(quantity, max), formatValue(quantity, constant)];
  return mistaken(`expected at most ${most} (${setting}), got ${got}`);
}

/** Refused ahead of any other look at it: a header may have as many characters as a whole request head. */
function tooLong(text: string): Mistaken | undefined {
  if (text.length <= TEXT_CHARACTERS_MAX) return undefined;
  const message = `expected at most ${TEXT_CHARACTERS_MAX} characters, got ${text.length}`;
  return { ok: false, position: TEXT_CHARACTERS_MAX, message };
}

function parseKnob({ field }: Knob, text: string, limits: KnobLimits): Value {
  if (field === 'seed') return parseSeed(text);
  return withinLimits(field === 'outputTokens' ? parseCount(text) : parseDuration(text), field, limits);
}

/** As other emulators write it: milliseconds or tokens, without a unit. */
function parseBareNumber({ field }: Knob, text: string, limits: KnobLimits): Value {
  const isCount = field === 'outputTokens';
  if (!BARE_NUMBER.test(text) || (isCount && text.includes('.'))) {
    return mistaken(`expected a ${isCount ? 'whole ' : ''}number without a unit`);
  }
  return withinLimits({ ok: true, distribution: createConstant(Number(text)) }, field, limits);
}

/** Collects the knobs of one request. */
class KnobReader {
  #profile: LatencyProfile = EMPTY_PROFILE;
  #seed: number | null = null;

  set({ field }: Knob, value: Distribution | number): void {
    if (typeof value === 'number') this.#seed = value;
    else this.#profile = { ...this.#profile, [field]: value };
  }

  get behavior(): Behavior {
    return { profile: this.#profile, seed: this.#seed };
  }
}

/**
 * The knobs in a request's headers.
 *
 * @param values by index of KNOBS the value of `header`, and behind them those of `otherHeader`; empty where it is absent
 */
export function readHeaderKnobs(values: readonly string[], limits: KnobLimits): ReadKnobs {
  const reader = new KnobReader();
  for (const [index, knob] of KNOBS.entries()) {
    const own = values[index] ?? '';
    const other = values[KNOBS.length + index] ?? '';
    const text = own === '' ? other : own;
    if (text === '') continue;
    const parsed =
      tooLong(text) ?? (own === '' ? parseBareNumber(knob, text, limits) : parseKnob(knob, text, limits));
    if (!parsed.ok) {
      const line = renderMistakeLine(text, parsed.position, parsed.message);
      return {
        ok: false,
        message: `Invalid header '${own === '' ? knob.otherHeader : knob.header}': ${line}`,
      };
    }
    reader.set(knob, parsed.value);
  }
  return { ok: true, behavior: reader.behavior };
}

/** Separates a model's name and its knobs. */
export const KNOB_SEPARATOR = ';';

function unknownKnob(name: string): string {
  const names = KNOBS.map((knob) => knob.name);
  const meant = closestMatch(name.slice(0, 20), names, { maxDistance: 2 });
  return `expected one of ${names.join(', ')} and an equals sign${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}

/** The knobs behind a model's name. `model` is the whole name as the client wrote it. */
export function readNameKnobs(model: string, limits: KnobLimits): ReadKnobs {
  const reader = new KnobReader();
  const seen = new Set<Knob>();
  let start = model.indexOf(KNOB_SEPARATOR) + 1;
  while (start > 0) {
    const next = model.indexOf(KNOB_SEPARATOR, start);
    const part = next === -1 ? model.slice(start) : model.slice(start, next);
    const fail = (offset: number, message: string): ReadKnobs => {
      return { ok: false, message: `Invalid 'model': ${renderMistakeLine(model, start + offset, message)}` };
    };
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase();
    const knob = KNOBS.find((one) => one.name === name);
    if (knob === undefined) return fail(0, unknownKnob(equals === -1 ? part.trim().toLowerCase() : name));
    if (seen.has(knob)) return fail(0, `expected '${name}' once`);
    seen.add(knob);
    const text = part.slice(equals + 1).trimStart();
    const parsed = parseKnob(knob, text.trimEnd(), limits);
    if (!parsed.ok) return fail(part.length - text.length + parsed.position, parsed.message);
    reader.set(knob, parsed.value);
    start = next + 1;
  }
  return { ok: true, behavior: reader.behavior };
}
