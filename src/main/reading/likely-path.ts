/**
 * Which path somebody meant who asked for one that is not here: most often the base URL of a client lacks `/v1`, or has it twice.
 * Pure. Not for the hot path: near misses are looked for letter by letter.
 */
import leven from 'leven';
import { ENDPOINTS, MODEL_ENDPOINTS } from '../../shared/labels.js';

/** Letters that may be wrong in a path. */
const MISTAKES_MAX = 3;
/** No longer path is compared letter by letter. */
const CHARACTERS_COMPARED_MAX = 80;

const isFixed = (path: string): boolean => path.length > 1 && path.startsWith('/') && !path.includes('{');
/** The control API has its own words for what it does not know. */
const PATHS = ENDPOINTS.filter((path) => isFixed(path) && path !== '/admin');
/** The longest first: what lies below a prefix of its own has the ends of the others. */
const MODEL_PATHS = MODEL_ENDPOINTS.filter(isFixed).sort((one, other) => other.length - one.length);
const TAILS = MODEL_PATHS.filter((path) => path.startsWith('/v1/'));
/** A deployment's name is any, and is what is left out most often. */
const DEPLOYMENTS = MODEL_ENDPOINTS.filter((path) => path.startsWith('/openai/deployments/{name}/'))
  .map((path) => ({ path, tail: path.slice('/openai/deployments/{name}'.length) }))
  .sort((one, other) => other.tail.length - one.tail.length);
const OF_DEPLOYMENTS = /^.*\/deployments?\/[^/]*/;
/** Google's methods stand behind the name of the model. */
const METHODS = MODEL_ENDPOINTS.filter((path) => path.includes('}:'));
const WITH_METHOD = /\/models\/[^/]+(:[a-zA-Z]+)$/;

/** Gives back the path, null where nothing here is like it. */
export function likelyPath(asked: string): string | null {
  const path = asked
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '');
  const method = WITH_METHOD.exec(asked)?.[1];
  if (method !== undefined) return METHODS.find((known) => known.endsWith(method)) ?? null;
  if (OF_DEPLOYMENTS.test(path)) return deploymentPath(path);
  return (
    MODEL_PATHS.find((known) => path.endsWith(known)) ??
    nearPath(path) ??
    TAILS.find((known) => path.endsWith(known.slice('/v1'.length))) ??
    null
  );
}

/** A deployment's path that ends as this one does, or nearly so. */
function deploymentPath(path: string): string | null {
  const tail = path.replace(OF_DEPLOYMENTS, '');
  const isLike = (known: string): boolean =>
    tail.length <= CHARACTERS_COMPARED_MAX &&
    leven(tail, known, { maxDistance: MISTAKES_MAX + 1 }) <= MISTAKES_MAX;
  const found =
    DEPLOYMENTS.find((one) => path.endsWith(one.tail)) ?? DEPLOYMENTS.find((one) => isLike(one.tail));
  return found?.path ?? null;
}

/** The path that few letters make of this one, or of what stands behind `/v1`. */
function nearPath(path: string): string | null {
  if (path.length > CHARACTERS_COMPARED_MAX) return null;
  let best: string | null = null;
  let mistakes = MISTAKES_MAX + 1;
  for (const known of PATHS) {
    const found = Math.min(
      ...[path, `/v1${path}`].map((text) => leven(text, known, { maxDistance: mistakes })),
    );
    if (found < mistakes && found < known.length / 3) [best, mistakes] = [known, found];
  }
  return best;
}
