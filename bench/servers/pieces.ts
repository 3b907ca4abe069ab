// Owns: the pieces that a stream says TEXT in: a word each, with the space ahead of it, again and again as ours does.
// Must never: know what they are wrapped in.

import { TEXT, type Work } from './work.js';

const PIECES = TEXT.match(/\s?\S+/g) ?? [];

/** The piece of token `index`, from 0. */
export function pieceAt(index: number): string {
  const place = index % PIECES.length;
  const piece = PIECES[place] as string;
  // Where the text begins anew, two words must not become one.
  return place === 0 && index > 0 ? ` ${piece}` : piece;
}

/** What a stream of so many tokens says altogether. */
export function saidIn(tokens: number): string {
  return Array.from({ length: tokens }, (_, index) => pieceAt(index)).join('');
}

/** For the mock servers that cut texts by characters: about as many as a piece of TEXT has. */
export const CHARACTERS_PER_TOKEN = 5;

/** What those say in so many tokens: TEXT again and again, cut off after the last. */
export function charactersSaidIn(tokens: number): string {
  const characters = tokens * CHARACTERS_PER_TOKEN;
  return `${TEXT} `.repeat(Math.ceil(characters / (TEXT.length + 1))).slice(0, characters);
}

/** How many tokens TEXT is said in. */
export const TEXT_TOKENS = PIECES.length;

const WORDS = TEXT.split(' ');

/** For the mock server that cuts texts into words, each with the space behind it: so many of them. */
export function wordsSaidIn(words: number): string {
  return Array.from({ length: words }, (_, index) => WORDS[index % WORDS.length]).join(' ');
}

/** For llmsim, to which a space is a token as a word is. */
function wordsAndSpacesIn(tokens: number): string {
  const said = wordsSaidIn(Math.ceil(tokens / 2));
  return tokens % 2 === 0 ? `${said} ` : said;
}

/** llmsim's settings: it knows a delay and a pace by their mean and how far they scatter, here not at all. */
export function llmsimConfig(work: Work): string {
  const said = work.tokens === 0 ? TEXT : wordsAndSpacesIn(work.tokens);
  return [
    '[server]',
    'host = "127.0.0.1"',
    `port = ${work.port}`,
    '[latency]',
    `ttft_mean_ms = ${work.delayMs}`,
    'ttft_stddev_ms = 0',
    `tbt_mean_ms = ${work.tokenGapMs}`,
    'tbt_stddev_ms = 0',
    '[response]',
    `generator = ${JSON.stringify(`fixed:${said}`)}`,
  ].join('\n');
}
