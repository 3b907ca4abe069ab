/**
 * Owns a part of the table of settings: how long answers take, and what goes wrong with them on purpose. Plain data: any thread may import it.
 */
import { fieldSettings } from './field-settings.js';
import { DELAY_MAX_DEFAULT_MS, DELAY_MAX_MS, PATH_CHARACTERS_MAX } from './limits.js';
import type { Setting } from './setting.js';

/** The default of RESPONSE_DELAY_SECONDS, named because other defaults are computed from it. */
export const RESPONSE_DELAY_SECONDS_DEFAULT = 10;

export const LATENCY_SETTINGS = [
  {
    env: 'RESPONSE_DELAY_SECONDS',
    flag: '--response-delay-seconds',
    field: null,
    kind: 'seconds',
    unit: 'seconds',
    min: 0,
    max: 3600,
    fallback: RESPONSE_DELAY_SECONDS_DEFAULT,
    live: true,
    sentence: 'How long an answer is held back; fractions such as 0.05 are allowed, 0 answers at once.',
  },
  ...fieldSettings('durations'),
  ...fieldSettings('factor'),
  ...fieldSettings('length'),
  ...fieldSettings('faults'),
  {
    env: 'SEED',
    flag: '--seed',
    field: 'seed',
    kind: 'integer',
    unit: null,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fallback: null,
    live: true,
    sentence: 'Makes what is drawn for a request depend on this number and the request alone.',
  },
  {
    env: 'HEADERS_AT',
    flag: '--headers-at',
    field: 'headersAt',
    kind: 'choice',
    choices: ['first-token', 'at-once'],
    fallback: 'first-token',
    sentence:
      'When a stream begins: with its first token, or at once, with comments until that comes; for tests of idle timeouts.',
  },
  {
    env: 'MAX_DELAY',
    flag: '--max-delay',
    field: 'delayMaxMs',
    kind: 'span',
    min: 1,
    max: DELAY_MAX_MS,
    fallback: {
      words: '10m, or the longest response delay if that is longer',
      from: ({ responseDelayMaxMs }) =>
        Number.isFinite(responseDelayMaxMs)
          ? Math.max(DELAY_MAX_DEFAULT_MS, responseDelayMaxMs)
          : DELAY_MAX_DEFAULT_MS,
    },
    sentence: 'No answer is planned to take longer, whatever was drawn or asked for.',
  },
  {
    env: 'ALLOW_REQUEST_OVERRIDES',
    flag: '--allow-request-overrides',
    field: 'allowRequestOverrides',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: true,
    sentence:
      'Whether the overrides count that a request gives in headers x-mock-… or behind the name of its model.',
  },
  {
    env: 'MODELS_FILE',
    flag: '--models-file',
    field: null,
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence: 'YAML file with settings by model; read again on SIGHUP.',
  },
  {
    env: 'MODELS',
    flag: '--models',
    field: null,
    kind: 'text',
    unit: 'characters',
    min: 1,
    max: 1000,
    fallback: null,
    sentence: 'Models that behave as somebody measured them, by name or pattern, such as gpt-4o,claude-*.',
  },
] as const satisfies readonly Setting[];
