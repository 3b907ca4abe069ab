/**
 * Owns a part of the table of settings: what becomes of requests that are too many, or that ask for too much. Plain data: any
 * thread may import it.
 */
import { MS_PER_HOUR, MS_PER_SECOND } from './limits.js';
import type { Setting } from './setting.js';

const QUEUE_SIZE_MAX = 1_000_000;

export const TRAFFIC_SETTINGS = [
  {
    env: 'QUEUE_SIZE',
    flag: '--queue-size',
    field: 'queueSizeMax',
    live: true,
    kind: 'integer',
    unit: 'requests',
    min: 0,
    max: QUEUE_SIZE_MAX,
    fallback: 0,
    sentence: 'Most requests that wait for a slot when all are in use; 0 refuses them at once.',
  },
  {
    env: 'QUEUE_TIMEOUT',
    flag: '--queue-timeout',
    field: 'queueTimeoutMs',
    live: true,
    kind: 'span',
    min: 1,
    max: MS_PER_HOUR,
    fallback: 30 * MS_PER_SECOND,
    sentence: 'A request that has waited for a slot for so long gets 503.',
  },
  {
    env: 'RATE_LIMITS',
    flag: '--rate-limits',
    field: 'rateLimits',
    live: true,
    kind: 'limits',
    fallback: null,
    sentence: 'Rates, and requests at once, by API key, by model or over all; more gets 429.',
  },
  {
    env: 'STARTUP_DURATION',
    flag: '--startup-duration',
    field: 'startupMs',
    kind: 'span',
    min: 0,
    max: MS_PER_HOUR,
    fallback: 0,
    sentence:
      'How long after the start the server is not ready, as while a model is loaded: the APIs answer 503.',
  },
  {
    env: 'STRICT_MODELS',
    flag: '--strict-models',
    field: 'strictModels',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: false,
    sentence: 'Whether models that neither the models file nor DEFAULT_MODEL names are unknown, and get 404.',
  },
] as const satisfies readonly Setting[];
