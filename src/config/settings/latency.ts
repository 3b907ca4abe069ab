/**
 * Owns a part of the table of settings: how long answers take. Plain data: any thread may import it.
 */
import { DELAY_MAX_DEFAULT_MS, DELAY_MAX_MS, PATH_CHARACTERS_MAX } from './limits.js';
import type { Setting } from './setting.js';

/** The default of RESPONSE_DELAY_SECONDS, named because other defaults are computed from it. */
export const RESPONSE_DELAY_SECONDS_DEFAULT = 10;

export const LATENCY_SETTINGS = [
  {
    env: 'RESPONSE_DELAY_SECONDS',
    flag: '--response-delay-seconds',
    kind: 'seconds',
    unit: 'seconds',
    min: 0,
    max: 3600,
    fallback: RESPONSE_DELAY_SECONDS_DEFAULT,
    sentence: 'How long an answer is held back; fractions such as 0.05 are allowed, 0 answers at once.',
  },
  {
    env: 'RESPONSE_DELAY',
    flag: '--response-delay',
    kind: 'durations',
    fallback: null,
    sentence: 'The same as a duration with a unit or a distribution, in place of RESPONSE_DELAY_SECONDS.',
  },
  {
    env: 'TIME_TO_FIRST_TOKEN',
    flag: '--time-to-first-token',
    kind: 'durations',
    fallback: null,
    sentence: 'How long the first token takes; the others follow evenly until the response delay is over.',
  },
  {
    env: 'INTER_TOKEN_LATENCY',
    flag: '--inter-token-latency',
    kind: 'durations',
    fallback: null,
    sentence: 'Time from one token to the next; there is no response delay then.',
  },
  {
    env: 'PREFILL_PER_TOKEN',
    flag: '--prefill-per-token',
    kind: 'durations',
    fallback: null,
    sentence: 'Added to the time of the first token for every token of the prompt.',
  },
  {
    env: 'LOAD_FACTOR',
    flag: '--load-factor',
    kind: 'decimal',
    unit: null,
    min: 1,
    max: 1000,
    fallback: 1,
    sentence: 'How many times slower all is when every slot is in use; it grows evenly with their share.',
  },
  {
    env: 'SEED',
    flag: '--seed',
    kind: 'integer',
    unit: null,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fallback: null,
    sentence: 'Makes what is drawn for a request depend on this number and the request alone.',
  },
  {
    env: 'MAX_DELAY',
    flag: '--max-delay',
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
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: true,
    sentence: 'Whether the headers x-mock-… and knobs in the model name of a request count.',
  },
  {
    env: 'MODELS_FILE',
    flag: '--models-file',
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence: 'YAML file with settings by model; read again on SIGHUP.',
  },
] as const satisfies readonly Setting[];
