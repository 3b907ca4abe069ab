/**
 * Makes the objects of a value: all properties that are required, and of the others as many as find a place in what is wanted. Pure.
 */
import type { JsonObject } from '../basis/json.js';
import { PROPERTIES_MAX } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import { dependentsOf, type Placed } from '../reading/keywords.js';
import { chooseNames } from './choose-names.js';
import { joinMore } from './join.js';
import { demandsOf, propertySchemas } from './object-demands.js';
import type { Joined, Room } from './room.js';
import { makeSpare } from './spare.js';
import { BRACKETS_TOKENS, PROPERTY_TOKENS, textTokens } from './tokens.js';

/** Rounds of properties that ask for others. */
const DEPENDENT_ROUNDS_MAX = 20;

/** Adds what the names ask for by being there: other names, and schemas for the object. */
function addDependents(joined: Joined, names: Set<string>, room: Room): Joined {
  const looked = new Set<string>();
  let whole = joined;
  for (let round = 0; round < DEPENDENT_ROUNDS_MAX; round++) {
    const fresh = [...names].filter((name) => !looked.has(name));
    if (fresh.length === 0) break;
    const schemas: Placed[] = [];
    for (const name of fresh) {
      looked.add(name);
      for (const leaf of whole.leaves) {
        const asked = dependentsOf(leaf, name);
        for (const each of asked.names) names.add(each);
        schemas.push(...asked.schemas);
      }
    }
    if (schemas.length === 0) continue;
    whole = { ...whole, leaves: joinMore(room, whole, schemas) };
    for (const name of demandsOf(whole, room).required) names.add(name);
  }
  return whole;
}

export function makeObject(order: Joined, room: Room): JsonObject {
  const needed = new Set(demandsOf(order, room).required);
  const joined = addDependents(order, needed, room);
  const demands = { ...demandsOf(joined, room), required: needed };
  const { path, min, max } = demands;
  if (min > PROPERTIES_MAX || needed.size > PROPERTIES_MAX) {
    giveUp(`Expected at most ${PROPERTIES_MAX} properties to be asked for.`, path);
  }
  if (needed.size > max) giveUp(`Expected at most ${max} properties, and ${needed.size} are required.`, path);
  const chosen = new Set(chooseNames(joined, demands, room));
  const whole = addDependents(joined, chosen, room);
  const names = [...demands.declared.filter((name) => chosen.delete(name)), ...chosen];
  return fill(whole, names, needed, room);
}

/** Makes the properties, one behind the other: what one did not use is left to those that follow. */
function fill(joined: Joined, names: readonly string[], needed: ReadonlySet<string>, room: Room): JsonObject {
  const path = joined.leaves.at(-1)?.path ?? '';
  const end = room.tokens.made + joined.tokens;
  const places = names.map((name) => {
    const schemas = propertySchemas(joined, name, room);
    const outline = room.outlines.of(schemas?.[0] ?? { schema: true, path }, name);
    return { name, schemas, outline, key: textTokens(name) + PROPERTY_TOKENS };
  });
  let fixed = 0;
  let stretching = 0;
  for (const { outline, key } of places) {
    fixed += key + (outline.stretches ? 0 : outline.tokens);
    if (outline.stretches) stretching += outline.tokens;
  }
  room.tokens.made += BRACKETS_TOKENS;
  const object: Record<string, unknown> = Object.create(null);
  for (const { name, schemas, outline, key } of places) {
    if (schemas === null) giveUp(`A property is required that may not be there: ${name.slice(0, 100)}`, path);
    const free = Math.max(0, end - room.tokens.made - fixed);
    const tokens = outline.stretches ? Math.max(1, (free * outline.tokens) / stretching) : outline.tokens;
    fixed -= key + (outline.stretches ? 0 : outline.tokens);
    if (outline.stretches) stretching -= outline.tokens;
    const before = room.tokens.made;
    const own = { schemas, name, depth: joined.depth + 1, tokens };
    const value = needed.has(name) ? room.make(own) : makeSpare(() => room.make(own));
    if (value === undefined) {
      room.tokens.made = before;
      continue;
    }
    room.work.write(name.length, path);
    room.tokens.made += key;
    object[name] = value;
  }
  return object;
}
