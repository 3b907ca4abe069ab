/**
 * What differs between the mounts of one API: OpenAI's own at /v1, and DashScope's compatible mode, which puts a
 * `request_id` beside the error and a bare UUID into `x-request-id`. Pure; encoded once per error that is known at start-up.
 *
 * Sources: OpenAI's public OpenAPI description; Alibaba Cloud's error pages of the compatible mode.
 */
import type { ApiError } from '../errors.js';

export interface Dialect {
  /** The value of `x-request-id` for a request whose UUID is given. */
  requestId(uuid: string): string;
  /** The JSON error body. All four keys are present, `param` and `code` may be null. */
  encodeError(error: ApiError, requestId: string): string;
  /** Encodes an error ahead of time, so that sending it costs a concatenation at the most. */
  prepareError(error: ApiError): void;
}

/** Key order as the two services send it. */
function openAiErrorHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ message, type: kind.type, param, code: kind.code })}`;
}

function dashScopeErrorHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ code: kind.code, param, message, type: kind.type })}`;
}

function createDialect(
  encodeHead: (error: ApiError) => string,
  requestId: (uuid: string) => string,
  idInBody: boolean,
): Dialect {
  // Bounded: only errors that start-up knows are prepared.
  const prepared = new Map<ApiError, string>();
  return {
    requestId,
    encodeError(error, id) {
      const head = prepared.get(error) ?? encodeHead(error);
      return idInBody ? `${head},"request_id":"${id}"}` : `${head}}`;
    },
    prepareError(error) {
      prepared.set(error, encodeHead(error));
    },
  };
}

export const openAiDialect: Dialect = createDialect(
  openAiErrorHead,
  (uuid) => `req_${uuid.replaceAll('-', '')}`,
  false,
);

export const dashScopeDialect: Dialect = createDialect(dashScopeErrorHead, (uuid) => uuid, true);
