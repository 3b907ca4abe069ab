/**
 * Owns which language a reader gets, and how a text is filled in. Browser, pure.
 */
import { LANGUAGES, type Language, TEXTS, type TextKey } from './all-texts.js';

export { LANGUAGES, type Language, type TextKey } from './all-texts.js';

/** What `<html lang>` and Intl are told. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** The one that was chosen here before, else the first of the reader's languages that we speak, else English. */
export function pickLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const speak = (tag: string): Language | undefined =>
    LANGUAGES.find((language) => language === tag.toLowerCase().split('-')[0]);
  return speak(chosen ?? '') ?? preferred.map(speak).find((language) => language !== undefined) ?? 'en';
}

/** A number and its unit stay on one line. */
const UNIT_APART = /(\d) (?=%|(?:s|min|h|d)\b|秒|分|小时|天)/g;

/** The text with its placeholders filled in; one without a value stays as it is, so that it is seen. */
function fill(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text
    .replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
    .replace(UNIT_APART, '$1\u00a0');
}

export type Translate = (key: TextKey, values?: Readonly<Record<string, string>>) => string;

export function translator(language: Language): Translate {
  return (key, values) => fill(TEXTS[language][key], values);
}
