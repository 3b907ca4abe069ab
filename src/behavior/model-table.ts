/**
 * What the models file says of models, by name or by pattern. Pure.
 */
import { EMPTY_PROFILE, type LatencyProfile } from './profile.js';

/** One row of the file. In its name `*` stands for any characters, none included, and `?` for one. */
export interface ModelRow {
  readonly name: string;
  readonly profile: LatencyProfile;
}

export class ModelTable {
  readonly #exact = new Map<string, LatencyProfile>();
  readonly #patterns: ModelRow[] = [];

  /** Rows in the order of the file. */
  constructor(rows: readonly ModelRow[]) {
    for (const row of rows) {
      if (/[*?]/.test(row.name)) this.#patterns.push(row);
      else this.#exact.set(row.name, row.profile);
    }
  }

  /** The names without a pattern, in the order of the file. */
  get names(): readonly string[] {
    return [...this.#exact.keys()];
  }

  /** What a table with the same answers can be made of. */
  get rows(): readonly ModelRow[] {
    return [...Array.from(this.#exact, ([name, profile]) => ({ name, profile })), ...this.#patterns];
  }

  /** What is said of a model: by its name if that is there, else by the first pattern that it fits. */
  find(model: string): LatencyProfile {
    const exact = this.#exact.get(model);
    if (exact !== undefined) return exact;
    return this.#patterns.find(({ name }) => fits(model, name))?.profile ?? EMPTY_PROFILE;
  }
}

/**
 * Whether a text fits a pattern. Where it does not, only the last star is asked to take one character more: so the work
 * is at most the product of the two lengths, whoever writes them, which no regular expression with several stars promises.
 */
function fits(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starTookUpTo = 0;
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern++;
      starTookUpTo = at;
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === text[at]) {
      inPattern++;
      at++;
    } else if (star !== -1) {
      inPattern = star + 1;
      at = ++starTookUpTo;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}

export const NO_MODELS = new ModelTable([]);
