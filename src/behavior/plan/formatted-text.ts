/**
 * A text as a request's format wants it: JSON for a schema, a choice, what a pattern describes. Pure.
 */
import { findFirst } from '../content/stop-search.js';
import type { Random } from '../random/random.js';
import { SchemaProblem } from '../schema/basis/problem.js';
import { generateJson } from '../schema/generate-json.js';
import { generateFromPattern } from '../schema/regex/generate-from-pattern.js';
import type { FormatAsk } from './wish.js';

/** A model speaks in about as many tokens as characters of these. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * `tokensWanted`: about how long it is to be; null leaves that to the format.
 *
 * @throws SchemaProblem where there is no such text
 */
export function formattedText(format: FormatAsk, random: Random, tokensWanted: number | null): string {
  switch (format.is) {
    case 'schema':
      return made(generateJson(format.schema, random, tokensWanted === null ? {} : { tokensWanted }));
    case 'choice':
      return format.choices[random.nextWord() % format.choices.length] as string;
    case 'pattern': {
      const charactersWanted = (tokensWanted ?? 0) * CHARACTERS_PER_TOKEN;
      return made(generateFromPattern(format.pattern, random, { charactersWanted }));
    }
  }
}

/**
 * What of a text is said ahead of the first of the stop texts: the real ones stop in the middle of JSON, too, and leave it in
 * pieces.
 */
export function stoppedText(
  text: string,
  stop: readonly string[],
): { readonly said: string; readonly stopText: string | null } {
  const found = stop.length === 0 ? null : findFirst(stop, text);
  if (found === null) return { said: text, stopText: null };
  return { said: text.slice(0, found.place), stopText: stop[found.index] as string };
}

/**
 * JSON for the arguments of a tool.
 *
 * @throws SchemaProblem where no value satisfies its schema
 */
export function argumentsFor(schema: unknown, random: Random): string {
  return made(generateJson(schema, random));
}

function made(text: string | SchemaProblem): string {
  if (text instanceof SchemaProblem) throw text;
  return text;
}
