/**
 * Errors as Google's APIs write them: a numeric code, a message and the name of a canonical status. Pure.
 * Source: Google's public API design guide (Errors) and the Gemini API's troubleshooting page.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import { ERROR_KINDS } from '../../shared/errors.js';
import { createDialect, type Dialect, prefixedId } from '../contract/dialect.js';
import { type LimitRefusal, limitName } from '../contract/limit-words.js';

/** The canonical codes by the status that they are answered with (google.rpc.Code); see `nameOf` for all others. */
const STATUS_NAMES: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [405, 'UNIMPLEMENTED'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [500, 'INTERNAL'],
  [501, 'UNIMPLEMENTED'],
  [504, 'DEADLINE_EXCEEDED'],
]);

function nameOf(status: number): string {
  return STATUS_NAMES.get(status) ?? (status < 500 ? 'INVALID_ARGUMENT' : 'UNAVAILABLE');
}

const WRONG_KEY = [
  {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
    metadata: { service: 'generativelanguage.googleapis.com' },
  },
];

const MS_PER_SECOND = 1_000;

function refuse({ limit, waitMs }: LimitRefusal, model: string): string {
  const advice = Number.isFinite(waitMs) ? `\nPlease retry in ${waitMs / MS_PER_SECOND}s.` : '';
  return `You exceeded your current quota, please check your plan and billing details. Quota exceeded for ${model}: ${limitName(limit)}.${advice}`;
}

/** A key that is not taken is an invalid argument there. */
function statusOf(kind: ErrorKind): number {
  return kind === ERROR_KINDS.unauthorized ? 400 : kind.status;
}

function detailsOf({ kind, message, param, retryAfterMs }: ApiError): object {
  if (retryAfterMs !== undefined) {
    const retryDelay = `${Math.ceil(retryAfterMs / MS_PER_SECOND)}s`;
    return { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] };
  }
  if (kind === ERROR_KINDS.unauthorized) return { details: WRONG_KEY };
  if (param === null) return {};
  const fieldViolations = [{ field: param, description: message }];
  return { details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations }] };
}

function encodeHead(error: ApiError): string {
  const code = statusOf(error.kind);
  const body = { code, message: error.message, status: nameOf(code), ...detailsOf(error) };
  return `{"error":${JSON.stringify(body)}`;
}

export const googleDialect: Dialect = createDialect({
  models: {
    unknown: (model) =>
      `models/${model} is not found for API version v1beta, or is not supported for generateContent. ` +
      'Call ListModels to see the list of available models and their supported methods.',
    tooLong: ({ most, promptTokens, wantedTokens }) =>
      `The input token count (${promptTokens + wantedTokens}) exceeds the maximum number of tokens allowed (${most}).`,
  },
  limits: { refuse, headers: () => [] },
  requestIdHeader: 'x-request-id',
  requestId: prefixedId,
  statusOf,
  encodeHead,
  idInBody: false,
});
