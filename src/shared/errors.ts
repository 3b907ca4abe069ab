/**
 * Everything that can go wrong, as data: what a client is told, and with which code the process exits.
 * docs/errors.md lists the same, and a test holds the two together. Nothing here is thrown on the hot path.
 */
import type { RejectionReason } from './labels.js';

/** Exit codes of the process. */
export const EXIT = {
  ok: 0,
  /** A second signal during shutdown, a deadline that passed with requests in flight, or a crash. */
  aborted: 1,
  /** A setting is wrong, or a file that it names cannot be used. */
  settings: 2,
  /** The machine does not allow it: a port in use, no fitting uWebSockets.js build. */
  environment: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A start that cannot go on: printed as one sentence, without a stack trace. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode,
  ) {
    super(message);
    this.name = 'StartError';
  }
}

/** One kind of refusal: its status, and the words of OpenAI's error object. Dialects have words of their own for some. */
export interface ErrorKind {
  /** 400 to 599. */
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  /** How it is counted in `llm_mock_rejected_total`. */
  readonly reason: RejectionReason;
}

/** The types and codes follow the public API (see docs/errors.md for the source of each). */
export const ERROR_KINDS = {
  malformedBody: {
    status: 400,
    type: 'invalid_request_error',
    code: null,
    reason: 'invalid_request',
  },
  missingField: {
    status: 400,
    type: 'invalid_request_error',
    code: 'missing_required_parameter',
    reason: 'invalid_request',
  },
  wrongType: {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_type',
    reason: 'invalid_request',
  },
  wrongValue: {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_value',
    reason: 'invalid_request',
  },
  unauthorized: {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    reason: 'unauthorized',
  },
  notFound: {
    status: 404,
    type: 'invalid_request_error',
    code: 'unknown_url',
    reason: 'not_found',
  },
  modelNotFound: {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    reason: 'not_found',
  },
  responseNotFound: {
    status: 404,
    type: 'invalid_request_error',
    code: null,
    reason: 'not_found',
  },
  previousNotFound: {
    status: 400,
    type: 'invalid_request_error',
    code: 'previous_response_not_found',
    reason: 'invalid_request',
  },
  contextLength: {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    reason: 'invalid_request',
  },
  methodNotAllowed: {
    status: 405,
    type: 'invalid_request_error',
    code: 'method_not_allowed',
    reason: 'method_not_allowed',
  },
  bodyTooLarge: {
    status: 413,
    type: 'invalid_request_error',
    code: 'request_too_large',
    reason: 'body_too_large',
  },
  unsupportedEncoding: {
    status: 415,
    type: 'invalid_request_error',
    code: 'unsupported_content_encoding',
    reason: 'invalid_request',
  },
  unsupportedType: {
    status: 415,
    type: 'invalid_request_error',
    code: 'unsupported_content_type',
    reason: 'invalid_request',
  },
  misdirected: {
    status: 421,
    type: 'invalid_request_error',
    code: 'misdirected_request',
    reason: 'misdirected',
  },
  tooComplex: {
    status: 400,
    type: 'invalid_request_error',
    code: 'body_too_complex',
    reason: 'invalid_request',
  },
  internal: {
    status: 500,
    type: 'server_error',
    code: 'internal_error',
    reason: 'internal_error',
  },
  memoryFull: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'memory_exceeded',
    reason: 'memory',
  },
  connectionsFull: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'connections_exceeded',
    reason: 'connections',
  },
  full: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'capacity_exceeded',
    reason: 'capacity',
  },
  rateLimitRequests: {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    reason: 'rate_limit',
  },
  rateLimitTokens: {
    status: 429,
    type: 'tokens',
    code: 'rate_limit_exceeded',
    reason: 'rate_limit',
  },
  starting: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'server_starting',
    reason: 'starting',
  },
  queueTimeout: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'queue_timeout',
    reason: 'queue_timeout',
  },
  draining: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'server_shutting_down',
    reason: 'draining',
  },
} as const satisfies Record<string, ErrorKind>;

/** A refusal as a client gets it. `param` names the field that is wrong, null where none is. */
export interface ApiError {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly param: string | null;
  /** When a client may come again, where the error knows it: in whole milliseconds. */
  readonly retryAfterMs?: number;
  /** The name of the model that was asked for, where it is known: for the list of failures. */
  readonly model?: string;
}

const SHOWN_CHARACTERS_MAX = 64;

/** What came from the client goes back to it only as far as anyone would read it. */
export function shortened(text: string, charactersMax = SHOWN_CHARACTERS_MAX): string {
  return text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text;
}

/** Tells an error from what else was read or asked. */
export function isApiError(read: object | null): read is ApiError {
  return read !== null && 'kind' in read && 'param' in read;
}

export function apiError(kind: ErrorKind, message: string, param: string | null = null): ApiError {
  return { kind, message, param };
}
