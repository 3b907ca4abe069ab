/**
 * Makes one value for all schemas that it is to satisfy, and draws anew where a draw led nowhere. Pure.
 */
import { ATTEMPTS_MAX, VALUE_DEPTH_MAX, VALUE_DEPTH_WANTED } from '../basis/limits.js';
import { giveUp, SchemaProblem } from '../basis/problem.js';
import { type Leaf, valuesOf } from '../reading/keywords.js';
import { ARRAY, BOOLEAN, EVERY_TYPE, NULL, NUMBER, OBJECT, STRING } from '../reading/types.js';
import { drawFrom } from '../words/draw.js';
import { type JoinedDraw, join } from './join.js';
import { makeArray } from './make-array.js';
import { makeNumber } from './make-number.js';
import { makeObject } from './make-object.js';
import { makeText } from './make-text.js';
import type { Order, Room } from './room.js';
import { numberTokens, textTokens } from './tokens.js';

/** What tells the type of a schema that names none. */
const TELLING: ReadonlyMap<string, number> = new Map(
  Object.entries({
    [OBJECT]: [
      ...[
        'properties',
        'required',
        'additionalProperties',
        'patternProperties',
        'propertyNames',
        'minProperties',
      ],
      ...['maxProperties', 'dependentRequired', 'dependentSchemas', 'dependencies', 'unevaluatedProperties'],
    ],
    [ARRAY]: [
      ...['items', 'prefixItems', 'additionalItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
      'unevaluatedItems',
    ],
    [STRING]: ['minLength', 'maxLength', 'pattern', 'format'],
    [NUMBER]: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  }).flatMap(([type, keywords]) => keywords.map((keyword) => [keyword, Number(type)] as const)),
);
const KINDS = [STRING, NUMBER, OBJECT, ARRAY, BOOLEAN, NULL];
/** Null comes once in so many cases where another type may. */
const NULL_ONE_IN = 6;

const STEPS_PER_VALUE = 4;
/** What was thrown and drawn again cost more. */
const STEPS_PER_FAILURE = 20;

/** Throws a SchemaProblem where no value was found. */
export function makeValue(order: Order, room: Room): unknown {
  let last: SchemaProblem | null = null;
  const before = room.tokens.made;
  const path = order.schemas[0]?.path ?? '';
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    room.tokens.made = before;
    room.work.step(path, attempt === 0 ? STEPS_PER_VALUE : STEPS_PER_FAILURE);
    const luck = { drew: false };
    try {
      // With less in it a value may be one that fits: what is optional may be what is not to be there.
      const tokens = attempt === 0 ? order.tokens : order.tokens * room.random.next();
      const joined = join(room, { ...order, tokens }, luck);
      const value = makeJoined(joined, room);
      if (joined.checks.every((leaf) => room.checker.fits(value, leaf))) return value;
      last = new SchemaProblem('No value was found that satisfies the schema.', joined.checks[0]?.path ?? '');
    } catch (error) {
      if (!(error instanceof SchemaProblem) || error.final) throw error;
      last = error;
      room.work.cause ??= error;
      if (!luck.drew) break;
    }
  }
  throw last as SchemaProblem;
}

function makeJoined(joined: JoinedDraw, room: Room): unknown {
  const path = joined.leaves.at(-1)?.path ?? '';
  if (joined.depth > VALUE_DEPTH_MAX)
    giveUp(`Schema asks for a value of more than ${VALUE_DEPTH_MAX} levels.`, path);
  const lists = joined.leaves.filter(({ schema }) => valuesOf(schema) !== null);
  if (lists.length > 0) return chooseListed(joined, lists, room);
  switch (typeFor(joined, room)) {
    case STRING:
      return makeText(joined, room);
    case NUMBER:
      return makeNumber(joined, room);
    case OBJECT:
      return makeObject(joined, room);
    case ARRAY:
      return makeArray(joined, room);
    case BOOLEAN:
      room.tokens.made++;
      return (joined.turn ?? room.random.nextWord()) % 2 === 0;
    default:
      room.tokens.made++;
      return null;
  }
}

/** Of the shortest list, one that all leaves allow. */
function chooseListed({ leaves, turn }: JoinedDraw, lists: readonly Leaf[], room: Room): unknown {
  const sorted = lists
    .map(({ schema }) => valuesOf(schema) as readonly unknown[])
    .sort((a, b) => a.length - b.length);
  const values = sorted[0] as readonly unknown[];
  const start = turn ?? room.random.nextWord() % values.length;
  for (let index = 0; index < values.length; index++) {
    const value = values[(start + index) % values.length];
    room.work.step(lists[0]?.path ?? '');
    if (!leaves.every((leaf) => room.checker.fits(value, leaf))) continue;
    room.tokens.made += listedTokens(value);
    return value;
  }
  return giveUp('No value of the list satisfies the rest of the schema.', lists[0]?.path ?? '');
}

function listedTokens(value: unknown): number {
  if (typeof value === 'number') return numberTokens(value);
  return textTokens(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

/** One of KINDS. */
function typeFor({ leaves, types, depth, tokens }: JoinedDraw, { random }: Room): number {
  const isSaid = leaves.some(({ schema }) => schema.type !== undefined);
  const told = toldTypes(leaves) & types;
  if (!isSaid && told !== 0) return drawFrom(random, kindsIn(told));
  if (!isSaid) {
    // A value that may be anything: an answer is an object, what is in one a text.
    const plain = depth === 0 ? [OBJECT, STRING] : [STRING, OBJECT];
    for (const kind of plain) if ((types & kind) !== 0) return kind;
  }
  const kinds = kindsIn(types);
  const full = kinds.filter(
    (kind) => kind !== NULL || kinds.length === 1 || random.nextWord() % NULL_ONE_IN === 0,
  );
  const flat = full.filter((kind) => kind !== OBJECT && kind !== ARRAY);
  if (depth >= VALUE_DEPTH_WANTED) {
    const ending = kinds.filter((kind) => kind !== OBJECT && kind !== ARRAY);
    return drawFrom(random, ending.length > 0 ? ending : kinds);
  }
  const roomy = full.filter((kind) => kind === STRING || kind === OBJECT || kind === ARRAY);
  if (tokens > 12 && roomy.length > 0) return drawFrom(random, roomy);
  return drawFrom(random, tokens < 3 && flat.length > 0 ? flat : full);
}

function kindsIn(types: number): readonly number[] {
  return KINDS.filter((kind) => (types & kind) !== 0);
}

function toldTypes(leaves: readonly Leaf[]): number {
  let told = 0;
  for (const { schema } of leaves) {
    for (const key of Object.keys(schema)) told |= TELLING.get(key) ?? 0;
  }
  return told === EVERY_TYPE ? 0 : told;
}
