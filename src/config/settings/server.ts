/**
 * Owns a part of the table of settings: where the server listens and how much it takes. Plain data: any thread may import it.
 */
import type { Setting } from './setting.js';

const WORKER_THREADS_MAX = 64;
/** Each has an event loop, a heap, and a block of figures of a quarter of a mebibyte. */
export const SOCKET_THREADS_MAX = 64;
const SLOTS_MAX = 1_000_000;
const SLOTS_PER_CORE = 1500;
/** Of one request, in bytes: a worker that parses it needs a multiple of it (see work-pool). */
export const BODY_BYTES_MAX = 67_108_864;
/**
 * What a worker holds for each byte of a body that it parses, beside the body as it came: the body in one piece, its text, the
 * strings in it, and what is made of them.
 */
export const PARSING_BYTES_PER_BYTE = 5;

export const SERVER_SETTINGS = [
  {
    env: 'PORT',
    flag: '--port',
    field: 'port',
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
    field: 'host',
    kind: 'text',
    unit: 'characters',
    min: 1,
    max: 255,
    fallback: '0.0.0.0',
    sentence: 'Address or host name to listen on.',
  },
  {
    env: 'HTTP10_PORT',
    flag: '--http10-port',
    field: null,
    kind: 'integer-or-off',
    unit: null,
    min: 0,
    max: 65_535,
    fallback: 8081,
    sentence:
      'Port of the listener for HTTP/1.0 clients such as ab; 0 takes any free port, off does without it.',
  },
  {
    env: 'KEEP_ALIVE_TIMEOUT',
    flag: '--keep-alive-timeout',
    field: 'keepAliveMs',
    kind: 'span',
    min: 1_000,
    max: 3_600_000,
    // What uSockets does by itself: where its timer cannot be set, this holds all the same.
    fallback: 8_000,
    sentence:
      'A connection that is kept stays open at least so long without a request, and half as long again at most; of HTTP/1.0 a minute at least.',
  },
  {
    env: 'AGENT_PORT',
    flag: '--agent-port',
    field: 'agentPort',
    kind: 'integer',
    unit: null,
    min: 0,
    max: 65_535,
    fallback: null,
    sentence:
      'Port at which HAProxy (agent-check) and the image’s health check are told how many slots are free; 0 takes any free port.',
  },
  {
    env: 'MAX_CONCURRENT',
    flag: '--max-concurrent',
    field: 'slotsMax',
    kind: 'integer',
    unit: 'requests',
    min: 1,
    max: SLOTS_MAX,
    fallback: {
      words: `${SLOTS_PER_CORE} per core`,
      from: ({ cores }) => Math.min(SLOTS_MAX, SLOTS_PER_CORE * cores),
    },
    live: true,
    sentence: 'Most requests in flight; one more gets 503, or waits (QUEUE_SIZE).',
  },
  {
    env: 'SOCKET_THREADS',
    flag: '--socket-threads',
    field: null,
    kind: 'integer-or-auto',
    unit: 'threads',
    min: 1,
    max: SOCKET_THREADS_MAX,
    fallback: 1,
    sentence: 'Threads that serve requests on PORT, under one cap; auto takes as many as there are cores.',
  },
  {
    env: 'WORKER_THREADS',
    flag: '--worker-threads',
    field: 'workerThreads',
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
    env: 'WARM_UP',
    flag: '--warm-up',
    field: 'warmsUp',
    kind: 'boolean',
    choices: ['true', 'false'],
    fallback: true,
    sentence:
      'Whether the server asks itself once it is ready and nobody else does, so that its code is compiled when the first burst comes.',
  },
  {
    env: 'MAX_BODY_BYTES',
    flag: '--max-body-bytes',
    field: 'bodyBytesMax',
    kind: 'size',
    min: 1,
    max: BODY_BYTES_MAX,
    fallback: 16_384,
    sentence: 'Longest request body; a longer one gets 413.',
  },
  {
    env: 'MAX_BUFFERED_BYTES',
    flag: '--max-buffered-bytes',
    field: 'bufferedBytesMax',
    kind: 'size',
    min: 1_048_576,
    max: 1_099_511_627_776,
    fallback: {
      words: 'half of the memory limit',
      from: ({ memoryBytes }) => Math.max(1_048_576, Math.floor(memoryBytes / 2)),
    },
    sentence: 'Most bytes that may lie in memory for all clients together; what would need more gets 503.',
  },
  {
    env: 'CORS_ORIGIN',
    flag: '--cors-origin',
    field: 'corsOrigin',
    kind: 'origins',
    unit: 'characters',
    min: 1,
    max: 2_000,
    fallback: null,
    sentence:
      'Web pages of which origins may call the APIs from a browser: * for all, or a list with commas.',
  },
  {
    env: 'ALLOWED_HOSTS',
    flag: '--allowed-hosts',
    field: 'allowedHosts',
    kind: 'hosts',
    unit: 'characters',
    min: 1,
    max: 2_000,
    fallback: null,
    sentence:
      'Host names under which browsers get the live page, figures and the control API: a list with commas; others get 421.',
  },
] as const satisfies readonly Setting[];
