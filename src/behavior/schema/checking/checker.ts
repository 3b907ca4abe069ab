/**
 * Tells whether a value satisfies a schema. Pure.
 *
 * Small and of our own: a validator that compiles schemas would run code that a client wrote the shape of, and none counts its
 * steps. `unevaluatedProperties` and `unevaluatedItems` are left to the making of values, which knows what it joined.
 */
import { canonical, isObject, type JsonObject, lengthOf } from '../basis/json.js';
import { CHECK_DEPTH_MAX } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import type { Work } from '../basis/work.js';
import {
  at,
  dependentsOf,
  type Leaf,
  listAt,
  numberOf,
  type Placed,
  rangeOf,
  refsOf,
  valuesOf,
} from '../reading/keywords.js';
import type { References } from '../reading/references.js';
import { typeOf, typesOf } from '../reading/types.js';
import type { Patterns } from '../regex/patterns.js';
import { FORMATS } from '../words/formats.js';
import { itemsFit } from './items.js';
import { propertiesFit } from './properties.js';

/** A step for so many characters of a value that is compared as a whole. */
const CHARACTERS_PER_STEP = 16;

export class Checker {
  #depth = 0;

  constructor(
    readonly work: Work,
    readonly references: References,
    readonly patterns: Patterns,
  ) {}

  /** Throws a SchemaProblem where finding out takes too long. */
  fits(value: unknown, placed: Placed): boolean {
    this.work.step(placed.path);
    if (this.#depth >= CHECK_DEPTH_MAX) giveUp('Schema refers to itself without an end.', placed.path);
    this.#depth++;
    try {
      return this.#fits(value, placed);
    } finally {
      this.#depth--;
    }
  }

  #fits(value: unknown, { schema, path }: Placed): boolean {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return false;
    const leaf = { schema, path };
    return (
      (typesOf(schema) & typeOf(value)) !== 0 &&
      this.#isListed(value, leaf) &&
      this.#fitsType(value, leaf) &&
      this.#fitsJoined(value, leaf)
    );
  }

  #isListed(value: unknown, { schema, path }: Leaf): boolean {
    const values = valuesOf(schema);
    if (values === null) return true;
    if (typeof value !== 'object' || value === null) {
      this.work.step(path, values.length);
      return values.includes(value);
    }
    const text = canonical(value);
    this.work.step(path, values.length + Math.ceil(text.length / CHARACTERS_PER_STEP));
    return values.some((each) => typeof each === 'object' && each !== null && canonical(each) === text);
  }

  #fitsType(value: unknown, leaf: Leaf): boolean {
    if (typeof value === 'string') return this.#fitsText(value, leaf);
    if (typeof value === 'number') return numberFits(value, leaf.schema);
    if (Array.isArray(value)) return itemsFit(value, leaf, this);
    return !isObject(value) || propertiesFit(value, leaf, this);
  }

  #fitsText(value: string, { schema, path }: Leaf): boolean {
    const { pattern, format } = schema;
    const min = numberOf(schema, 'minLength');
    const max = numberOf(schema, 'maxLength');
    if (min !== undefined || max !== undefined) {
      const length = lengthOf(value);
      this.work.step(path, Math.ceil(length / CHARACTERS_PER_STEP));
      if (length < (min ?? 0) || length > (max ?? Infinity)) return false;
    }
    if (typeof pattern === 'string' && !this.patterns.has(pattern, value, path)) return false;
    return typeof format !== 'string' || (FORMATS.get(format)?.test(value) ?? true);
  }

  #fitsJoined(value: unknown, leaf: Leaf): boolean {
    const { schema } = leaf;
    for (const ref of refsOf(schema)) {
      if (!this.fits(value, this.references.follow(ref, leaf.path))) return false;
    }
    if (!listAt(leaf, 'allOf').every((each) => this.fits(value, each))) return false;
    if (schema.anyOf !== undefined && !listAt(leaf, 'anyOf').some((each) => this.fits(value, each)))
      return false;
    if (schema.oneOf !== undefined && !this.#fitsOne(value, listAt(leaf, 'oneOf'))) return false;
    if (schema.not !== undefined && this.fits(value, at(leaf, 'not'))) return false;
    if (schema.if !== undefined) {
      const branch = this.fits(value, at(leaf, 'if')) ? 'then' : 'else';
      if (schema[branch] !== undefined && !this.fits(value, at(leaf, branch))) return false;
    }
    return true;
  }

  #fitsOne(value: unknown, branches: readonly Placed[]): boolean {
    let fitting = 0;
    for (const branch of branches) {
      if (this.fits(value, branch) && ++fitting > 1) return false;
    }
    return fitting === 1;
  }

  /** Whether the object's dependents are there. */
  dependentsFit(value: JsonObject, leaf: Leaf): boolean {
    return Object.keys(value).every((name) => {
      const { names, schemas } = dependentsOf(leaf, name);
      return (
        names.every((each) => Object.hasOwn(value, each)) && schemas.every((each) => this.fits(value, each))
      );
    });
  }
}

function numberFits(value: number, schema: JsonObject): boolean {
  const { min, minOpen, max, maxOpen } = rangeOf(schema);
  if (minOpen ? value <= min : value < min) return false;
  if (maxOpen ? value >= max : value > max) return false;
  return schema.multipleOf === undefined || Number.isInteger(value / (schema.multipleOf as number));
}
