/**
 * What answers say. Pure: texts are prepared at start-up, an answer picks one.
 */
import { AnswerText } from './answer-text.js';
import { LOREM_WORDS } from './lorem-words.js';
import type { Random } from './random.js';

/** Tokens of an answer in generated words, unless somebody says how many. */
const LOREM_TOKENS = 100;
const LOREM_RING_WORDS = 4096;

export interface Content {
  /** The one text that all answers have; null when they differ. */
  readonly same: AnswerText | null;
  /** Whether an answer depends on what the user said. */
  readonly needsUserText: boolean;
  /** The text of one answer, and its tokens unless somebody says how many. */
  pick(userText: string | null, random: Random): { readonly text: AnswerText; readonly tokens: number };
}

/** Every answer says `text`. */
export function createFixedContent(text: string): Content {
  const same = AnswerText.of(text);
  return { same, needsUserText: false, pick: () => ({ text: same, tokens: same.length }) };
}

/** Every answer says one of `texts` (at least one). */
export function createListContent(texts: readonly string[]): Content {
  const prepared = texts.map((text) => AnswerText.of(text));
  if (prepared.length === 1) return createFixedContent(texts[0] as string);
  return {
    same: null,
    needsUserText: false,
    pick(_, random) {
      const text = prepared[random.nextWord() % prepared.length] as AnswerText;
      return { text, tokens: text.length };
    },
  };
}

/** An answer repeats the last thing that the user said. */
export function createEchoContent(): Content {
  return {
    same: null,
    needsUserText: true,
    pick(userText) {
      const text = AnswerText.of(userText ?? '');
      return { text, tokens: text.length };
    },
  };
}

/** Words without a meaning: each answer begins at another place of one long ring of them. */
export function createLoremContent(random: Random): Content {
  const words = Array.from({ length: LOREM_RING_WORDS }, () => LOREM_WORDS[random.nextWord() % LOREM_WORDS.length]);
  const ring = AnswerText.of(` ${words.join(' ')}`);
  return {
    same: null,
    needsUserText: false,
    pick: (_, own) => ({ text: ring.from(own.nextWord()), tokens: LOREM_TOKENS }),
  };
}
