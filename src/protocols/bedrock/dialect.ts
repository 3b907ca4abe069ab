/**
 * Errors as Bedrock writes them: a message in the body, and the name of the error in a header. Pure.
 * Source: AWS's public API reference (Bedrock Runtime: common errors, errors of Converse and InvokeModel).
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import { createDialect, type Dialect } from '../contract/dialect.js';
import { limitName } from '../contract/limit-words.js';

/** By status; see `errorName` for all others. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [401, 'UnrecognizedClientException'],
  [403, 'AccessDeniedException'],
  [404, 'ResourceNotFoundException'],
  [405, 'UnknownOperationException'],
  [408, 'ModelTimeoutException'],
  [413, 'RequestEntityTooLargeException'],
  [424, 'ModelErrorException'],
  [429, 'ThrottlingException'],
  [503, 'ServiceUnavailableException'],
  [529, 'ServiceUnavailableException'],
]);

function errorName({ status }: ErrorKind): string {
  return NAMES.get(status) ?? (status < 500 ? 'ValidationException' : 'InternalServerException');
}

/** Within a stream it stands for a member of a union: its first letter is small, and only some are there. */
export function exceptionType({ kind }: ApiError): string {
  const name = errorName(kind);
  if (name === 'ThrottlingException') return 'throttlingException';
  if (name === 'ServiceUnavailableException') return 'serviceUnavailableException';
  if (name === 'ValidationException') return 'validationException';
  return name.startsWith('Model') ? 'modelStreamErrorException' : 'internalServerException';
}

export const bedrockDialect: Dialect = createDialect({
  models: {
    unknown: () => 'The provided model identifier is invalid.',
    tooLong: ({ most, promptTokens, wantedTokens }) =>
      `input length and \`max_tokens\` exceed context limit: ${promptTokens} + ${wantedTokens} > ${most}, decrease input length or \`max_tokens\` and try again`,
  },
  limits: {
    refuse: ({ limit: { counts }, limit }) =>
      counts === 'requests' || counts === 'concurrent'
        ? `Too many requests, please wait before trying again. (${limitName(limit)})`
        : `Too many tokens, please wait before trying again. (${limitName(limit)})`,
    headers: () => [],
  },
  requestIdHeader: 'x-amzn-requestid',
  requestId: ({ uuid }) => uuid,
  // A key that is not taken is forbidden there.
  statusOf: ({ status }) => (status === 401 ? 403 : status),
  errorHeaders: (kind) => [['x-amzn-errortype', errorName(kind)]],
  encodeHead: ({ message }) => `{"message":${JSON.stringify(message)}`,
  idInBody: false,
});
