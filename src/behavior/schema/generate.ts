/**
 * Stands in until JSON values are made. Pure.
 */
import type { Random } from '../random/random.js';
export function generateJson(_schema: unknown, _random: Random, _tokensWanted?: number): string {
  return '{}';
}
