/**
 * Owns which of the measured models a text such as `gpt-4o,claude-*` means, and how they go together with the rows of a models file. Pure.
 */
import assert from 'node:assert/strict';
import { closestMatch } from 'leven';
import { MEASURED_MODEL_NAMES } from './measured-models.js';
import { findModelProfile } from './model-profiles.js';
import type { ModelRow } from './model-table.js';
import { NamePattern } from './name-pattern.js';

export type ChosenModels =
  /** In the order of the data, each once. */
  | { readonly ok: true; readonly rows: readonly ModelRow[] }
  /** What fits none of them, and what there is. */
  | { readonly ok: false; readonly message: string };

/** `text` is names and patterns with commas between them; in a pattern `*` stands for any characters, and `?` for one. */
export function chooseModels(text: string): ChosenModels {
  const chosen = new Set<string>();
  for (const word of text.split(',').map((part) => part.trim())) {
    const pattern = new NamePattern(word);
    const names = MEASURED_MODEL_NAMES.filter((name) => pattern.fits(name));
    if (names.length === 0) return { ok: false, message: unknown(word) };
    for (const name of names) chosen.add(name);
  }
  return { ok: true, rows: MEASURED_MODEL_NAMES.filter((name) => chosen.has(name)).map(rowOf) };
}

function rowOf(name: string): ModelRow {
  const profile = findModelProfile(name);
  assert.ok(profile !== undefined);
  return { name, profile };
}

/** No name is longer, and the work of comparing grows with the length. */
const WORD_CHARACTERS_MAX = 40;

function unknown(word: string): string {
  const shown = word.length > WORD_CHARACTERS_MAX ? `${word.slice(0, WORD_CHARACTERS_MAX)}…` : word;
  const meant = closestMatch(shown, MEASURED_MODEL_NAMES, { maxDistance: 2 });
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `expected names or patterns of ${MEASURED_MODEL_NAMES.join(', ')}; got "${shown}"${hint}`;
}

/** The rows of a models file and those that were chosen by name: a name that the file has as well is the file's. */
export function withChosen(file: readonly ModelRow[], chosen: readonly ModelRow[]): readonly ModelRow[] {
  if (chosen.length === 0) return file;
  const names = new Set(file.map(({ name }) => name));
  return [...file, ...chosen.filter(({ name }) => !names.has(name))];
}
