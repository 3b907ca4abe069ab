/**
 * Errors as Anthropic's API writes them: types in place of codes, and a status of its own for a server that is full. Pure.
 * Source: Anthropic's public API reference, Errors.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import { createDialect, type Dialect, prefixedId } from '../contract/dialect.js';

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

export const anthropicDialect: Dialect = createDialect({
  requestIdHeader: 'request-id',
  requestId: prefixedId,
  statusOf,
  encodeHead,
  idInBody: true,
});
