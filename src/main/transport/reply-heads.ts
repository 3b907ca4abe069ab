/**
 * The heads of replies, by what is replied. Main thread; prepared at start-up, read-only after.
 */
import type { Config } from '../../config/config.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { StreamFormat } from '../../protocols/contract/stream-format.js';
import { PROTOCOLS, PROVIDERS } from '../../protocols/providers.js';
import { ERROR_KINDS, type ErrorKind } from '../../shared/errors.js';
import { createReplyHead, type Headers, type ReplyHead } from './transport.js';

const MS_PER_SECOND = 1_000;

export const JSON_HEADERS: Headers = [['content-type', 'application/json']];
/** The last one keeps nginx, and what else has learnt it from there, from gathering a stream before it passes it on. */
const STREAM_HEADERS: Headers = [
  ['cache-control', 'no-cache'],
  ['x-accel-buffering', 'no'],
];

/** What is the same in the heads of one dialect. */
export interface ReplyHeads {
  readonly json: ReplyHead;
  stream(format: StreamFormat): ReplyHead;
  error(kind: ErrorKind): ReplyHead;
}

/** The heads of all replies, by dialect; `more` is in each of them. */
export function createReplyHeads(config: Config, more: Headers = []): (dialect: Dialect) => ReplyHeads {
  const byDialect = new Map(PROVIDERS.map(({ dialect }) => [dialect, headsOf(dialect, config, more)]));
  return (dialect) => byDialect.get(dialect) as ReplyHeads;
}

function headsOf(dialect: Dialect, config: Config, more: Headers): ReplyHeads {
  const head = (headers: Headers): ReplyHead => createReplyHead([...headers, ...more], dialect);
  const retry: Headers = [...JSON_HEADERS, ['retry-after', String(config.retryAfterSeconds)]];
  const unavailable = head(
    config.shouldRetry === null ? retry : [...retry, ['x-should-retry', String(config.shouldRetry)]],
  );
  const json = head(JSON_HEADERS);
  const errors = new Map<ErrorKind, ReplyHead>([
    [ERROR_KINDS.full, unavailable],
    [ERROR_KINDS.queueTimeout, unavailable],
    [ERROR_KINDS.starting, unavailable],
    [ERROR_KINDS.draining, unavailable],
    [ERROR_KINDS.memoryFull, unavailable],
    [ERROR_KINDS.connectionsFull, unavailable],
    [ERROR_KINDS.unauthorized, head([...JSON_HEADERS, ['www-authenticate', 'Bearer']])],
  ]);
  const streams = new Map(
    PROTOCOLS.map(({ streamFormat }) => [
      streamFormat,
      head([['content-type', streamFormat.contentType], ...STREAM_HEADERS]),
    ]),
  );
  return {
    json,
    stream: (format) => streams.get(format) as ReplyHead,
    error: (kind) => errors.get(kind) ?? json,
  };
}

/** When to come again, in both forms: official clients look at the finer one first. */
export function retryAfterHeaders(ms: number): Headers {
  return [
    ['retry-after', String(Math.ceil(ms / MS_PER_SECOND))],
    ['retry-after-ms', String(Math.ceil(ms))],
  ];
}
