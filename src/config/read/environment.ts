/**
 * Owns the reading of environment variables into settings by name.
 * Main thread, at start-up. Must never touch process.env: the environment is an argument.
 */

import { closestMatch } from 'leven';
import { ENVIRONMENT_PREFIX, type Given } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { named, nearestName } from '../settings/wording.js';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

interface Environment {
  /** By the setting's environment name. */
  readonly given: ReadonlyMap<string, Given>;
  readonly problems: readonly string[];
  /** What may be a mistake, a sentence each. */
  readonly notes: readonly string[];
}

/** Of a name that is near to one of ours but has no prefix: a shorter one may be anybody's. */
const NEAR_CHARACTERS_MIN = 6;
/** From so many characters on two of them may be wrong, below one. HTTP_PORT is another program's. */
const NEAR_CHARACTERS_LONG = 10;
const NOTES_MAX = 10;
/** No setting is so long; the work of comparing grows with the length. */
const NAME_CHARACTERS_MAX = 60;

/** The setting that a plain variable almost is, if there is one. */
function nearlySetting(name: string, names: readonly string[]): string | undefined {
  if (name.length < NEAR_CHARACTERS_MIN) return undefined;
  const maxDistance = name.length < NEAR_CHARACTERS_LONG ? 1 : 2;
  const long = names.filter(({ length }) => length >= NEAR_CHARACTERS_MIN);
  return names.includes(name)
    ? undefined
    : closestMatch(name.slice(0, NAME_CHARACTERS_MAX), long, { maxDistance });
}

const SERVICE_HOST = '_SERVICE_HOST';
const SERVICE_LINK_REST = /^(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)$/;
const SERVICE_LINK_URL = /^(?:tcp|udp|sctp):\/\//;

/**
 * Kubernetes describes every Service to every pod of its namespace: a Service named llm-mock-server sets
 * LLM_MOCK_SERVER_PORT=tcp://…, one named llm-mock even LLM_MOCK_PORT=tcp://…. Nobody misspelt anything there,
 * and refusing them would keep the server from starting behind its own Service. <NAME>_SERVICE_HOST gives them away.
 */
function isServiceLink(name: string, env: EnvironmentVariables): boolean {
  for (const key of Object.keys(env)) {
    if (!key.endsWith(SERVICE_HOST)) continue;
    const service = key.slice(0, -SERVICE_HOST.length);
    if (!name.startsWith(`${service}_`)) continue;
    const rest = name.slice(service.length + 1);
    if (SERVICE_LINK_REST.test(rest)) return true;
    if (rest === 'PORT' && SERVICE_LINK_URL.test(env[name] ?? '')) return true;
  }
  return false;
}

/**
 * @param env names and values as the operating system hands them over
 * @returns every setting that was given, the prefixed name before the plain one, every problem, one line each, and notes
 */
export function readEnvironment(env: EnvironmentVariables): Environment {
  const given = new Map<string, Given>();
  const problems: string[] = [];
  const names = SETTINGS.map((setting): string => setting.env);

  for (const setting of names) {
    for (const name of [`${ENVIRONMENT_PREFIX}${setting}`, setting]) {
      const text = env[name];
      if (text === undefined || given.has(setting)) continue;
      if (name !== setting && isServiceLink(name, env)) continue;
      given.set(setting, { name, text });
    }
  }
  for (const name of Object.keys(env)) {
    if (env[name] === undefined || !name.startsWith(ENVIRONMENT_PREFIX)) continue;
    const rest = name.slice(ENVIRONMENT_PREFIX.length);
    if (names.includes(rest) || isServiceLink(name, env)) continue;
    const meant = nearestName(rest.toUpperCase(), names);
    const hint = meant === undefined ? 'see --help' : `did you mean ${ENVIRONMENT_PREFIX}${meant}?`;
    problems.push(`${named(name)}: unknown environment variable; ${hint}`);
  }
  const notes: string[] = [];
  for (const name of Object.keys(env)) {
    const meant = env[name] === undefined ? undefined : nearlySetting(name, names);
    if (meant === undefined || notes.length === NOTES_MAX || isServiceLink(name, env)) continue;
    notes.push(`${named(name)} in the environment is no setting and was passed over; did you mean ${meant}?`);
  }
  return { given, problems, notes };
}
