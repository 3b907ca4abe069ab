/**
 * How relevant a document is to a query: made up, plausible, and the same for the same two texts. A document that holds the words
 * of the query is relevant, one that holds none is not; what is between two alike is left to a hash. Pure.
 */
import { finish, mixBlock } from '../../behavior/random/hash.js';
import { hashInput } from '../embeddings/vector.js';

/** Of a query, and of each document the beginning: what is looked at is bounded, whatever a client sends. */
const TERMS_MAX = 16;
const QUERY_CHARACTERS_MAX = 1_024;
const DOCUMENT_CHARACTERS_MAX = 4_096;

/** A word, or a Chinese character, which is one. */
const TERM = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const HAN = /\p{Script=Han}/u;
/** Shorter words stand in every text. */
const TERM_CHARACTERS_MIN = 3;

/** Of the logit: without a word of the query, what all of them add, and what is left to the hash. */
const LEAST = -3.5;
const OF_WORDS = 6.5;
const OF_HASH = 1.5;
const TWO_TO_32 = 0x1_0000_0000;
const DIGITS = 7;

/** A query, made ready for many documents. */
export interface PreparedQuery {
  readonly hash: number;
  readonly terms: readonly string[];
}

export function prepareQuery(query: string): PreparedQuery {
  const words = query.slice(0, QUERY_CHARACTERS_MAX).toLowerCase().match(TERM) ?? [];
  const telling = words.filter((word) => word.length >= TERM_CHARACTERS_MIN || HAN.test(word));
  const terms = [...new Set(telling.length > 0 ? telling : words)].slice(0, TERMS_MAX);
  return { hash: hashInput(query), terms };
}

/** Above 0 and below 1, with seven decimals at the most. */
export function scoreOf({ hash, terms }: PreparedQuery, document: string): number {
  const text = document.slice(0, DOCUMENT_CHARACTERS_MAX).toLowerCase();
  let found = 0;
  for (const term of terms) if (text.includes(term)) found++;
  const share = terms.length === 0 ? 0 : found / terms.length;
  const chance = finish(mixBlock(hash, hashInput(document)), document.length) / TWO_TO_32;
  const logit = LEAST + OF_WORDS * share + OF_HASH * (chance - 0.5);
  return Number((1 / (1 + Math.exp(-logit))).toFixed(DIGITS));
}
