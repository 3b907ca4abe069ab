/**
 * Owns the colours: which theme is on, and what its colours are for those who paint on a canvas. Browser.
 * The style sheet has the themes by `data-theme`, which is always `light` or `dark`; what a reader chose may be `auto`.
 */
import { keepChoice, readChoice } from '../data/stored-choice.js';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = 'llm-mock-theme';

export class ThemeChoice {
  #chosen: Theme;
  #isPrinting = false;

  constructor(private readonly changed: () => void) {
    const stored = readChoice(STORED_AS);
    this.#chosen = THEMES.find((theme) => theme === stored) ?? 'auto';
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', () => this.#apply());
    this.#apply();
  }

  get chosen(): Theme {
    return this.#chosen;
  }

  choose(theme: Theme): void {
    this.#chosen = theme;
    keepChoice(STORED_AS, theme);
    this.#apply();
  }

  /** Paper is white, and ink is dear. */
  print(isPrinting: boolean): void {
    this.#isPrinting = isPrinting;
    this.#apply();
  }

  #apply(): void {
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    const shown = this.#isPrinting ? 'light' : this.#chosen === 'auto' ? system : this.#chosen;
    document.documentElement.dataset.theme = shown;
    this.changed();
  }
}

/** The colours of the theme that is on, by the name of their variable without its dashes. */
export function readColors<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Record<Name, string>;
}
