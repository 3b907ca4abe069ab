/**
 * Owns the reading of environment variables into settings by name.
 * Main thread, at start-up. Must never touch process.env: the environment is an argument.
 */

import { ENVIRONMENT_PREFIX, type Given } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { named, nearestName } from '../settings/wording.js';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

interface Environment {
  /** By the setting's environment name. */
  readonly given: ReadonlyMap<string, Given>;
  readonly problems: readonly string[];
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
 * @returns every setting that was given, the prefixed name before the plain one, and every problem, one line each
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
  return { given, problems };
}
