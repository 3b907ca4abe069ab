/**
 * Owns which texts there are: those of the page, and those of its parts that have a file of their own. Browser; plain data.
 */
import { en as page } from './texts-en.js';
import { orders } from './texts-orders.js';
import { steps } from './texts-steps.js';
import { zh as pageZh } from './texts-zh.js';

const en = { ...page, ...orders.en, ...steps.en };

export type TextKey = keyof typeof en;

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every text in every language. */
export const TEXTS: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = {
  en,
  zh: { ...pageZh, ...orders.zh, ...steps.zh },
};
