/**
 * What the models file says of models, by name or by pattern. Pure.
 */

import { EMPTY_PROFILE, type LatencyProfile } from '../profile/profile.js';
import { NamePattern } from './name-pattern.js';

/** One row of the file: plain data, which may go from one thread to another. In its name `*` stands for any characters, none included, and `?` for one. */
export interface ModelRow {
  readonly name: string;
  readonly profile: LatencyProfile;
}

export class ModelTable {
  readonly #exact = new Map<string, LatencyProfile>();
  readonly #patterns: {
    readonly pattern: NamePattern;
    readonly row: ModelRow;
  }[] = [];

  /** Rows in the order of the file. */
  constructor(readonly rows: readonly ModelRow[]) {
    for (const row of rows) {
      if (/[*?]/.test(row.name)) this.#patterns.push({ pattern: new NamePattern(row.name), row });
      else this.#exact.set(row.name, row.profile);
    }
  }

  /** The names without a pattern, in the order of the file. */
  get names(): readonly string[] {
    return [...this.#exact.keys()];
  }

  /** Whether anything is said of a model. */
  has(model: string): boolean {
    return this.#exact.has(model) || this.#patterns.some(({ pattern }) => pattern.fits(model));
  }

  /** What is said of a model: by its name if that is there, else by the first pattern that it fits. */
  find(model: string): LatencyProfile {
    const exact = this.#exact.get(model);
    if (exact !== undefined) return exact;
    return this.#patterns.find(({ pattern }) => pattern.fits(model))?.row.profile ?? EMPTY_PROFILE;
  }

  /** The name or pattern of the row that says something of a model; null where none does. */
  rowOf(model: string): string | null {
    if (this.#exact.has(model)) return model;
    return this.#patterns.find(({ pattern }) => pattern.fits(model))?.row.name ?? null;
  }
}

export const NO_MODELS = new ModelTable([]);
