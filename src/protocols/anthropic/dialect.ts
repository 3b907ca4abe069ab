/**
 * Errors as Anthropic's API writes them: types in place of codes, and a status of its own for a server that is full. Pure.
 * Source: Anthropic's public API reference, Errors.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import { createDialect, type Dialect, type ErrorStatus, prefixedId } from '../contract/dialect.js';

const TYPES: Readonly<Record<ErrorStatus, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  413: 'request_too_large',
  500: 'api_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
};

/** There is no 503 there: what cannot be served now is "overloaded". */
function statusOf({ status }: ErrorKind): ErrorStatus {
  return status === 503 ? 529 : status;
}

function encodeHead({ kind, message }: ApiError): string {
  return `{"type":"error","error":${JSON.stringify({ type: TYPES[statusOf(kind)], message })}`;
}

export const anthropicDialect: Dialect = createDialect({
  requestIdHeader: 'request-id',
  requestId: prefixedId,
  statusOf,
  encodeHead,
  idInBody: true,
});
