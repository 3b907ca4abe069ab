/**
 * Joins schemas that one value is to satisfy into leaves without references: follows `$ref` and `allOf`, and of `anyOf`, `oneOf`
 * and `if` draws a branch that agrees with the types that are left. Pure.
 */
import { isObject } from '../basis/json.js';
import { JOINED_MAX, VALUE_DEPTH_WANTED } from '../basis/limits.js';
import { giveUp } from '../basis/problem.js';
import { at, type Leaf, listAt, type Placed, refsOf, valuesOf } from '../reading/keywords.js';
import { EVERY_TYPE, OBJECT, typeOf, typesOf } from '../reading/types.js';
import { drawFrom } from '../words/draw.js';
import type { Joined, Order, Room } from './room.js';

/** With one of them the value is checked where it is made, and drawn anew if it does not fit. */
const CHECKED = [
  'not',
  'oneOf',
  'if',
  'contains',
  'dependentSchemas',
  'dependencies',
  'patternProperties',
  'propertyNames',
];
const ROOMY_TOKENS = 12;
/** All but one in so many cases. */
const ROOMY_OF = 5;
const VALUES_PER_STEP = 8;
const CHOICES = ['anyOf', 'oneOf'];

class Join {
  readonly leaves: Leaf[] = [];
  types = EVERY_TYPE;
  readonly #choices: (readonly Placed[])[] = [];
  readonly #seen = new Set<unknown>();

  constructor(
    private readonly room: Room,
    private readonly order: Order,
    private readonly luck: Luck,
  ) {}

  all(schemas: readonly Placed[]): void {
    const queue = [...schemas];
    for (;;) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) this.#add(next, queue);
      if (this.types === 0) giveUp('No type satisfies the schema.', this.leaves.at(-1)?.path ?? '');
      const choice = this.#choices.shift();
      if (choice === undefined) return;
      this.luck.drew ||= choice.length > 1;
      queue.push(this.#draw(choice));
    }
  }

  #add({ schema, path }: Placed, queue: Placed[]): void {
    const { room } = this;
    room.work.step(path);
    if (schema === true || this.#seen.has(schema)) return;
    if (!isObject(schema)) giveUp('Nothing satisfies a schema that is false.', path);
    if (this.leaves.length >= JOINED_MAX) giveUp('Schema joins too many others.', path);
    this.#seen.add(schema);
    const leaf: Leaf = { schema, path };
    this.leaves.push(leaf);
    room.work.step(path, Math.ceil((valuesOf(schema)?.length ?? 0) / VALUES_PER_STEP));
    this.types &= typesOf(schema) & listedTypes(leaf) & ~excludedTypes(leaf);
    for (const ref of refsOf(schema)) queue.push(room.references.follow(ref, path));
    queue.push(...listAt(leaf, 'allOf'));
    for (const key of CHOICES) if (schema[key] !== undefined) this.#choices.push(listAt(leaf, key));
    if (schema.if !== undefined) this.#choices.push(this.#condition(leaf));
  }

  /** One branch is both `if` and `then`; the other is `else`, with what `if` says left to the check. */
  #condition(leaf: Leaf): readonly Placed[] {
    const { schema, path } = leaf;
    const holds = { schema: { allOf: [schema.if, schema.then ?? true] }, path };
    return schema.else === false
      ? [holds]
      : [holds, schema.else === undefined ? { schema: true, path } : at(leaf, 'else')];
  }

  /** Deep down, one that ends soonest. */
  #draw(branches: readonly Placed[]): Placed {
    const { room, order } = this;
    const able = branches.filter((branch) => (room.outlines.of(branch).types & this.types) !== 0);
    if (able.length === 0) giveUp('No branch agrees with the rest of the schema.', branches[0]?.path ?? '');
    if (able.length === 1) return able[0] as Placed;
    const heights = able.map((branch) => room.outlines.of(branch).height);
    const most = Math.max(Math.min(...heights), VALUE_DEPTH_WANTED - order.depth);
    const ending = able.filter((_, index) => (heights[index] as number) <= most);
    // Where much is wanted, one that has a place for it.
    const roomy =
      order.tokens > ROOMY_TOKENS ? ending.filter((branch) => room.outlines.of(branch).stretches) : [];
    return drawFrom(
      room.random,
      roomy.length > 0 && room.random.nextWord() % ROOMY_OF !== 0 ? roomy : ending,
    );
  }
}

function listedTypes({ schema }: Leaf): number {
  return valuesOf(schema)?.reduce<number>((sum, value) => sum | typeOf(value), 0) ?? EVERY_TYPE;
}

/** `not: {type: …}` is the one that can be told ahead. */
function excludedTypes({ schema: { not } }: Leaf): number {
  return isObject(not) && not.type !== undefined && Object.keys(not).length === 1 ? typesOf(not) : 0;
}

/** Whether another draw may come out otherwise. */
export interface Luck {
  drew: boolean;
}

export interface JoinedDraw extends Joined {
  /** Leaves that the value is to be checked against where it is made. */
  readonly checks: readonly Leaf[];
}

/** Throws a SchemaProblem where they contradict one another. */
export function join(room: Room, order: Order, luck: Luck): JoinedDraw {
  const joining = new Join(room, order, luck);
  joining.all(order.schemas);
  const { leaves, types } = joining;
  const checks = leaves.filter(({ schema }) => CHECKED.some((key) => schema[key] !== undefined));
  luck.drew ||= checks.length > 0;
  return { ...order, leaves, types, checks };
}

/** Adds what a property's being there asks for to the leaves of an object. */
export function joinMore(room: Room, joined: Joined, schemas: readonly Placed[]): readonly Leaf[] {
  const joining = new Join(room, joined, { drew: false });
  joining.types = OBJECT;
  joining.all(schemas);
  return [...joined.leaves, ...joining.leaves];
}
