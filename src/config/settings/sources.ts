/**
 * Owns a part of the table of settings: the files that say more than one setting. Plain data: any thread may import it.
 */
import { PATH_CHARACTERS_MAX } from './limits.js';
import type { Setting } from './setting.js';

export const SOURCE_SETTINGS = [
  {
    env: 'CONFIG_FILE',
    flag: '--config',
    field: 'configFile',
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence:
      'YAML file with settings, models and a scenario; flags and variables win over it. Its models are read again on SIGHUP.',
  },
  {
    env: 'SCENARIO_FILE',
    flag: '--scenario-file',
    field: null,
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence: 'YAML file with steps on a time line, each of which changes settings for a while.',
  },
  {
    env: 'SCENARIO_START',
    flag: '--scenario-start',
    field: 'scenarioStart',
    kind: 'choice',
    choices: ['start', 'request', 'command'],
    fallback: 'start',
    sentence: 'When the scenario starts: with the server, with the first request, or on command.',
  },
] as const satisfies readonly Setting[];
