/**
 * Errors, and headers, as Azure OpenAI writes them. Pure. Sources: Microsoft's pages on Azure OpenAI (errors, quotas), and what the
 * service was seen to send: its gateway has a code and a message, what comes from the model behind it is as OpenAI writes it.
 */
import type { ApiError, ErrorKind } from '../../shared/errors.js';
import { createDialect, type Dialect } from '../contract/dialect.js';
import type { LimitRefusal } from '../contract/limit-words.js';
import { OPENAI_MODEL_WORDS, rateLimitHeaders } from '../openai/dialect.js';

const MS_PER_SECOND = 1_000;
const REGION = 'Mock Region';
const NO_ACCESS =
  'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active ' +
  'subscription and use a correct regional API endpoint for your resource.';

/** What the gateway calls it; null for what comes from behind it. */
function codeOf({ status, code }: ErrorKind): string | null {
  if (status === 404 && code === 'model_not_found') return 'DeploymentNotFound';
  if (status === 503) return 'ServiceUnavailable';
  if (status >= 500) return 'InternalServerError';
  return status === 400 ? null : String(status);
}

/** Without the request's id, which is in the headers alone. */
function encodeHead({ kind, message, param }: ApiError): string {
  const code = codeOf(kind);
  if (code === null)
    return `{"error":${JSON.stringify({ message, type: kind.type, param, code: kind.code })}`;
  return `{"error":${JSON.stringify({ code, message: kind.code === 'invalid_api_key' ? NO_ACCESS : message })}`;
}

function refuse({ limit, waitMs }: LimitRefusal, model: string): string {
  const rate = limit.counts === 'requests' || limit.counts === 'concurrent' ? 'call' : 'token';
  const over = `Requests to the deployment ${model} have exceeded the ${rate} rate limit of your current OpenAI S0 pricing tier.`;
  const page = 'https://aka.ms/oai/quotaincrease';
  const advice = Number.isFinite(waitMs)
    ? `Please retry after ${Math.ceil(waitMs / MS_PER_SECOND)} seconds.`
    : 'The request is too large to be let through at all.';
  return `${over} ${advice} Please go here: ${page} if you would like to further increase the default rate limit.`;
}

export const azureDialect: Dialect = createDialect({
  models: {
    ...OPENAI_MODEL_WORDS,
    unknown: () =>
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, ' +
      'please wait a moment and try again.',
  },
  limits: { refuse, headers: rateLimitHeaders },
  requestIdHeader: 'x-request-id',
  otherIdHeader: 'apim-request-id',
  headers: [
    ['x-ms-region', REGION],
    ['x-ms-rai-invoked', 'true'],
  ],
  requestId: ({ uuid }) => uuid,
  statusOf: (kind) => kind.status,
  encodeHead,
  idInBody: false,
});
