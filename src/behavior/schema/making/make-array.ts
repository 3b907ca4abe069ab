/**
 * Makes the arrays of a value: as many items as find a place in what is wanted, each for all schemas that look at its place. Pure.
 */
import { canonical } from '../basis/json.js';
import { ITEMS_MAX, VALUE_DEPTH_WANTED } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import { at, itemsOf, numberOf, type Placed } from '../reading/keywords.js';
import type { Joined, Order, Room } from './room.js';
import { makeSpare } from './spare.js';
import { BRACKETS_TOKENS, ITEM_TOKENS } from './tokens.js';

/** How often an item that is to differ from the others is drawn, before the possible ones are gone through. */
const UNIQUE_TRIES = 8;
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
  // Behind the places that have schemas of their own, if there is room: those may contradict.
  const needed = fixed + contains.length <= demands.max ? fixed + contains.length : contains.length;
  const min = Math.max(demands.min, contains.length === 0 ? 0 : needed);
  if (min > demands.max) giveUp(`No array has at least ${min} and at most ${demands.max} items.`, path);
  if (min > ITEMS_MAX) giveUp(`Expected at most ${ITEMS_MAX} items to be asked for, got ${min}.`, path);
  const count = countOf(joined, { ...demands, min }, room);
  const containsFrom = Math.min(fixed, count - contains.length);
  const items: unknown[] = [];
  const others = demands.unique ? new Others() : null;
  const end = room.tokens.made + joined.tokens;
  room.tokens.made += BRACKETS_TOKENS;
  for (let index = 0; index < count; index++) {
    const isSpare = items.length >= min;
    if (isSpare && room.tokens.made >= end && index >= fixed) break;
    const extra = contains[index - containsFrom];
    const tokens = (end - room.tokens.made) / (count - index) - ITEM_TOKENS;
    const schemas = [...schemasAt(joined, index), ...(extra === undefined ? [] : [extra])];
    room.tokens.made += ITEM_TOKENS;
    const order = { schemas, name: joined.name, depth: joined.depth + 1, tokens: Math.max(1, tokens) };
    const item = makeItem(order, others, isSpare, room);
    if (item === undefined) break;
    items.push(item);
  }
  return items;
}

/** Undefined where none was found and none is needed. */
function makeItem(order: Order, others: Others | null, isSpare: boolean, room: Room): unknown {
  const make = (own: Order): unknown => (isSpare ? makeSpare(() => room.make(own)) : room.make(own));
  if (others === null) return make(order);
  const before = room.tokens.made;
  // Once most of the possible ones are taken, drawing finds none that is new.
  const tries = others.turn === 0 || isSpare ? UNIQUE_TRIES : 0;
  for (let attempt = 0; attempt < tries; attempt++) {
    room.tokens.made = before;
    const item = make(order);
    if (item === undefined || others.add(item)) return item;
  }
  if (isSpare) return undefined;
  // Going on where the last item stopped: one turn more than there are items gives a new one, if there is one.
  for (let left = others.size + 1; left > 0; left--) {
    room.tokens.made = before;
    const item = make({ ...order, turn: others.turn++ });
    if (others.add(item)) return item;
  }
  return giveUp('Too few different items were found.', order.schemas[0]?.path ?? '');
}

/** The items of an array that are all to differ. */
class Others {
  turn = 0;
  readonly #texts = new Set<string>();

  get size(): number {
    return this.#texts.size;
  }

  /** Whether it is a new one. */
  add(item: unknown): boolean {
    const before = this.size;
    this.#texts.add(canonical(item));
    return this.size > before;
  }
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
