/**
 * Stands in until texts that match a pattern are made. Pure.
 */
import type { Random } from '../../random/random.js';
import type { SchemaProblem } from '../basis/problem.js';

export function generateFromPattern(
  _pattern: string,
  _random: Random,
  _options: { readonly charactersWanted?: number } = {},
): string | SchemaProblem {
  return 'x';
}
