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
      'YAML file with settings and models; flags and variables win over it. Its models are read again on SIGHUP.',
  },
] as const satisfies readonly Setting[];
