/**
 * What differs between the families of APIs beside their answers: the shape of an error, its status, and how a request is
 * named. Pure; an error that is known at start-up is encoded once.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import type { LimitWords } from './limit-words.js';
import type { ModelWords } from './model-words.js';
import type { IdForms } from './request-id.js';

export interface Dialect {
  /** What is said of rate limits. */
  readonly limits: LimitWords;
  /** What is said of models that are unknown, or too small for a request. */
  readonly models: ModelWords;
  /** Name of the header that carries the request's id, in lower case. */
  readonly requestIdHeader: string;
  /** Another header that carries the same; absent where there is none. */
  readonly otherIdHeader?: string | undefined;
  /** What every reply has in its head, names in lower case; absent where that is nothing. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  /** The id as clients see it. */
  requestId(id: IdForms): string;
  /** With which status a kind of error is answered. */
  statusOf(kind: ErrorKind): number;
  /** Headers of an error beside the usual ones, names in lower case; absent where there are none. */
  readonly errorHeaders?: (kind: ErrorKind) => readonly (readonly [name: string, value: string])[];
  /** The JSON error body. In OpenAI's and DashScope's all four keys are present, `param` and `code` may be null. */
  encodeError(error: ApiError, requestId: string): string;
  /** Encodes an error ahead of time, so that sending it costs a concatenation at the most. */
  prepareError(error: ApiError): void;
}

export interface DialectRules {
  readonly models: ModelWords;
  readonly limits: LimitWords;
  readonly requestIdHeader: string;
  readonly otherIdHeader?: string;
  readonly headers?: Dialect['headers'];
  readonly requestId: (id: IdForms) => string;
  readonly statusOf: (kind: ErrorKind) => number;
  /** The body up to its last brace, without the request's id. */
  readonly encodeHead: (error: ApiError) => string;
  readonly idInBody: boolean;
  readonly errorHeaders?: NonNullable<Dialect['errorHeaders']>;
}

/** As most services write it: `req_` and the digits. */
export function prefixedId({ hex }: IdForms): string {
  return `req_${hex}`;
}

/** A dialect by its rules. */
export function createDialect(rules: DialectRules): Dialect {
  const { limits, models, requestIdHeader, otherIdHeader, headers } = rules;
  const { requestId, statusOf, encodeHead, idInBody, errorHeaders } = rules;
  // Bounded: only errors that start-up knows are prepared.
  const prepared = new Map<ApiError, string>();
  return {
    limits,
    models,
    requestIdHeader,
    otherIdHeader,
    headers,
    requestId,
    statusOf,
    ...(errorHeaders === undefined ? {} : { errorHeaders }),
    encodeError(error, id) {
      const head = prepared.get(error) ?? encodeHead(error);
      return idInBody ? `${head},"request_id":"${id}"}` : `${head}}`;
    },
    prepareError(error) {
      prepared.set(error, encodeHead(error));
    },
  };
}
