/**
 * The refusals that are known at start-up, with the headers that go with each kind. Main thread; read-only after start.
 */
import type { Config } from '../config.js';
import { type ApiError, apiError, ERROR_KINDS, type ErrorKind } from '../errors.js';
import { dashScopeDialect, openAiDialect } from '../protocols/dialect.js';
import type { Headers } from './transport.js';

export const JSON_HEADERS: Headers = [['content-type', 'application/json']];

export interface Refusals {
  readonly full: ApiError;
  readonly draining: ApiError;
  readonly bodyTooLarge: ApiError;
  readonly keyMissing: ApiError;
  readonly keyWrong: ApiError;
  headersFor(kind: ErrorKind): Headers;
}

export function createRefusals(config: Config): Refusals {
  const refusals = {
    full: apiError(
      ERROR_KINDS.full,
      `All ${config.slotsMax} slots of this mock server are in use (MAX_CONCURRENT=${config.slotsMax}). Please retry later.`,
    ),
    draining: apiError(ERROR_KINDS.draining, 'This mock server is shutting down and takes no new requests.'),
    bodyTooLarge: apiError(
      ERROR_KINDS.bodyTooLarge,
      `The request body is larger than ${config.bodyBytesMax} bytes (MAX_BODY_BYTES).`,
    ),
    keyMissing: apiError(
      ERROR_KINDS.unauthorized,
      'No API key was given. Send it in the header: Authorization: Bearer YOUR_KEY.',
    ),
    keyWrong: apiError(ERROR_KINDS.unauthorized, 'Incorrect API key provided.'),
  };
  for (const error of Object.values(refusals)) {
    openAiDialect.prepareError(error);
    dashScopeDialect.prepareError(error);
  }

  const retry: Headers = [...JSON_HEADERS, ['retry-after', String(config.retryAfterSeconds)]];
  const retryFull: Headers =
    config.shouldRetry === null ? retry : [...retry, ['x-should-retry', String(config.shouldRetry)]];
  const headers = new Map<ErrorKind, Headers>([
    [ERROR_KINDS.full, retryFull],
    [ERROR_KINDS.draining, retryFull],
    [ERROR_KINDS.unauthorized, [...JSON_HEADERS, ['www-authenticate', 'Bearer']]],
  ]);
  return { ...refusals, headersFor: (kind) => headers.get(kind) ?? JSON_HEADERS };
}
