/**
 * The patterns of one schema, each read once. Pure; one for each value that is made.
 */
import { refuse } from '../basis/problem.js';
import type { Work } from '../basis/work.js';
import { matchPattern } from './match-pattern.js';
import { type Pattern, readPattern } from './pattern.js';

/** A character of a pattern is looked at several times while it is read. */
const STEPS_PER_CHARACTER = 4;

export class Patterns {
  readonly #known = new Map<string, Pattern>();

  constructor(private readonly work: Work) {}

  read(source: string, path: string): Pattern {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    this.work.step(path, source.length * STEPS_PER_CHARACTER);
    const pattern = readPattern(source, path);
    this.#known.set(source, pattern);
    return pattern;
  }

  /** Whether the pattern is found in the text. Throws a SchemaProblem where finding out would take too long. */
  has(source: string, text: string, path: string): boolean {
    const found = matchPattern(this.read(source, path), text, this.work, path);
    return found ?? refuse('Pattern is too costly to check.', path);
  }
}
