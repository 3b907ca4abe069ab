/**
 * Chooses the properties of an object: the required ones, of the declared ones as many as find a place in what is wanted, and
 * where the schema names none or too few, invented ones. Pure.
 */
import { PROPERTIES_MAX, VALUE_DEPTH_WANTED } from '../basis/limits.js';
import { at, mapAt, type Placed } from '../reading/keywords.js';
import { makePatternText } from '../regex/pattern-text.js';
import { drawFrom, drawWord } from '../words/draw.js';
import { NAMES } from '../words/names.js';
import { type ObjectDemands, propertySchemas } from './object-demands.js';
import type { Joined, Room } from './room.js';
import { makeSpare } from './spare.js';
import { BRACKETS_TOKENS, PROPERTY_TOKENS, textTokens } from './tokens.js';

/** An optional property beyond what is wanted comes once in so many cases. */
const ANYWAY_ONE_IN = 6;
/** An invented property, in tokens. */
const INVENTED_TOKENS = 8;
const INVENTED_MAX = 50;
const TRIES_PER_NAME = 6;
const NAME_CHARACTERS_MAX = 40;

export function chooseNames(joined: Joined, demands: ObjectDemands, room: Room): readonly string[] {
  const chosen = new Set(demands.required);
  let left = joined.tokens - BRACKETS_TOKENS;
  for (const name of chosen) left -= costOf(joined, name, room) ?? 0;
  const optional = shuffled(
    demands.declared.filter((name) => !chosen.has(name)).slice(0, PROPERTIES_MAX),
    room,
  );
  for (const name of optional) {
    if (chosen.size >= demands.max) break;
    const isNeeded = chosen.size < demands.min;
    const cost = costOf(joined, name, room);
    if (cost === null || !isNameable(joined, name, room)) continue;
    if (!isNeeded && (isTooDeep(joined, name, room) || !isWanted(cost, left, room))) continue;
    chosen.add(name);
    left -= cost;
  }
  invent(joined, demands, chosen, left, room);
  return [...chosen];
}

function isWanted(cost: number, left: number, { random }: Room): boolean {
  return left >= cost * 0.75 || (left > 0 && random.nextWord() % ANYWAY_ONE_IN === 0);
}

/** Null where there may be no property of this name. */
function costOf(joined: Joined, name: string, room: Room): number | null {
  const schemas = propertySchemas(joined, name, room);
  if (schemas === null) return null;
  const [first] = schemas;
  return (
    textTokens(name) + PROPERTY_TOKENS + (first === undefined ? 1 : room.outlines.of(first, name).tokens)
  );
}

function isTooDeep(joined: Joined, name: string, room: Room): boolean {
  const heights = (propertySchemas(joined, name, room) ?? []).map(
    (schema) => room.outlines.of(schema, name).height,
  );
  return joined.depth + 1 + Math.max(0, ...heights) > VALUE_DEPTH_WANTED;
}

function nameSchemas({ leaves }: Joined): readonly Placed[] {
  return leaves
    .filter(({ schema }) => schema.propertyNames !== undefined)
    .map((leaf) => at(leaf, 'propertyNames'));
}

function isNameable(joined: Joined, name: string, room: Room): boolean {
  return nameSchemas(joined).every((schema) => room.checker.fits(name, schema));
}

function shuffled(names: string[], { random }: Room): readonly string[] {
  for (let last = names.length - 1; last > 0; last--) {
    const other = random.nextWord() % (last + 1);
    [names[last], names[other]] = [names[other] as string, names[last] as string];
  }
  return names;
}

function invent(joined: Joined, demands: ObjectDemands, chosen: Set<string>, left: number, room: Room): void {
  const isFree = demands.declared.length === 0 && joined.depth < VALUE_DEPTH_WANTED;
  const wanted = isFree ? Math.min(INVENTED_MAX, Math.max(1, Math.floor(left / INVENTED_TOKENS))) : 0;
  const count = Math.min(Math.max(demands.min, chosen.size === 0 ? wanted : 0), demands.max, PROPERTIES_MAX);
  for (let tries = (count - chosen.size) * TRIES_PER_NAME; tries > 0 && chosen.size < count; tries--) {
    const name = makeSpare(() => inventName(joined, room));
    if (typeof name !== 'string' || chosen.has(name) || !isNameable(joined, name, room)) continue;
    const isSpare = chosen.size >= demands.min;
    if (propertySchemas(joined, name, room) === null || (isSpare && isTooDeep(joined, name, room))) continue;
    chosen.add(name);
  }
}

/** By what names are to be, by a pattern for them, or a word. */
function inventName(joined: Joined, room: Room): unknown {
  const { random, work } = room;
  const asked = nameSchemas(joined);
  if (asked.length > 0) {
    const order = {
      schemas: [{ schema: { type: 'string' }, path: '' }, ...asked],
      name: '',
      depth: joined.depth,
      tokens: 1,
    };
    return room.make(order);
  }
  const patterns = joined.leaves.flatMap((leaf) => mapAt(leaf, 'patternProperties'));
  const able = patterns.filter(([, { schema }]) => schema !== false);
  if (able.length > 0 && random.nextWord() % 4 !== 0) {
    const [source, { path }] = drawFrom(random, able);
    const lengths = { min: 1, max: NAME_CHARACTERS_MAX, wanted: null };
    return makePatternText(room.patterns.read(source, path), random, lengths, work, path);
  }
  const name = drawFrom(random, NAMES);
  return random.nextWord() % 2 === 0 ? name : `${drawWord(random)}_${drawWord(random)}`;
}
