/**
 * Owns how a problem with the settings is worded: quoting what was got, guessing what was meant.
 * Main thread, at start-up. Must never be handed the value of a secret.
 */

import { resolve } from 'node:path';
import { closestMatch } from 'leven';
import { ENVIRONMENT_PREFIX } from './setting.js';

/** What can be a name; anything else, such as `API_KEY=sk-…`, may hold a secret. */
const NAME = /^[\w-]{1,60}$/;
const SHOWN_CHARACTERS_MAX = 60;
/** A whole path is of use as a whole. */
const PATH_CHARACTERS_MAX = 1_024;

/** At most 60 characters on one line: control characters (a line feed, an escape) come out as \u-escapes. */
function oneLine(text: string, charactersMax = SHOWN_CHARACTERS_MAX): string {
  const shown = JSON.stringify(text.slice(0, charactersMax)).slice(1, -1);
  return shown.replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The ellipsis stands outside the quotes: it is not part of what was got. */
export function quoted(text: string): string {
  return `"${oneLine(text)}"${text.length > SHOWN_CHARACTERS_MAX ? '…' : ''}`;
}

/** For names, which the operator typed as well and which may hold anything. */
export function named(name: string): string {
  return `${oneLine(name)}${name.length > SHOWN_CHARACTERS_MAX ? '…' : ''}`;
}

/** Where a path leads from here, if it does not say so itself: most that lead nowhere start in another folder. */
export function leadsTo(path: string): string {
  const whole = resolve(path);
  if (path === '' || whole === path || whole.length > PATH_CHARACTERS_MAX) return '';
  return `, which is ${oneLine(whole, PATH_CHARACTERS_MAX)} here`;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/**
 * The candidate that was probably meant, or undefined. A third of the letters may be wrong, and always two:
 * a swap of neighbours counts as two. Farther away a guess would be noise.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const typed = name.slice(0, SHOWN_CHARACTERS_MAX);
  return closestMatch(typed, candidates, { maxDistance: Math.max(2, Math.floor(typed.length / 3)) });
}

/** Whether it may be shown as a name. */
export function isName(key: unknown): key is string {
  return typeof key === 'string' && NAME.test(key);
}

/** What is told of a key that is no setting, with the one that was probably meant out of `names`. */
export function unknownSetting(key: unknown, names: readonly string[]): string {
  if (!isName(key)) return 'expected the name of a setting, got something else';
  const typed = key.toUpperCase().replaceAll('-', '_').replace(ENVIRONMENT_PREFIX, '');
  const meant = nearestName(typed, names);
  const hint = meant === undefined ? 'see --help' : `did you mean ${meant}?`;
  return `${named(key)}: unknown setting; ${hint}`;
}
