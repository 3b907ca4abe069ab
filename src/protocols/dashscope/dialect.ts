/**
 * Errors as DashScope's compatible mode writes them: a `request_id` beside the error, and a bare UUID in `x-request-id`. Pure.
 * Source: Alibaba Cloud's error pages of the compatible mode.
 */
import type { ApiError } from '../../shared/errors.js';
import { createDialect, type Dialect } from '../contract/dialect.js';

/** Key order as the service sends it. */
function encodeHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ code: kind.code, param, message, type: kind.type })}`;
}

export const dashScopeDialect: Dialect = createDialect({
  requestIdHeader: 'x-request-id',
  requestId: ({ uuid }) => uuid,
  statusOf: (kind) => kind.status,
  encodeHead,
  idInBody: true,
});
