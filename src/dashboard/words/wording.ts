/**
 * Owns what everything is written with: the texts and the numbers of one language. Browser, pure.
 */
import { createFormats, type Formats } from './format.js';
import { type Language, type Translate, translator } from './texts.js';

export interface Wording {
  readonly text: Translate;
  readonly formats: Formats;
}

export function createWording(language: Language): Wording {
  return { text: translator(language), formats: createFormats(language) };
}
