/**
 * Names of models, shared by all requests that ask for the same one, and encoded for JSON once.
 * A cache and nothing else: what it gives back does not depend on what it holds.
 */
import { KEY_CHARACTERS_KEPT_MAX } from '../../shared/cache-limits.js';

/** Clients choose the names, so the number that is kept is bounded, and their length. */
const NAMES_KEPT_MAX = 256;

interface Name {
  readonly text: string;
  readonly json: string;
}

const names = new Map<string, Name>();

/** The same text; one string for all who ask with an equal one, so that a held request keeps a pointer. */
export function internModel(model: string): string {
  const known = names.get(model);
  if (known !== undefined) return known.text;
  if (names.size < NAMES_KEPT_MAX && model.length <= KEY_CHARACTERS_KEPT_MAX) {
    names.set(model, { text: model, json: JSON.stringify(model) });
  }
  return model;
}

/** The name as a JSON string, with its quotes. */
export function encodeModelName(model: string): string {
  return names.get(model)?.json ?? JSON.stringify(model);
}
