/**
 * What a schema says of an object's properties, compared with one. Pure.
 */
import { isObject, type JsonObject } from '../basis/json.js';
import type { Work } from '../basis/work.js';
import { at, type Leaf, mapAt, namesAt, numberOf, type Placed } from '../reading/keywords.js';
import type { Patterns } from '../regex/patterns.js';

/** What is asked back. */
interface Asked {
  readonly work: Work;
  readonly patterns: Patterns;
  fits(value: unknown, placed: Placed): boolean;
  dependentsFit(value: JsonObject, leaf: Leaf): boolean;
}

/** The schemas that one leaf has for the property of this name: of its own, by pattern, or for all others. */
export function schemasFor(name: string, leaf: Leaf, patterns: Patterns): readonly Placed[] {
  const { schema } = leaf;
  const found: Placed[] = [];
  if (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) {
    const properties = at(leaf, 'properties');
    found.push(at(properties as Leaf, name));
  }
  if (schema.patternProperties !== undefined) {
    for (const [source, placed] of mapAt(leaf, 'patternProperties')) {
      if (patterns.has(source, name, placed.path)) found.push(placed);
    }
  }
  if (found.length === 0 && schema.additionalProperties !== undefined)
    found.push(at(leaf, 'additionalProperties'));
  return found;
}

export function propertiesFit(value: JsonObject, leaf: Leaf, asked: Asked): boolean {
  const { schema, path } = leaf;
  const names = Object.keys(value);
  asked.work.step(path, names.length);
  if (names.length < (numberOf(schema, 'minProperties') ?? 0)) return false;
  if (names.length > (numberOf(schema, 'maxProperties') ?? Infinity)) return false;
  const required = namesAt(schema, 'required');
  asked.work.step(path, required.length);
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  if (
    schema.propertyNames !== undefined &&
    !names.every((name) => asked.fits(name, at(leaf, 'propertyNames')))
  ) {
    return false;
  }
  const fit = (name: string): boolean =>
    schemasFor(name, leaf, asked.patterns).every((placed) => asked.fits(value[name], placed));
  return names.every(fit) && asked.dependentsFit(value, leaf);
}
