/**
 * Errors as DashScope's own API writes them: a code, a message and the request's id at the top, and no field. Pure.
 * Source: Alibaba Cloud's pages on DashScope's status codes, and error messages of Model Studio.
 */
import { type ApiError, ERROR_KINDS, type ErrorKind } from '../../shared/errors.js';
import { createDialect, type Dialect } from '../contract/dialect.js';
import { dashScopeDialect } from '../dashscope/dialect.js';

/** By status; see `codeOf` for what a status alone does not tell, and for all others. */
const CODES: ReadonlyMap<number, string> = new Map([
  [401, 'InvalidApiKey'],
  [403, 'AccessDenied'],
  [404, 'InvalidURL'],
  [405, 'UnsupportedOperation'],
  [408, 'RequestTimeOut'],
  [413, 'BadRequest.TooLarge'],
  [503, 'ModelServingError'],
  [504, 'RequestTimeOut'],
]);

function codeOf({ kind, param }: ApiError): string {
  if (kind.status === 429) return throttlingOf(kind);
  if (kind === ERROR_KINDS.missingField && param === 'input') return 'BadRequest.EmptyInput';
  // By its code, for a fault that is asked for has a kind of its own.
  if (kind.code === ERROR_KINDS.modelNotFound.code) return 'ModelNotFound';
  return CODES.get(kind.status) ?? (kind.status < 500 ? 'InvalidParameter' : 'InternalError');
}

function throttlingOf({ type }: ErrorKind): string {
  return type === 'requests' ? 'Throttling.RateQuota' : 'Throttling.AllocationQuota';
}

/** Key order as the service sends it. */
function encodeHead(error: ApiError): string {
  return JSON.stringify({ code: codeOf(error), message: error.message }).slice(0, -1);
}

export const dashScopeNativeDialect: Dialect = createDialect({
  models: { ...dashScopeDialect.models, unknown: () => 'Model can not be found.' },
  limits: {
    refuse: ({ limit: { counts } }) =>
      counts === 'requests' || counts === 'concurrent'
        ? 'Requests rate limit exceeded, please try again later.'
        : 'Allocated quota exceeded, please increase your quota limit.',
    headers: dashScopeDialect.limits.headers,
  },
  requestIdHeader: 'x-request-id',
  requestId: ({ uuid }) => uuid,
  statusOf: (kind) => kind.status,
  encodeHead,
  idInBody: true,
});
