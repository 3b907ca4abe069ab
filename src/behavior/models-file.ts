/**
 * Reads the models file: YAML, by the model's name or pattern what holds for it. Pure: it gets the text. All problems come
 * back at once, each with its place. Its page is docs/models-file.md.
 */
import { LineCounter, parseDocument } from 'yaml';
import { parseCount, parseDuration } from './grammar.js';
import { findModelProfile, MODEL_PROFILE_NAMES } from './model-profiles.js';
import { type ModelRow, ModelTable } from './model-table.js';
import { EMPTY_PROFILE, type LatencyProfile, overlay } from './profile.js';

export const FILE_CHARACTERS_MAX = 1_048_576;
const MODELS_MAX = 1000;
const NAME_CHARACTERS_MAX = 256;
const LOAD_FACTOR_MAX = 1000;

export type ReadModels =
  | { readonly ok: true; readonly table: ModelTable }
  /** A line each: `3:5: what is wrong`, line and column from 1. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The field of a profile that each key sets. A key is the setting of the same meaning in small letters. */
export const MODEL_KEYS = {
  response_delay: 'responseDelay',
  time_to_first_token: 'timeToFirstToken',
  inter_token_latency: 'interTokenLatency',
  prefill_per_token: 'prefillPerToken',
  output_tokens: 'outputTokens',
  load_factor: 'loadFactor',
} as const satisfies Record<string, keyof LatencyProfile>;

/** Names a ready-made profile, which the other keys of the row overrule. */
const PROFILE_KEY = 'profile';
const KEYS = [PROFILE_KEY, ...Object.keys(MODEL_KEYS)];

type Path = readonly string[];

/** Reads one file; each method that finds something wrong notes it with its place. */
class ModelsFile {
  readonly problems: string[] = [];
  readonly #lines = new LineCounter();
  readonly #document;

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true });
    for (const { pos, message } of this.#document.errors)
      this.#noteAt(pos[0], message.split(' at line')[0] ?? '');
  }

  read(): readonly ModelRow[] {
    if (this.problems.length > 0) return [];
    const root = this.#content();
    if (!isMap(root))
      return this.#note([], `expected a map with the key 'models', got ${nameOf(root)}`) ?? [];
    for (const key of Object.keys(root)) {
      if (key !== 'models') this.#note([key], `unknown key '${key}', expected 'models' alone`);
    }
    const { models } = root;
    if (!isMap(models))
      return this.#note(['models'], `expected a map of models, got ${nameOf(models)}`) ?? [];
    const names = Object.keys(models);
    if (names.length > MODELS_MAX) {
      return this.#note(['models'], `expected at most ${MODELS_MAX} models, got ${names.length}`) ?? [];
    }
    return names.map((name) => ({ name, profile: this.#row(name, models[name]) }));
  }

  /** As plain values; a text that would unfold to something huge is refused by the library. */
  #content(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      return this.#note([], (error as Error).message);
    }
  }

  #row(name: string, row: unknown): LatencyProfile {
    const path = ['models', name];
    if (name === '' || name.length > NAME_CHARACTERS_MAX) {
      this.#note(path, `expected a name of 1 to ${NAME_CHARACTERS_MAX} characters, got ${name.length}`);
    }
    if (!isMap(row))
      return this.#note(path, `expected a map of settings, got ${nameOf(row)}`) ?? EMPTY_PROFILE;
    let own: LatencyProfile = EMPTY_PROFILE;
    let base: LatencyProfile = EMPTY_PROFILE;
    for (const key of Object.keys(row)) {
      const place = [...path, key];
      if (key === PROFILE_KEY) base = this.#profile(place, row[key]);
      else if (isModelKey(key)) own = { ...own, [MODEL_KEYS[key]]: this.#value(place, key, row[key]) };
      else this.#note(place, `unknown key '${key}', expected one of ${KEYS.join(', ')}`);
    }
    if (own.responseDelay !== null && own.interTokenLatency !== null) {
      this.#note([...path, 'response_delay'], 'expected without inter_token_latency, got both');
    }
    return overlay(own, base);
  }

  #profile(path: Path, name: unknown): LatencyProfile {
    const profile = typeof name === 'string' ? findModelProfile(name) : undefined;
    if (profile !== undefined) return profile;
    const known = MODEL_PROFILE_NAMES.join(', ');
    return this.#note(path, `expected one of ${known}, got ${nameOf(name)}`) ?? EMPTY_PROFILE;
  }

  #value(path: Path, key: keyof typeof MODEL_KEYS, value: unknown): unknown {
    if (key === 'load_factor') {
      if (typeof value === 'number' && value >= 1 && value <= LOAD_FACTOR_MAX) return value;
      return this.#note(path, `expected a number from 1 to ${LOAD_FACTOR_MAX}, got ${nameOf(value)}`) ?? null;
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      return this.#note(path, `expected a value such as uniform(1s,3s), got ${nameOf(value)}`) ?? null;
    }
    const text = String(value);
    const parsed = key === 'output_tokens' ? parseCount(text) : parseDuration(text);
    if (parsed.ok) return parsed.distribution;
    return this.#note(path, `${key}: ${parsed.message} (at character ${parsed.position + 1})`) ?? null;
  }

  /** Where a path leads, or else the nearest thing above it. */
  #note(path: Path, message: string): undefined {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true) as
        | { range?: readonly number[] }
        | undefined;
      if (node?.range?.[0] !== undefined) return this.#noteAt(node.range[0], message);
    }
    return this.#noteAt(0, message);
  }

  #noteAt(offset: number, message: string): undefined {
    const { line, col } = this.#lines.linePos(offset);
    this.problems.push(`${Math.max(1, line)}:${Math.max(1, col)}: ${message}`);
    return undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isModelKey(key: string): key is keyof typeof MODEL_KEYS {
  return Object.hasOwn(MODEL_KEYS, key);
}

/** What was found, short enough for a line. */
function nameOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Reads the text of a models file. Never throws. */
export function readModelsFile(text: string): ReadModels {
  if (text.length > FILE_CHARACTERS_MAX) {
    return {
      ok: false,
      problems: [`1:1: expected at most ${FILE_CHARACTERS_MAX} characters, got ${text.length}`],
    };
  }
  const file = new ModelsFile(text);
  const rows = file.read();
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  return { ok: true, table: new ModelTable(rows) };
}
