/**
 * Errors as Anthropic's API writes them: types in place of codes, and a status of its own for a server that is full. Pure.
 * Source: Anthropic's public API reference, Errors.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import { createDialect, type Dialect, prefixedId } from '../contract/dialect.js';
import {
  type LimitRefusal,
  limitName,
  type Standing,
  type Standings,
  tokenStanding,
} from '../contract/limit-words.js';

/** By status; see `typeOf` for all others. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

function typeOf(status: number): string {
  return TYPES.get(status) ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

/** There is no 503 there: what cannot be served now is "overloaded". */
function statusOf({ status }: ErrorKind): number {
  return status === 503 ? 529 : status;
}

function encodeHead({ kind, message }: ApiError): string {
  return `{"type":"error","error":${JSON.stringify({ type: typeOf(statusOf(kind)), message })}`;
}

const MS_PER_SECOND = 1_000;

function refuse({ limit }: LimitRefusal): string {
  const rate = `your organization's rate limit of ${limitName(limit)}`;
  const page = 'For details, refer to: https://docs.claude.com/en/api/rate-limits';
  return `This request would exceed ${rate}. ${page}. Please reduce the prompt length or the maximum tokens requested, or try again later.`;
}

function headers(standings: Standings): readonly (readonly [string, string])[] {
  return [
    ...standingHeaders('requests', standings.requests),
    ...standingHeaders('tokens', tokenStanding(standings)),
    ...standingHeaders('input-tokens', standings.input_tokens),
    ...standingHeaders('output-tokens', standings.output_tokens),
  ];
}

function standingHeaders(what: string, standing: Standing | undefined): (readonly [string, string])[] {
  if (standing === undefined) return [];
  const { limit, remaining, resetMs } = standing;
  return [
    [`anthropic-ratelimit-${what}-limit`, String(limit)],
    [`anthropic-ratelimit-${what}-remaining`, String(remaining)],
    [`anthropic-ratelimit-${what}-reset`, timeIn(resetMs)],
  ];
}

/** RFC 3339 to the second, rounded up: by then it is so. */
function timeIn(ms: number): string {
  const atMs = Math.ceil((Date.now() + ms) / MS_PER_SECOND) * MS_PER_SECOND;
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

export const anthropicDialect: Dialect = createDialect({
  models: {
    unknown: (model) => `model: ${model}`,
    tooLong({ most, promptTokens, wantedTokens }) {
      if (promptTokens > most) return `prompt is too long: ${promptTokens} tokens > ${most} maximum`;
      const sum = `${promptTokens} + ${wantedTokens} > ${most}`;
      const advice = 'decrease input length or `max_tokens` and try again';
      return `input length and \`max_tokens\` exceed context limit: ${sum}, ${advice}`;
    },
  },
  limits: { refuse, headers },
  requestIdHeader: 'request-id',
  requestId: prefixedId,
  statusOf,
  encodeHead,
  idInBody: true,
});
