/**
 * The heads of replies, by what is replied. Main thread; prepared at start-up, read-only after, but for when to come again.
 */
import type { Config } from '../../config/config.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { StreamFormat } from '../../protocols/contract/stream-format.js';
import { PROTOCOLS, PROVIDERS } from '../../protocols/providers.js';
import { ERROR_KINDS, type ErrorKind } from '../../shared/errors.js';
import { createReplyHead, type Headers, type ReplyHead } from './transport.js';

const MS_PER_SECOND = 1_000;

/** Browsers are to take nothing for what it does not say it is. */
export const NO_SNIFF: Headers[number] = ['x-content-type-options', 'nosniff'];
export const JSON_HEADERS: Headers = [['content-type', 'application/json'], NO_SNIFF];
/** `x-accel-buffering` keeps nginx, and what else has learnt it from there, from gathering a stream before it passes it on. */
export const STREAM_HEADERS: Headers = [['cache-control', 'no-cache'], ['x-accel-buffering', 'no'], NO_SNIFF];

/** What is the same in the heads of one dialect. */
export interface ReplyHeads {
  readonly json: ReplyHead;
  stream(format: StreamFormat): ReplyHead;
  error(kind: ErrorKind): ReplyHead;
  /** Whoever is refused for want of room is told something else from now on. */
  setRetry(retry: Retry): void;
}

/** When whoever is refused for want of room may come again. */
export type Retry = Pick<Config, 'retryAfterSeconds' | 'shouldRetry'>;

const UNAVAILABLE = [
  ERROR_KINDS.full,
  ERROR_KINDS.queueTimeout,
  ERROR_KINDS.starting,
  ERROR_KINDS.draining,
  ERROR_KINDS.memoryFull,
  ERROR_KINDS.connectionsFull,
];

/** The heads of all replies, by dialect; `more` is in each of them. */
export function createReplyHeads(config: Retry, more: Headers = []): (dialect: Dialect) => ReplyHeads {
  const byDialect = new Map(PROVIDERS.map(({ dialect }) => [dialect, headsOf(dialect, config, more)]));
  return (dialect) => byDialect.get(dialect) as ReplyHeads;
}

function headsOf(dialect: Dialect, retry: Retry, more: Headers): ReplyHeads {
  const own = dialect.headers ?? [];
  const head = (headers: Headers): ReplyHead => createReplyHead([...headers, ...own, ...more], dialect);
  const json = head(JSON_HEADERS);
  const told = (kind: ErrorKind): Headers => dialect.errorHeaders?.(kind) ?? [];
  const errors = new Map<ErrorKind, ReplyHead>();
  if (dialect.errorHeaders !== undefined) {
    for (const kind of Object.values(ERROR_KINDS)) errors.set(kind, head([...JSON_HEADERS, ...told(kind)]));
  }
  const { unauthorized } = ERROR_KINDS;
  errors.set(unauthorized, head([...JSON_HEADERS, ['www-authenticate', 'Bearer'], ...told(unauthorized)]));
  const setRetry = ({ retryAfterSeconds, shouldRetry }: Retry): void => {
    const hint: Headers = shouldRetry === null ? [] : [['x-should-retry', String(shouldRetry)]];
    const retryAfter: Headers = [['retry-after', String(retryAfterSeconds)], ...hint];
    // They are told alike.
    const unavailable = head([...JSON_HEADERS, ...retryAfter, ...told(ERROR_KINDS.full)]);
    for (const kind of UNAVAILABLE) errors.set(kind, unavailable);
  };
  setRetry(retry);
  const streams = new Map(
    PROTOCOLS.flatMap(({ streamFormat, formats }) => [streamFormat, ...(formats?.all ?? [])]).map(
      (format) => [format, head([['content-type', format.contentType], ...STREAM_HEADERS])],
    ),
  );
  return {
    json,
    stream: (format) => streams.get(format) as ReplyHead,
    error: (kind) => errors.get(kind) ?? json,
    setRetry,
  };
}

/** When to come again, in both forms: official clients look at the finer one first. */
export function retryAfterHeaders(ms: number): Headers {
  return [
    ['retry-after', String(Math.ceil(ms / MS_PER_SECOND))],
    ['retry-after-ms', String(Math.ceil(ms))],
  ];
}
