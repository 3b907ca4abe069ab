/**
 * Owns in which language the page speaks, and the texts that stand in index.html. Browser.
 */

import { keepChoice, readChoice } from '../data/stored-choice.js';
import { type Language, LOCALES, pickLanguage, type TextKey } from './texts.js';
import { createWording, type Wording } from './wording.js';

const STORED_AS = 'llm-mock-language';

export class LanguageChoice {
  #chosen: Language;
  #wording: Wording;

  constructor(private readonly changed: () => void) {
    this.#chosen = pickLanguage(readChoice(STORED_AS), navigator.languages);
    this.#wording = this.#apply();
  }

  get chosen(): Language {
    return this.#chosen;
  }

  /** The same object as long as the language is the same. */
  get wording(): Wording {
    return this.#wording;
  }

  choose(language: Language): void {
    this.#chosen = language;
    keepChoice(STORED_AS, language);
    this.#wording = this.#apply();
    this.changed();
  }

  #apply(): Wording {
    const wording = createWording(this.#chosen);
    const { text } = wording;
    document.documentElement.lang = LOCALES[this.#chosen];
    // The keys stand in index.html; a test holds them to the tables.
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
      element.textContent = text(element.dataset.text as TextKey);
    }
    for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
      const label = text(element.dataset.label as TextKey);
      element.setAttribute('aria-label', label);
      if (element instanceof HTMLButtonElement) element.title = label;
    }
    return wording;
  }
}
