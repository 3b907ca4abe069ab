// Owns: values that a JSON Schema accepts, and such with something changed, as generators. Pure.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Schema } from './described-api.js';

/** Nobody looks for more; a schema without a bound has none. */
const TEXT_MAX = 1_000;
const ITEMS_MAX = 5;

export interface Drawing {
  /** What a reference stands for. */
  resolve(schema: Schema): Schema;
  /** Names of properties that mean something, for maps. */
  readonly names: fc.Arbitrary<string>;
  /** Texts that mean something. */
  readonly texts: fc.Arbitrary<string>;
}

const ANY_NUMBER = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const LITTLE = fc.oneof(fc.constant(null), fc.boolean(), ANY_NUMBER, fc.string({ maxLength: 20 }));

/** Values that the schema accepts. */
export function valuesOf(schema: Schema, drawing: Drawing): fc.Arbitrary<unknown> {
  const one = drawing.resolve(schema);
  if (Array.isArray(one.oneOf)) return fc.oneof(...one.oneOf.map((each) => valuesOf(each, drawing)));
  if (Array.isArray(one.enum)) return fc.constantFrom<unknown>(...one.enum);
  const types = Array.isArray(one.type) ? one.type : [one.type];
  return fc.oneof(...types.map((type) => typed(type, one, drawing)));
}

function typed(type: unknown, schema: Schema, drawing: Drawing): fc.Arbitrary<unknown> {
  const min = (schema.minimum as number | undefined) ?? -(2 ** 31);
  const max = (schema.maximum as number | undefined) ?? Number.MAX_SAFE_INTEGER;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(fc.integer({ min, max: Math.min(max, min + 9) }), fc.integer({ min, max }));
    case 'number':
      return ANY_NUMBER.filter((number) => number >= min && number <= max);
    case 'string':
      return textsOf(schema, drawing);
    case 'array': {
      const items = (schema.items as Schema | undefined) ?? {};
      return fc.array(valuesOf(items, drawing), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: ITEMS_MAX,
      });
    }
    case 'object':
      return objectsOf(schema, drawing);
    default:
      return assert.fail(`no values for ${JSON.stringify(schema)}`);
  }
}

/** The length of a text goes by code points, as JSON Schema has it. */
function textsOf({ minLength = 0, maxLength = TEXT_MAX }: Schema, { texts }: Drawing): fc.Arbitrary<string> {
  const [min, max] = [Number(minLength), Number(maxLength)];
  const isRight = (text: string) => [...text].length >= min && [...text].length <= max;
  const atTheBound = fc
    .tuple(fc.constantFrom('x', '你', '😀', '"', '\u0000'), fc.constantFrom(min, max))
    .map(([character, count]) => character.repeat(count));
  return fc.oneof(
    { arbitrary: texts.filter(isRight), weight: 4 },
    { arbitrary: fc.string({ unit: 'grapheme', minLength: min, maxLength: 20 }).filter(isRight), weight: 2 },
    { arbitrary: atTheBound, weight: 1 },
  );
}

function objectsOf(schema: Schema, drawing: Drawing): fc.Arbitrary<object> {
  const properties = schema.properties as Readonly<Record<string, Schema>> | undefined;
  if (properties !== undefined) {
    const parts = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, valuesOf(one, drawing)]),
    );
    return fc.record(parts, { requiredKeys: (schema.required as string[] | undefined) ?? [] });
  }
  const inside = schema.additionalProperties as Schema | undefined;
  const values =
    inside === undefined ? fc.oneof(drawing.texts, fc.jsonValue({ maxDepth: 2 })) : valuesOf(inside, drawing);
  return fc.dictionary(drawing.names, values, { maxKeys: ITEMS_MAX });
}

/** The same values, each with one thing in it changed: replaced, left out, or put in beside the others. */
export function changed(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.array(fc.nat(), { maxLength: 4 }), fc.constantFrom('replace', 'remove', 'add'), LITTLE)
    .map(([value, way, what, other]) => changeAt(value, way, what, other));
}

function changeAt(value: unknown, [step, ...way]: readonly number[], what: string, other: unknown): unknown {
  const isList = Array.isArray(value);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const back = (all: readonly (readonly [string, unknown])[]) =>
    isList ? all.map(([, one]) => one) : Object.fromEntries(all);
  if (step === undefined || entries.length === 0) {
    if (what === 'replace' || typeof value !== 'object' || value === null) return other;
    return back([...entries, ['added', other]]);
  }
  const at = step % entries.length;
  if (way.length === 0 && what === 'remove') return back(entries.filter((_, index) => index !== at));
  return back(
    entries.map(
      ([name, one], index) => [name, index === at ? changeAt(one, way, what, other) : one] as const,
    ),
  );
}
