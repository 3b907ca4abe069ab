/**
 * What the makers of values share while one value is made. Types only.
 */
import type { Random } from '../../random/random.js';
import type { Work } from '../basis/work.js';
import type { Checker } from '../checking/checker.js';
import type { Leaf, Placed } from '../reading/keywords.js';
import type { References } from '../reading/references.js';
import type { Patterns } from '../regex/patterns.js';
import type { Outlines } from './outlines.js';
import type { Tokens } from './tokens.js';

/** One value that is to satisfy all of some schemas. */
export interface Order {
  readonly schemas: readonly Placed[];
  /** What the property is called that it is for; '' for none. */
  readonly name: string;
  /** Levels of the value above it. */
  readonly depth: number;
  /** About how many tokens it is to have. */
  readonly tokens: number;
  /** Which of the possible values, in turn rather than by chance: for items that are all to differ. */
  readonly turn?: number;
}

/** The same after references were followed and branches were chosen. */
export interface Joined extends Order {
  readonly leaves: readonly Leaf[];
  readonly types: number;
}

export interface Room {
  readonly random: Random;
  readonly work: Work;
  readonly references: References;
  readonly patterns: Patterns;
  readonly checker: Checker;
  readonly outlines: Outlines;
  readonly tokens: Tokens;
  /** Makes a value; throws a SchemaProblem where there is none. */
  make(order: Order): unknown;
}
