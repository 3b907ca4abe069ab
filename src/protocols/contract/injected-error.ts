/**
 * The error that a fault answers with: in OpenAI's words, which each dialect puts into its own. Pure; made once for a fault.
 * Sources: OpenAI's guide to error codes; what the service was seen to send with 429.
 */
import type { Fault } from '../../behavior/faults/fault.js';
import { type ApiError, apiError } from '../../shared/errors.js';

interface Words {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
}

const NOTE = '(A fault that was asked of this mock server.)';
const QUOTA: Words = {
  type: 'insufficient_quota',
  code: 'insufficient_quota',
  message: 'You exceeded your current quota, please check your plan and billing details.',
};
const SERVER_ERROR = 'server_error';
const INVALID = 'invalid_request_error';

/** By status; see `wordsFor` for all others. */
const WORDS: ReadonlyMap<number, Words> = new Map([
  [401, { type: INVALID, code: 'invalid_api_key', message: 'Incorrect API key provided.' }],
  [
    403,
    {
      type: 'request_forbidden',
      code: 'unsupported_country_region_territory',
      message: 'Country, region, or territory not supported.',
    },
  ],
  [
    404,
    {
      type: INVALID,
      code: 'model_not_found',
      message: 'The model does not exist or you do not have access to it.',
    },
  ],
  [413, { type: INVALID, code: 'request_too_large', message: 'The request is too large.' }],
  [429, { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached for requests.' }],
  [
    500,
    { type: SERVER_ERROR, code: null, message: 'The server had an error while processing your request.' },
  ],
  [
    503,
    {
      type: 'service_unavailable_error',
      code: null,
      message: 'The engine is currently overloaded, please try again later.',
    },
  ],
  [529, { type: 'service_unavailable_error', code: null, message: 'Overloaded.' }],
]);

function wordsFor(status: number): Words {
  return (
    WORDS.get(status) ??
    (status < 500
      ? { type: INVALID, code: null, message: `The request was refused with status ${status}.` }
      : { type: SERVER_ERROR, code: null, message: `The server failed with status ${status}.` })
  );
}

const made = new WeakMap<Fault, ApiError>();

/** What a client is told. It is no rejection: the reason is never counted. */
export function injectedError(fault: Fault): ApiError {
  const known = made.get(fault);
  if (known !== undefined) return known;
  const { status, quota } = fault;
  const { type, code, message } = quota ? QUOTA : wordsFor(status);
  const error = apiError({ status, type, code, reason: 'internal_error' }, `${message} ${NOTE}`);
  made.set(fault, error);
  return error;
}

/** The page of a proxy that has no answer from what is behind it, as nginx writes it. */
export function proxyPage(line: string): string {
  return (
    `<html>\r\n<head><title>${line}</title></head>\r\n<body>\r\n<center><h1>${line}</h1></center>\r\n` +
    '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'
  );
}
