/**
 * Stands in until texts that match a pattern are made. Pure.
 */
import type { Random } from '../random/random.js';
export function generateMatch(_pattern: string, _random: Random): string {
  return 'x';
}
