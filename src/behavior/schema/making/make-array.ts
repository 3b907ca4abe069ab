/**
 * Makes the arrays of a value: as many items as find a place in what is wanted, each for all schemas that look at its place. Pure.
 */
import { canonical } from '../basis/json.js';
import { ITEMS_MAX, VALUE_DEPTH_WANTED } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import { at, itemsOf, numberOf, type Placed } from '../reading/keywords.js';
import type { Joined, Room } from './room.js';
import { makeSpare } from './spare.js';
import { BRACKETS_TOKENS, ITEM_TOKENS } from './tokens.js';

/** How often an item is drawn that is to differ from the others. */
const UNIQUE_TRIES = 40;
/** Where nobody says how long an array is to be and there is room. */
const USUAL_ITEMS_MAX = 4;

interface Demands {
  readonly min: number;
  readonly max: number;
  readonly unique: boolean;
  /** Places that have schemas of their own. */
  readonly fixed: number;
  readonly contains: readonly Placed[];
  readonly path: string;
}

function demandsOf(joined: Joined): Demands {
  let [min, max, fixed, path] = [0, Infinity, 0, ''];
  let unique = false;
  const contains: Placed[] = [];
  for (const leaf of joined.leaves) {
    const { schema } = leaf;
    path = leaf.path;
    min = Math.max(min, numberOf(schema, 'minItems') ?? 0);
    max = Math.min(max, numberOf(schema, 'maxItems') ?? Infinity);
    unique ||= schema.uniqueItems === true;
    const { first } = itemsOf(leaf);
    fixed = Math.max(fixed, first.length);
    if (schema.contains === undefined) continue;
    const count = Math.min(numberOf(schema, 'minContains') ?? 1, ITEMS_MAX + 1);
    for (let left = count; left > 0; left--) contains.push(at(leaf, 'contains'));
  }
  return { min, max, unique, fixed, contains, path };
}

/** What the item at a place is to satisfy. */
function schemasAt(joined: Joined, index: number): readonly Placed[] {
  const found: Placed[] = [];
  let isKnown = false;
  for (const leaf of joined.leaves) {
    const { first, others } = itemsOf(leaf);
    const placed = first[index] ?? others;
    if (placed === null) continue;
    isKnown = true;
    found.push(placed);
  }
  if (isKnown) return found;
  return joined.leaves
    .filter(({ schema }) => schema.unevaluatedItems !== undefined)
    .map((leaf) => at(leaf, 'unevaluatedItems'));
}

export function makeArray(joined: Joined, room: Room): readonly unknown[] {
  const demands = demandsOf(joined);
  const { path, contains, fixed } = demands;
  const min = Math.max(demands.min, contains.length);
  if (min > demands.max) giveUp(`No array has at least ${min} and at most ${demands.max} items.`, path);
  if (min > ITEMS_MAX) giveUp(`Expected at most ${ITEMS_MAX} items to be asked for, got ${min}.`, path);
  const count = countOf(joined, { ...demands, min }, room);
  const containsFrom = Math.min(fixed, count - contains.length);
  const items: unknown[] = [];
  const seen = new Set<string>();
  const end = room.tokens.made + joined.tokens;
  room.tokens.made += BRACKETS_TOKENS;
  for (let index = 0; index < count; index++) {
    const isSpare = items.length >= min;
    if (isSpare && room.tokens.made >= end && index >= fixed) break;
    const extra = contains[index - containsFrom];
    const tokens = (end - room.tokens.made) / (count - index) - ITEM_TOKENS;
    const schemas = [...schemasAt(joined, index), ...(extra === undefined ? [] : [extra])];
    room.tokens.made += ITEM_TOKENS;
    const item = makeItem({ ...joined, schemas, tokens }, demands.unique, seen, isSpare, room);
    if (item === undefined) break;
    items.push(item);
  }
  return items;
}

/** Undefined where none was found and none is needed. */
function makeItem(order: Joined, unique: boolean, seen: Set<string>, isSpare: boolean, room: Room): unknown {
  const { schemas, depth, tokens, leaves } = order;
  const own = { schemas, name: order.name, depth: depth + 1, tokens: Math.max(1, tokens) };
  for (let attempt = 0; attempt < UNIQUE_TRIES; attempt++) {
    const before = room.tokens.made;
    const item = isSpare ? makeSpare(() => room.make(own)) : room.make(own);
    if (item === undefined || !unique) return item;
    const text = canonical(item);
    if (!seen.has(text)) {
      seen.add(text);
      return item;
    }
    room.tokens.made = before;
  }
  return isSpare ? undefined : giveUp('Too few different items were found.', leaves.at(-1)?.path ?? '');
}

function countOf(joined: Joined, { min, max, fixed, path }: Demands, room: Room): number {
  const { random, outlines } = room;
  const rest = schemasAt(joined, fixed);
  const isClosed = rest.some(({ schema }) => schema === false);
  const most = Math.min(max, ITEMS_MAX, isClosed ? fixed : Infinity);
  if (min > most) giveUp(`No array has so many as ${min} items.`, path);
  const [first] = rest.filter(({ schema }) => schema !== true);
  const outline = outlines.of(first ?? { schema: true, path }, joined.name);
  const isDeep = joined.depth + 1 + outline.height > VALUE_DEPTH_WANTED;
  if (isDeep) return Math.max(min, Math.min(fixed, most));
  const places = (joined.tokens - BRACKETS_TOKENS) / (outline.tokens + ITEM_TOKENS);
  const wanted = outline.stretches
    ? 1 + (random.nextWord() % Math.max(1, Math.min(places, 3 * USUAL_ITEMS_MAX)))
    : places;
  const usual = Math.max(1, Math.round(wanted));
  return Math.min(most, Math.max(min, fixed, usual));
}
