/**
 * Reads the models file: YAML, by the model's name or pattern what holds for it. Pure: it gets the text. All problems come
 * back at once, each with its place. Its page is docs/models-file.md.
 */
import type * as Yaml from 'yaml';
import { parseCount, parseDuration } from './grammar.js';
import { renderMistakeLine, visible } from './mistake.js';
import { findModelProfile, MODEL_PROFILE_NAMES } from './model-profiles.js';
import { type ModelRow, ModelTable } from './model-table.js';
import { EMPTY_PROFILE, type LatencyProfile, overlay } from './profile.js';

export const FILE_CHARACTERS_MAX = 1_048_576;
const MODELS_MAX = 1000;
const NAME_CHARACTERS_MAX = 256;
const LOAD_FACTOR_MAX = 1000;
const DECIMAL_NUMBER = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** What is used of the package `yaml`. */
export type YamlLibrary = Pick<typeof Yaml, 'isMap' | 'LineCounter' | 'parseDocument'>;

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

const NESTING_MAX = 32;
const INDENTED_TOO_FAR = /^[ \t]{200,}\S/;
/** Entries and keys one inside the other on one line, with their anchors and tags: `- - - …`. */
const TOO_MANY_INDICATORS = new RegExp(`(?:[-?:][ \\t]+(?:[&*!]\\S*[ \\t]+)?){${NESTING_MAX + 1}}`);
/** The parser's time grows with the square of these. */
const REFERENCES_MAX = 2_000;
const REFERENCE = /(?:^|\s)[&*!]\S/gm;
const QUOTED_OR_COMMENT = /"(?:[^"\\]|\\.)*"|'[^']*'|(?:^|\s)#.*/g;
/** A file that is no models file has a problem in every line. */
const PROBLEMS_SHOWN_MAX = 50;

type Path = readonly string[];
type YamlMap = ReadonlyMap<unknown, unknown>;

/** Reads one file; each method that finds something wrong notes it with its place. */
class ModelsFile {
  readonly problems: string[] = [];
  readonly #lines: Yaml.LineCounter;
  readonly #document;

  constructor(
    text: string,
    private readonly yaml: YamlLibrary,
  ) {
    this.#lines = new yaml.LineCounter();
    // All values are texts: a model may be called 2.0, and what a number or a duration is, the grammar says.
    this.#document = yaml.parseDocument(text, { lineCounter: this.#lines, schema: 'failsafe', merge: true });
    for (const { pos, message } of this.#document.errors)
      this.#noteAt(pos[0], message.split(' at line')[0] ?? '');
  }

  read(): readonly ModelRow[] {
    const content = this.problems.length === 0 ? this.#content() : undefined;
    if (content === undefined) return [];
    const { root } = content;
    if (!(root instanceof Map)) {
      return this.#note([], `expected a map with the key 'models', got ${nameOf(root)}`) ?? [];
    }
    for (const key of root.keys()) {
      if (key !== 'models') this.#noteKey([], key, `unknown key ${nameOf(key)}, expected 'models' alone`);
    }
    const models: unknown = root.get('models');
    if (!(models instanceof Map)) {
      return this.#note(['models'], `expected a map of models, got ${nameOf(models)}`) ?? [];
    }
    if (models.size > MODELS_MAX) {
      return this.#note(['models'], `expected at most ${MODELS_MAX} models, got ${models.size}`) ?? [];
    }
    return [...models].flatMap(([name, row]) => this.#row(name, row) ?? []);
  }

  /** As plain values; a text that would unfold to something huge is refused by the library. */
  #content(): { readonly root: unknown } | undefined {
    try {
      return { root: this.#document.toJS({ mapAsMap: true }) };
    } catch (error) {
      return this.#note([], (error as Error).message);
    }
  }

  #row(name: unknown, row: unknown): ModelRow | undefined {
    const isName = typeof name === 'string' && name.length >= 1 && name.length <= NAME_CHARACTERS_MAX;
    if (!isName) {
      const expected = `a name of 1 to ${NAME_CHARACTERS_MAX} characters`;
      return this.#noteKey(['models'], name, `expected ${expected}, got ${nameOf(name)}`);
    }
    if (!(row instanceof Map)) {
      return this.#note(['models', name], `expected a map of settings, got ${nameOf(row)}`);
    }
    return { name, profile: this.#settings(['models', name], row) };
  }

  #settings(path: Path, row: YamlMap): LatencyProfile {
    let own: LatencyProfile = EMPTY_PROFILE;
    let base: LatencyProfile = EMPTY_PROFILE;
    for (const [key, value] of row) {
      const place = [...path, String(key)];
      if (key === PROFILE_KEY) base = this.#profile(place, value);
      else if (isModelKey(key)) own = { ...own, [MODEL_KEYS[key]]: this.#value(place, key, value) };
      else this.#noteKey(path, key, `unknown key ${nameOf(key)}, expected one of ${KEYS.join(', ')}`);
    }
    if (own.responseDelay !== null && own.interTokenLatency !== null) {
      this.#note(
        [...path, 'response_delay'],
        'response_delay: expected without inter_token_latency, got both',
      );
    }
    return overlay(own, base);
  }

  #profile(path: Path, name: unknown): LatencyProfile {
    const profile = typeof name === 'string' ? findModelProfile(name) : undefined;
    if (profile !== undefined) return profile;
    const known = MODEL_PROFILE_NAMES.join(', ');
    return this.#note(path, `profile: expected one of ${known}, got ${nameOf(name)}`) ?? EMPTY_PROFILE;
  }

  #value(path: Path, key: keyof typeof MODEL_KEYS, value: unknown): unknown {
    if (typeof value !== 'string') {
      return (
        this.#note(path, `${key}: expected a value such as uniform(1s,3s), got ${nameOf(value)}`) ?? null
      );
    }
    if (key === 'load_factor') {
      const factor = DECIMAL_NUMBER.test(value) ? Number(value) : Number.NaN;
      if (factor >= 1 && factor <= LOAD_FACTOR_MAX) return factor;
      return (
        this.#note(path, `${key}: expected a number from 1 to ${LOAD_FACTOR_MAX}, got ${nameOf(value)}`) ??
        null
      );
    }
    const parsed = key === 'output_tokens' ? parseCount(value) : parseDuration(value);
    if (parsed.ok) return parsed.distribution;
    return this.#note(path, `${key}: ${renderMistakeLine(value, parsed.position, parsed.message)}`) ?? null;
  }

  /** At the key itself, of the map that the path leads to. */
  #noteKey(path: Path, key: unknown, message: string): undefined {
    const map = this.#document.getIn(path, true);
    const pairs = this.yaml.isMap<Yaml.Scalar>(map) ? map.items : [];
    const pair = pairs.find((one) => String(one.key?.value ?? '') === String(key));
    const offset = pair?.key?.range?.[0];
    return offset === undefined ? this.#note(path, message) : this.#noteAt(offset, message);
  }

  /** At the value that a path leads to, or else the nearest thing above it. */
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

function isModelKey(key: unknown): key is keyof typeof MODEL_KEYS {
  return typeof key === 'string' && Object.hasOwn(MODEL_KEYS, key);
}

/** What was found, on one line and short. */
function nameOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = [...visible(JSON.stringify(String(value)))];
  return text.length > 60 ? `${text.slice(0, 60).join('')}…` : text.join('');
}

/**
 * Whether a text goes deeper than any file that means something. The parser takes a level of its own stack for each, and at
 * the end of the stack V8 may end the process (seen in Node.js 20), which no `catch` prevents: so it is not even asked.
 */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const line of text.split('\n')) {
    const bare = line.replace(QUOTED_OR_COMMENT, '');
    if (INDENTED_TOO_FAR.test(bare) || TOO_MANY_INDICATORS.test(bare)) return true;
    for (const [bracket] of bare.matchAll(/[[\]{}]/g)) {
      depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
      if (depth > NESTING_MAX) return true;
    }
  }
  return false;
}

/** Reads the text of a models file with the library that is handed in: few servers need it. Never throws. */
export function readModelsFile(text: string, yaml: YamlLibrary): ReadModels {
  if (text.length > FILE_CHARACTERS_MAX) {
    const problem = `1:1: expected at most ${FILE_CHARACTERS_MAX} characters, got ${text.length}`;
    return { ok: false, problems: [problem] };
  }
  const references = text.match(REFERENCE)?.length ?? 0;
  if (references > REFERENCES_MAX) {
    const problem = `1:1: expected at most ${REFERENCES_MAX} anchors, aliases and tags, got ${references}`;
    return { ok: false, problems: [problem] };
  }
  if (isTooDeep(text)) {
    return {
      ok: false,
      problems: [`1:1: expected at most ${NESTING_MAX} levels one inside the other, got more`],
    };
  }
  const file = new ModelsFile(text, yaml);
  const rows = file.read();
  const { problems } = file;
  if (problems.length === 0) return { ok: true, table: new ModelTable(rows) };
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX);
  if (problems.length > shown.length) shown.push(`1:1: and ${problems.length - shown.length} more`);
  return { ok: false, problems: shown };
}
