/**
 * What the leaves of an object ask for together. Pure.
 */
import { isObject } from '../basis/json.js';
import { schemasFor } from '../checking/properties.js';
import { at, type Leaf, mapAt, namesAt, numberOf, type Placed } from '../reading/keywords.js';
import type { Joined, Room } from './room.js';

/** What is asked of the object as a whole. */
export interface ObjectDemands {
  readonly min: number;
  readonly max: number;
  readonly required: ReadonlySet<string>;
  /** In the order of the schema. */
  readonly declared: readonly string[];
  readonly path: string;
}

export function demandsOf({ leaves }: Joined, room: Room): ObjectDemands {
  let [min, max, path] = [0, Infinity, ''];
  const required = new Set<string>();
  const declared = new Set<string>();
  for (const leaf of leaves) {
    path = leaf.path;
    min = Math.max(min, numberOf(leaf.schema, 'minProperties') ?? 0);
    max = Math.min(max, numberOf(leaf.schema, 'maxProperties') ?? Infinity);
    for (const name of namesAt(leaf.schema, 'required')) required.add(name);
    for (const [name] of mapAt(leaf, 'properties')) declared.add(name);
    room.work.step(path, required.size + declared.size);
  }
  return { min, max, required, declared: [...declared], path };
}

/** `not: {required: [name]}` is the one way of saying so that can be told ahead; all others are left to the check. */
function isForbidden(name: string, { schema: { not } }: Leaf): boolean {
  if (!isObject(not) || Object.keys(not).length > 1) return false;
  const required = namesAt(not, 'required');
  return required.length === 1 && required[0] === name;
}

/** What the property of this name is to satisfy, by all leaves; null where there may be none. */
export function propertySchemas(joined: Joined, name: string, room: Room): readonly Placed[] | null {
  const found: Placed[] = [];
  for (const leaf of joined.leaves) {
    room.work.step(leaf.path);
    if (isForbidden(name, leaf)) return null;
    found.push(...schemasFor(name, leaf, room.patterns));
  }
  if (found.length === 0) {
    for (const leaf of joined.leaves) {
      if (leaf.schema.unevaluatedProperties !== undefined) found.push(at(leaf, 'unevaluatedProperties'));
    }
  }
  return found.some(({ schema }) => schema === false) ? null : found;
}
