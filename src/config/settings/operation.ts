/**
 * Owns a part of the table of settings: what clients and operators are told, and when the server gives up.
 * Plain data: any thread may import it.
 */
import { DELAY_MAX_MS, MS_PER_HOUR, MS_PER_SECOND, PATH_CHARACTERS_MAX } from './limits.js';
import type { Setting } from './setting.js';

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
/** Added to the longest answer, so that a reply that is a little late is not cut off. */
const GRACE_SECONDS = 5;

export const OPERATION_SETTINGS = [
  {
    env: 'RETRY_AFTER_SECONDS',
    flag: '--retry-after-seconds',
    field: 'retryAfterSeconds',
    kind: 'integer',
    unit: 'seconds',
    min: 0,
    max: 86_400,
    fallback: 1,
    live: true,
    sentence: 'Value of the Retry-After header on a 503.',
  },
  {
    env: 'SHOULD_RETRY',
    flag: '--should-retry',
    field: 'shouldRetry',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: null,
    sentence: 'Value of the x-should-retry header on a 503; without it the header is not sent.',
  },
  {
    env: 'STALL_TIMEOUT',
    flag: '--stall-timeout',
    field: 'stallTimeoutMs',
    kind: 'span',
    min: 1,
    max: MS_PER_HOUR,
    fallback: 60 * MS_PER_SECOND,
    sentence: 'A client that reads nothing of its stream for so long is cut off.',
  },
  {
    env: 'COMPRESS_ANSWERS',
    flag: '--compress-answers',
    field: 'compressAnswers',
    kind: 'choice',
    choices: ['off', 'gzip', 'br', 'auto'],
    fallback: 'off',
    sentence:
      'Whether answers of the APIs go out compressed to clients that accept it; br packs whole answers only, auto is both.',
  },
  {
    env: 'SHUTDOWN_GRACE_SECONDS',
    flag: '--shutdown-grace-seconds',
    field: 'shutdownGraceMs',
    kind: 'seconds',
    unit: 'seconds',
    min: 0,
    max: DELAY_MAX_MS / MS_PER_SECOND + GRACE_SECONDS,
    fallback: {
      words: `MAX_DELAY + ${GRACE_SECONDS}`,
      from: ({ delayMaxMs }) => delayMaxMs / MS_PER_SECOND + GRACE_SECONDS,
    },
    sentence: 'How long a shutdown waits for the answers in flight; fractions are allowed.',
  },
  {
    env: 'SHUTDOWN_DELAY',
    flag: '--shutdown-delay',
    field: 'shutdownDelayMs',
    kind: 'span',
    min: 0,
    max: MS_PER_HOUR,
    fallback: 0,
    sentence:
      'How long a shutdown still serves who comes, while /ready says 503, so that load balancers send elsewhere first.',
  },
  {
    env: 'LOG_LEVEL',
    flag: '--log-level',
    field: 'logLevel',
    kind: 'choice',
    choices: LOG_LEVELS,
    fallback: 'info',
    sentence: 'How much is logged; requests are never logged.',
  },
  {
    env: 'DASHBOARD',
    flag: '--dashboard',
    field: 'dashboard',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: true,
    sentence: 'Whether the live page is served at /, with its data at /live.',
  },
  {
    env: 'VLLM_METRICS',
    flag: '--vllm-metrics',
    field: 'vllmMetrics',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: false,
    sentence: 'Whether /metrics also has the names that autoscalers read from vLLM.',
  },
  {
    env: 'TLS_CERT_FILE',
    flag: '--tls-cert-file',
    field: null,
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence: 'PEM certificate chain; together with the key file it turns HTTPS on.',
  },
  {
    env: 'TLS_KEY_FILE',
    flag: '--tls-key-file',
    field: null,
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence: 'PEM private key of the certificate.',
  },
  {
    env: 'API_KEY',
    flag: '--api-key',
    field: 'apiKey',
    kind: 'secret',
    unit: 'characters',
    min: 1,
    max: 2048,
    fallback: null,
    sentence:
      'When set, the API wants it as bearer token, x-api-key or api-key, else 401. Prefer the environment: ps shows flags.',
  },
  {
    env: 'ADMIN_KEY',
    flag: '--admin-key',
    field: 'adminKey',
    kind: 'secret',
    unit: 'characters',
    min: 1,
    max: 2048,
    fallback: null,
    sentence:
      'When set, the control API is served under /admin/v1 to whoever has it as bearer token, and a journal is kept.',
  },
  {
    env: 'PEERS',
    flag: '--peers',
    field: 'peers',
    kind: 'peers',
    unit: 'characters',
    min: 1,
    max: 4_096,
    fallback: null,
    sentence:
      'Other instances with the same ADMIN_KEY, whose statistics /admin/v1/stats?peers=sum adds: addresses, dns:// or dns+srv:// names, with commas.',
  },
  {
    env: 'JOURNAL_BODIES',
    flag: '--journal-bodies',
    field: 'journalBodyBytes',
    kind: 'size',
    min: 0,
    max: 16_384,
    fallback: 0,
    sentence:
      'How much of the body of each request the journal keeps, with what looks like a secret masked; 0 keeps nothing.',
  },
] as const satisfies readonly Setting[];
