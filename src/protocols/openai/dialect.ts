/**
 * Errors as OpenAI's API writes them, at /v1 and in Azure's deployments. Pure. Source: OpenAI's public OpenAPI description.
 */
import type { ApiError } from '../../shared/errors.js';
import { createDialect, type Dialect, prefixedId } from '../contract/dialect.js';

/** Key order as the service sends it. */
function encodeHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ message, type: kind.type, param, code: kind.code })}`;
}

export const openAiDialect: Dialect = createDialect({
  requestIdHeader: 'x-request-id',
  requestId: prefixedId,
  statusOf: (kind) => kind.status,
  encodeHead,
  idInBody: false,
});
