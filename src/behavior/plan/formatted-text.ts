/**
 * A text as a request's format wants it. Pure.
 */
import type { Random } from '../random/random.js';
import { generateJson } from '../schema/generate.js';
import { generateMatch } from '../schema/pattern.js';
import type { FormatAsk } from './wish.js';

/** @throws SchemaMistake where there is no such text */
export function formattedText(format: FormatAsk, random: Random, tokensWanted?: number): string {
  switch (format.is) {
    case 'schema':
      return generateJson(format.schema, random, tokensWanted);
    case 'choice':
      return format.choices[random.nextWord() % format.choices.length] as string;
    case 'pattern':
      return generateMatch(format.pattern, random);
  }
}
