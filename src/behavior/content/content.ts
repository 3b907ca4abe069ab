/**
 * What answers say. Pure: texts are prepared at start-up, an answer picks one.
 */

import { createRandom, type Random } from '../random/random.js';
import { AnswerText } from './answer-text.js';
import { LOREM_WORDS } from './lorem-words.js';
import { TOKEN_WORDS } from './token-words.js';

/** Tokens of an answer in generated words, unless somebody says how many. */
const GENERATED_TOKENS = 100;
/** So many that two answers rarely begin alike. */
const RING_WORDS = 4096;

/** What one answer says, and in how many tokens unless somebody says how many. */
export interface Picked {
  readonly text: AnswerText;
  readonly tokens: number;
}

export interface Content {
  /** The one text that all answers have; null where they differ. */
  readonly same: AnswerText | null;
  /** Whether an answer depends on what the user said. */
  readonly needsUserText: boolean;
  /** Whether an answer depends on chance. */
  readonly byChance: boolean;
  /** Whether an answer that is longer than its text is better said in other words than in the same again. */
  readonly isShort: boolean;
  pick(userText: string | null, random: Random): Picked;
}

function whole(text: AnswerText): Picked {
  return { text, tokens: text.length };
}

/** Every answer says `text`. */
export function createFixedContent(text: string, isShort = false): Content {
  const same = AnswerText.prepare(text);
  return { same, needsUserText: false, byChance: false, isShort, pick: () => whole(same) };
}

/** Every answer says one of `texts`, of which there is at least one. */
export function createListContent(texts: readonly string[]): Content {
  if (texts.length === 1) return createFixedContent(texts[0] as string);
  const prepared = texts.map((text) => AnswerText.prepare(text));
  return {
    same: null,
    needsUserText: false,
    byChance: true,
    isShort: false,
    pick: (_, random) => whole(prepared[random.nextWord() % prepared.length] as AnswerText),
  };
}

/** An answer repeats the last thing that the user said. */
export function createEchoContent(): Content {
  const pick = (userText: string | null): Picked => whole(AnswerText.keep(userText ?? ''));
  return { same: null, needsUserText: true, byChance: false, isShort: false, pick };
}

/** The printers' filler. */
export function createLoremContent(seed: number): Content {
  return createWordsContent(LOREM_WORDS, seed);
}

/** Common words that are one token each, for those who count again. */
export function createTokensContent(seed: number): Content {
  return createWordsContent(TOKEN_WORDS, seed);
}

/** Words without a meaning: one long ring of them, the same for the same seed, in which each answer begins elsewhere. */
function createWordsContent(from: readonly string[], seed: number): Content {
  // Many servers never say a word of it.
  let ring: AnswerText | null = null;
  return {
    same: null,
    needsUserText: false,
    byChance: true,
    isShort: false,
    pick(_, own) {
      ring ??= createRing(from, seed);
      return { text: ring.from(own.nextWord()), tokens: GENERATED_TOKENS };
    },
  };
}

function createRing(from: readonly string[], seed: number): AnswerText {
  const random = createRandom(seed, 0);
  const words = Array.from({ length: RING_WORDS }, () => from[random.nextWord() % from.length]);
  return AnswerText.prepare(` ${words.join(' ')}`);
}
