/**
 * Makes what may be left out: it is, where there is none. Pure.
 */
import { SchemaProblem } from '../basis/problem.js';

/** @returns undefined where no value was found, which no JSON value is */
export function makeSpare(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof SchemaProblem && !error.final) return undefined;
    throw error;
  }
}
