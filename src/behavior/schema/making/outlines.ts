/**
 * What can be said of a schema's values before one is made: their types, how many levels they need at least, and about how many
 * tokens they take. Pure; guesses, on which no correctness depends. One for each value that is made.
 */

import { isObject } from '../basis/json.js';
import { VALUE_DEPTH_MAX } from '../basis/limits.js';
import type { Work } from '../basis/work.js';
import {
  itemsOf,
  type Leaf,
  listAt,
  mapAt,
  namesAt,
  numberOf,
  type Placed,
  refsOf,
  valuesOf,
} from '../reading/keywords.js';
import type { References } from '../reading/references.js';
import { ARRAY, EVERY_TYPE, OBJECT, STRING, typeOf, typesOf } from '../reading/types.js';
import { isLongNamed, isTextNamed } from '../words/names.js';
import { BRACKETS_TOKENS, ITEM_TOKENS, PROPERTY_TOKENS, textTokens } from './tokens.js';

export interface Outline {
  readonly types: number;
  /** Levels below the value itself; VALUE_DEPTH_MAX for a value that needs itself. */
  readonly height: number;
  readonly tokens: number;
  /** Whether more tokens than these find a place in it. */
  readonly stretches: boolean;
}

const ANY: Outline = { types: EVERY_TYPE, height: 0, tokens: 4, stretches: true };
const NONE: Outline = { types: 0, height: VALUE_DEPTH_MAX, tokens: 1, stretches: false };
/** Of a schema that is being looked at: a value that needs itself never ends. */
const CIRCLE: Outline = { types: EVERY_TYPE, height: VALUE_DEPTH_MAX, tokens: 4, stretches: true };
const SCALAR_TOKENS = 2;
const TEXT_TOKENS = 3;
const LONG_TEXT_TOKENS = 12;
const FORMATTED_TOKENS = 8;
/** A text that may not be longer than this is not made to fill a place. */
const SHORT_CHARACTERS = 40;
const FEW_ITEMS = 3;
const SCALARS = EVERY_TYPE & ~(OBJECT | ARRAY);
/** Properties that are looked at. */
const PROPERTIES_SEEN_MAX = 200;

export class Outlines {
  readonly #known = new Map<unknown, Outline>();
  readonly #open = new Set<unknown>();
  /** Known on the ground that something above them is a circle: to be found anew. */
  readonly #doubtful = new Set<unknown>();
  #circles = 0;

  constructor(
    private readonly work: Work,
    private readonly references: References,
  ) {}

  of({ schema, path }: Placed, name = ''): Outline {
    if (!isObject(schema)) return schema === false ? NONE : ANY;
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    if (this.#open.has(schema)) {
      this.#circles++;
      return CIRCLE;
    }
    this.work.step(path);
    this.#open.add(schema);
    const circlesBefore = this.#circles;
    const outline = this.#look({ schema, path }, name);
    this.#open.delete(schema);
    this.#known.set(schema, outline);
    if (this.#circles > circlesBefore) this.#doubtful.add(schema);
    if (this.#open.size === 0) {
      for (const each of this.#doubtful) if (each !== schema) this.#known.delete(each);
      this.#doubtful.clear();
    }
    return outline;
  }

  #look(leaf: Leaf, name: string): Outline {
    const { schema, path } = leaf;
    const values = valuesOf(schema);
    let outline = values === null ? this.#lookAt(leaf, name) : listed(values);
    for (const ref of refsOf(schema))
      outline = both(outline, this.of(this.references.follow(ref, path), name));
    for (const each of listAt(leaf, 'allOf')) outline = both(outline, this.of(each, name));
    for (const key of ['anyOf', 'oneOf']) {
      const branches = listAt(leaf, key);
      if (branches.length > 0)
        outline = both(outline, either(branches.map((branch) => this.of(branch, name))));
    }
    return outline;
  }

  /** By the keywords of one node alone. */
  #lookAt(leaf: Leaf, name: string): Outline {
    const types = typesOf(leaf.schema);
    if ((types & SCALARS) !== 0 && types !== EVERY_TYPE) return lookAtScalar(leaf, types, name);
    if ((types & OBJECT) !== 0 && (types !== EVERY_TYPE || isObject(leaf.schema.properties))) {
      const outline = this.#lookAtObject(leaf);
      // Without a type, a value of another one will do.
      return { ...outline, types, height: types === EVERY_TYPE ? 0 : outline.height };
    }
    if (types === ARRAY) return this.#lookAtArray(leaf);
    return { ...ANY, types };
  }

  #lookAtObject(leaf: Leaf): Outline {
    const required = new Set(namesAt(leaf.schema, 'required'));
    let [height, tokens, stretches] = [0, BRACKETS_TOKENS, !isObject(leaf.schema.properties)];
    for (const [name, placed] of mapAt(leaf, 'properties').slice(0, PROPERTIES_SEEN_MAX)) {
      const own = this.of(placed, name);
      const cost = PROPERTY_TOKENS + textTokens(name) + own.tokens;
      if (required.has(name)) height = Math.max(height, own.height + 1);
      tokens += required.has(name) ? cost : cost / 2;
      stretches ||= own.stretches;
    }
    return { types: OBJECT, height: Math.min(height, VALUE_DEPTH_MAX), tokens, stretches };
  }

  #lookAtArray(leaf: Leaf): Outline {
    const { first, others } = itemsOf(leaf);
    const min = numberOf(leaf.schema, 'minItems') ?? 0;
    const max = numberOf(leaf.schema, 'maxItems') ?? Infinity;
    const fixed = first.slice(0, PROPERTIES_SEEN_MAX).map((placed) => this.of(placed));
    const rest = others === null ? ANY : this.of(others);
    const needed = [...fixed.slice(0, min), ...(min > fixed.length ? [rest] : [])];
    const count = Math.min(max, Math.max(min, Math.max(2 - fixed.length, 0)));
    const tokens =
      fixed.reduce((sum, item) => sum + item.tokens, count * (rest.tokens + ITEM_TOKENS)) + BRACKETS_TOKENS;
    const height = needed.reduce((most, item) => Math.max(most, item.height + 1), 0);
    return {
      types: ARRAY,
      height: Math.min(height, VALUE_DEPTH_MAX),
      tokens,
      stretches: max > FEW_ITEMS && rest !== NONE,
    };
  }
}

function lookAtScalar({ schema }: Leaf, types: number, name: string): Outline {
  if ((types & STRING) === 0) return { types, height: 0, tokens: SCALAR_TOKENS, stretches: false };
  if (typeof schema.format === 'string' || typeof schema.pattern === 'string' || isTextNamed(name)) {
    return { types, height: 0, tokens: FORMATTED_TOKENS, stretches: false };
  }
  const min = numberOf(schema, 'minLength') ?? 0;
  const stretches = (numberOf(schema, 'maxLength') ?? Infinity) > SHORT_CHARACTERS;
  const usual = isLongNamed(name) ? LONG_TEXT_TOKENS : TEXT_TOKENS;
  return { types, height: 0, tokens: Math.max(usual, Math.ceil(min / 6)), stretches };
}

function listed(values: readonly unknown[]): Outline {
  const types = values.reduce<number>((sum, value) => sum | typeOf(value), 0);
  const [value] = values;
  return {
    types,
    height: 0,
    tokens: typeof value === 'string' ? textTokens(value) : SCALAR_TOKENS,
    stretches: false,
  };
}

/** Of a value that satisfies both. */
function both(one: Outline, other: Outline): Outline {
  if (one.types === EVERY_TYPE && one.height === 0 && one.tokens === ANY.tokens) return other;
  return {
    types: one.types & other.types,
    height: Math.max(one.height, other.height),
    tokens: Math.max(one.tokens, other.tokens),
    stretches: one.stretches && other.stretches,
  };
}

function either(branches: readonly Outline[]): Outline {
  return {
    types: branches.reduce((sum, { types }) => sum | types, 0),
    height: Math.min(...branches.map(({ height }) => height)),
    tokens: branches.reduce((sum, { tokens }) => sum + tokens, 0) / branches.length,
    stretches: branches.some(({ stretches }) => stretches),
  };
}
