/**
 * Says what is wrong with a header that begins as ours do and is none, and which was probably meant. Pure; where a request is refused.
 */
import { closestMatch } from 'leven';
import { shortened } from '../../shared/errors.js';
import { HEADER_PREFIX, OVERRIDES } from './overrides.js';

/** Words by which people know what an override does, by its name. The first line that has one of a header's words is what is meant. */
const WORDS: readonly (readonly [name: string, ...words: string[]])[] = [
  ['fault', 'status', 'error', 'code', 'fail', 'failure', 'reset', 'cut', 'hang', 'stall'],
  ['ttft', 'first', 'prefill'],
  ['itl', 'tpot', 'gap', 'inter', 'between', 'per'],
  ['seed', 'random'],
  ['delay', 'latency', 'wait', 'sleep', 'time', 'duration'],
  ['tokens', 'token', 'length', 'output', 'size'],
];

/** Nothing longer is near a name. */
const LOOKED_AT_CHARACTERS_MAX = 30;
const DISTANCE_MAX = 2;

/** `header` is in lower case, and none of OVERRIDES. */
export function unknownHeaderMessage(header: string): string {
  const headers = OVERRIDES.map((override) => override.header);
  const meant = headerMeant(header.slice(HEADER_PREFIX.length, LOOKED_AT_CHARACTERS_MAX));
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `Unknown header '${shortened(header)}': expected one of ${headers.join(', ')}${hint}`;
}

function headerMeant(typed: string): string | undefined {
  const near = closestMatch(HEADER_PREFIX + typed, NEAR, { maxDistance: DISTANCE_MAX });
  const said = typed.split('-');
  const known = WORDS.find((words) => words.some((word) => said.includes(word)))?.[0];
  return OVERRIDES.find(({ name, header }) =>
    near === undefined ? name === known : near === header || near === HEADER_PREFIX + name,
  )?.header;
}

/** `x-mock-tokens` is near, too. */
const NEAR = OVERRIDES.flatMap(({ name, header }) => [header, HEADER_PREFIX + name]);
