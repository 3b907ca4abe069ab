/**
 * What differs between the families of APIs beside their answers: the shape of an error, its status, and how a request is
 * named. OpenAI's own is at /v1; DashScope's compatible mode puts a `request_id` beside the error and a bare UUID into
 * `x-request-id`; Anthropic has types in place of codes, and a status of its own for a server that is full. Pure; an error
 * that is known at start-up is encoded once.
 *
 * Sources: OpenAI's public OpenAPI description; Alibaba Cloud's error pages of the compatible mode; Anthropic's public
 * API reference, Errors.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import type { Status } from '../../shared/labels.js';

type ErrorStatus = Exclude<Status, 200>;

/** The id of a request in two forms. */
export interface RequestId {
  /** A UUID with its dashes. */
  readonly uuid: string;
  /** The same 32 hexadecimal digits alone. */
  readonly hex: string;
}

export interface Dialect {
  /** Name of the header that carries the request's id, in lower case. */
  readonly requestIdHeader: string;
  /** The id as clients see it. */
  requestId(id: RequestId): string;
  /** With which status a kind of error is answered. */
  statusOf(kind: ErrorKind): ErrorStatus;
  /** The JSON error body. In OpenAI's and DashScope's all four keys are present, `param` and `code` may be null. */
  encodeError(error: ApiError, requestId: string): string;
  /** Encodes an error ahead of time, so that sending it costs a concatenation at the most. */
  prepareError(error: ApiError): void;
}

interface DialectRules {
  readonly requestIdHeader: string;
  readonly requestId: (id: RequestId) => string;
  readonly statusOf: (kind: ErrorKind) => ErrorStatus;
  /** The body up to its last brace, without the request's id. */
  readonly encodeHead: (error: ApiError) => string;
  readonly idInBody: boolean;
}

function createDialect(rules: DialectRules): Dialect {
  const { requestIdHeader, requestId, statusOf, encodeHead, idInBody } = rules;
  // Bounded: only errors that start-up knows are prepared.
  const prepared = new Map<ApiError, string>();
  return {
    requestIdHeader,
    requestId,
    statusOf,
    encodeError(error, id) {
      const head = prepared.get(error) ?? encodeHead(error);
      return idInBody ? `${head},"request_id":"${id}"}` : `${head}}`;
    },
    prepareError(error) {
      prepared.set(error, encodeHead(error));
    },
  };
}

/** Key order in the three heads as the services send it. */
function openAiHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ message, type: kind.type, param, code: kind.code })}`;
}

function dashScopeHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ code: kind.code, param, message, type: kind.type })}`;
}

function anthropicHead({ kind, message }: ApiError): string {
  const type = ANTHROPIC_TYPES[anthropicStatus(kind)];
  return `{"type":"error","error":${JSON.stringify({ type, message })}`;
}

const ANTHROPIC_TYPES: Readonly<Record<ErrorStatus, string>> = {
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
function anthropicStatus({ status }: ErrorKind): ErrorStatus {
  return status === 503 ? 529 : status;
}

const prefixedId = ({ hex }: RequestId): string => `req_${hex}`;

export const openAiDialect: Dialect = createDialect({
  requestIdHeader: 'x-request-id',
  requestId: prefixedId,
  statusOf: (kind) => kind.status,
  encodeHead: openAiHead,
  idInBody: false,
});

export const dashScopeDialect: Dialect = createDialect({
  requestIdHeader: 'x-request-id',
  requestId: ({ uuid }) => uuid,
  statusOf: (kind) => kind.status,
  encodeHead: dashScopeHead,
  idInBody: true,
});

export const anthropicDialect: Dialect = createDialect({
  requestIdHeader: 'request-id',
  requestId: prefixedId,
  statusOf: anthropicStatus,
  encodeHead: anthropicHead,
  idInBody: true,
});
