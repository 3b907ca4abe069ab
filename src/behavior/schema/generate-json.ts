/**
 * Makes JSON text that satisfies a client's schema: arguments of a tool call, or an answer in the asked-for form. Pure, synchronous
 * and bounded, whatever the schema (basis/limits).
 *
 * All keywords of drafts 7 and 2020-12 that say something of a value are known, with `nullable` of OpenAPI and the type names in
 * capitals of Google's APIs. What is made is checked as a whole before it is given out. A schema that is malformed, contradicts
 * itself or asks for more than the limits gives a problem, as the providers answer 400 to it.
 */
import type { Random } from '../random/random.js';
import { isObject } from './basis/json.js';
import { ATTEMPTS_MAX, OUTPUT_CHARACTERS_MAX, SCHEMA_DEPTH_MAX, TOKENS_WANTED_MAX } from './basis/limits.js';
import { refuse, SchemaProblem } from './basis/problem.js';
import { Work } from './basis/work.js';
import { Checker } from './checking/checker.js';
import { makeValue } from './making/make-value.js';
import { Outlines } from './making/outlines.js';
import type { Order, Room } from './making/room.js';
import { Tokens } from './making/tokens.js';
import type { Placed } from './reading/keywords.js';
import { References } from './reading/references.js';
import { Patterns } from './regex/patterns.js';

/** Levels of JSON that a schema may have: each of its own levels takes two, as `properties` and the property in it do. */
const JSON_DEPTH_MAX = 3 * SCHEMA_DEPTH_MAX;

export interface JsonOptions {
  /** About how many tokens the text is to have; by default what the schema suggests. */
  readonly tokensWanted?: number;
  /** For tests: what was used up. */
  readonly work?: Work;
}

/**
 * The same schema, seed and options give the same text.
 *
 * @param schema what the client sent, parsed
 * @returns compact JSON, or what is wrong with the schema
 */
export function generateJson(
  schema: unknown,
  random: Random,
  options: JsonOptions = {},
): string | SchemaProblem {
  try {
    return generate({ schema, path: '' }, random, options);
  } catch (error) {
    if (error instanceof SchemaProblem) return error;
    throw error;
  }
}

function generate(root: Placed, random: Random, options: JsonOptions): string {
  const work = options.work ?? new Work();
  holdDepth(root.schema, JSON_DEPTH_MAX);
  const patterns = new Patterns(work);
  const references = new References(root.schema, work, patterns);
  const outlines = new Outlines(work, references);
  const checker = new Checker(work, references, patterns);
  const tokens = new Tokens();
  const make = (order: Order): unknown => makeValue(order, room);
  const room: Room = { random, work, references, patterns, checker, outlines, tokens, make };
  const wanted = Math.min(
    options.tokensWanted ?? outlines.of(root).tokens * (0.75 + random.next()),
    TOKENS_WANTED_MAX,
  );
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const value = make({ schemas: [root], name: '', depth: 0, tokens: wanted });
    if (!checker.fits(value, root)) continue;
    const text = JSON.stringify(value);
    if (text.length > OUTPUT_CHARACTERS_MAX)
      refuse(`Schema asks for more than ${OUTPUT_CHARACTERS_MAX} characters.`, '');
    return text;
  }
  return refuse('No value was found that satisfies the schema.', '');
}

/** Everything that walks the schema calls itself: one that is deeper than the stack is refused ahead of that. */
function holdDepth(value: unknown, levels: number): void {
  if (levels < 0) refuse('Schema is nested too deep.', '');
  if (Array.isArray(value)) for (const each of value) holdDepth(each, levels - 1);
  else if (isObject(value)) for (const key of Object.keys(value)) holdDepth(value[key], levels - 1);
}
