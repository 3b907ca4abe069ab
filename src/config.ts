/**
 * Owns the one table of settings and the shape of the frozen Config that is made from it.
 * Runs on the main thread at start-up (plain data and types: any thread may import it).
 * Must never read process.env, argv or the file system.
 */

import type { Setting } from './config/setting.js';

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** What the process may really use of the machine; `source` names where the figure was read. */
export interface CpuLimits {
  readonly totalCores: number;
  /** Whole cores, at least 1: defaults are computed from it. */
  readonly availableCores: number;
  readonly source: string;
}

/** All settings after reading: valid, related to each other, deeply frozen. */
export interface Config {
  /** 0 means any free port. */
  readonly port: number;
  readonly host: string;
  readonly slotsMax: number;
  readonly workerThreads: number;
  readonly responseDelayMs: number;
  readonly responseText: string;
  readonly bodyBytesMax: number;
  /** 0 means that no HTTP/1.0 listener is started. */
  readonly http10Port: number;
  /** Asked for by name: a port that is taken then is an error, otherwise only a warning. */
  readonly http10PortExplicit: boolean;
  readonly retryAfterSeconds: number;
  /** Value of `x-should-retry` on a 503; null means that the header is not sent. */
  readonly shouldRetry: boolean | null;
  readonly shutdownGraceMs: number;
  readonly logLevel: LogLevel;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Secret: never logged, never printed. */
  readonly apiKey: string | null;
  readonly cpu: CpuLimits;
  /** Sentences to show as warnings at start: what was changed without having been asked for. */
  readonly notes: readonly string[];
}

/** The default of RESPONSE_DELAY_SECONDS, named because another default is computed from it. */
export const RESPONSE_DELAY_SECONDS_DEFAULT = 10;

const WORKER_THREADS_MAX = 64;
const SLOTS_MAX = 1_000_000;
const SLOTS_PER_CORE = 1500;
/** MAX_ARG_STRLEN: Linux passes no longer argument or environment string to a program. */
const TEXT_CHARACTERS_MAX = 131_072;
/** PATH_MAX of Linux. */
const PATH_CHARACTERS_MAX = 4096;

/**
 * The one table. Its order is the order of --help and of docs/settings.md, and the order of reading:
 * a default may be computed from a row above its own.
 */
export const SETTINGS = [
  {
    env: 'PORT',
    flag: '--port',
    kind: 'integer',
    unit: null,
    min: 0,
    max: 65_535,
    fallback: 8080,
    sentence: 'Port of the HTTP/1.1 (or HTTPS) listener; 0 takes any free port.',
  },
  {
    env: 'HOST',
    flag: '--host',
    kind: 'text',
    unit: 'characters',
    min: 1,
    max: 255,
    fallback: '0.0.0.0',
    sentence: 'Address or host name to listen on.',
  },
  {
    env: 'MAX_CONCURRENT',
    flag: '--max-concurrent',
    kind: 'integer',
    unit: 'requests',
    min: 1,
    max: SLOTS_MAX,
    fallback: {
      words: `${SLOTS_PER_CORE} per core`,
      from: ({ cores }) => Math.min(SLOTS_MAX, SLOTS_PER_CORE * cores),
    },
    sentence: 'Most requests in flight; one more gets 503 at once.',
  },
  {
    env: 'WORKER_THREADS',
    flag: '--worker-threads',
    kind: 'integer',
    unit: 'threads',
    min: 1,
    max: WORKER_THREADS_MAX,
    fallback: {
      words: `cores + 1, at most ${WORKER_THREADS_MAX}`,
      from: ({ cores }) => Math.min(WORKER_THREADS_MAX, cores + 1),
    },
    sentence: 'Threads that sample memory and render metrics; requests never wait for them.',
  },
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
    env: 'RESPONSE_TEXT',
    flag: '--response-text',
    kind: 'text',
    unit: 'characters',
    min: 1,
    max: TEXT_CHARACTERS_MAX,
    fallback: 'Hello! This is a mocked answer: no model was asked, and no token was paid for.',
    sentence: 'What the assistant says in every answer.',
  },
  {
    env: 'MAX_BODY_BYTES',
    flag: '--max-body-bytes',
    kind: 'integer',
    unit: 'bytes',
    min: 1,
    max: 16_777_216,
    fallback: 16_384,
    sentence: 'Longest request body; a longer one gets 413.',
  },
  {
    env: 'HTTP10_PORT',
    flag: '--http10-port',
    kind: 'integer',
    unit: null,
    min: 0,
    max: 65_535,
    fallback: 8081,
    sentence: 'Port of the listener for HTTP/1.0 clients such as ab; 0 turns it off.',
  },
  {
    env: 'RETRY_AFTER_SECONDS',
    flag: '--retry-after-seconds',
    kind: 'integer',
    unit: 'seconds',
    min: 0,
    max: 86_400,
    fallback: 1,
    sentence: 'Value of the Retry-After header on a 503.',
  },
  {
    env: 'SHOULD_RETRY',
    flag: '--should-retry',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: null,
    sentence: 'Value of the x-should-retry header on a 503; without it the header is not sent.',
  },
  {
    env: 'SHUTDOWN_GRACE_SECONDS',
    flag: '--shutdown-grace-seconds',
    kind: 'seconds',
    unit: 'seconds',
    min: 0,
    max: 7200,
    fallback: {
      words: 'the response delay + 5',
      from: ({ responseDelaySeconds }) => responseDelaySeconds + 5,
    },
    sentence: 'How long a shutdown waits for the answers in flight; fractions are allowed.',
  },
  {
    env: 'LOG_LEVEL',
    flag: '--log-level',
    kind: 'choice',
    choices: LOG_LEVELS,
    fallback: 'info',
    sentence: 'How much is logged; requests are never logged.',
  },
  {
    env: 'TLS_CERT_FILE',
    flag: '--tls-cert-file',
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
    kind: 'secret',
    unit: 'characters',
    min: 1,
    max: 2048,
    fallback: null,
    sentence: 'When set, the API wants it as bearer token, else 401. Prefer the environment: ps shows flags.',
  },
] as const satisfies readonly Setting[];
