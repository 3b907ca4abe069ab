/**
 * Makes a text that a regular expression is found in, as vLLM's `guided_regex` asks for it. Pure.
 */
import type { Random } from '../../random/random.js';
import { PATTERN_TEXT_CHARACTERS_MAX } from '../basis/limits.js';
import { SchemaProblem } from '../basis/problem.js';
import { Work } from '../basis/work.js';
import { readPattern } from './pattern.js';
import { makePatternText } from './pattern-text.js';

/**
 * The whole text is what the pattern describes, with nothing ahead or behind: `\d{3}` gives three digits.
 *
 * @param pattern as ECMAScript or Python write it
 * @param options.charactersWanted about how long the text is to be, where the pattern leaves that open
 * @returns the text, or what is wrong with the pattern
 */
export function generateFromPattern(
  pattern: string,
  random: Random,
  options: { readonly charactersWanted?: number } = {},
): string | SchemaProblem {
  const wanted = Math.min(options.charactersWanted ?? 0, PATTERN_TEXT_CHARACTERS_MAX) || null;
  try {
    return makePatternText(
      readPattern(pattern, ''),
      random,
      { min: 0, max: Infinity, wanted },
      new Work(),
      '',
    );
  } catch (error) {
    if (error instanceof SchemaProblem) return error;
    throw error;
  }
}
