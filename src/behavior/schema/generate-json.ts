/**
 * Stands in until JSON values are made. Pure.
 */
import type { Random } from '../random/random.js';
import type { SchemaProblem } from './basis/problem.js';

export function generateJson(
  _schema: unknown,
  _random: Random,
  _options: { readonly tokensWanted?: number } = {},
): string | SchemaProblem {
  return '{}';
}
