/**
 * Errors as DashScope's compatible mode writes them: a `request_id` beside the error, and a bare UUID in `x-request-id`. Pure.
 * Source: Alibaba Cloud's error pages of the compatible mode.
 */
import type { ApiError } from '../../shared/errors.js';
import { createDialect, type Dialect } from '../contract/dialect.js';
import { OPENAI_MODEL_WORDS, rateLimitHeaders } from '../openai/dialect.js';

const ERROR_PAGE = 'https://help.aliyun.com/zh/model-studio/error-code';

/** It has codes of its own where a limit is passed, and they stand as the type, too. */
function limitCode(type: string): string {
  return type === 'requests' ? 'limit_requests' : 'insufficient_quota';
}

/** Key order as the service sends it. */
function encodeHead({ kind, message, param }: ApiError): string {
  const limit = kind.status === 429 ? limitCode(kind.type) : null;
  const [code, type] = limit === null ? [kind.code, kind.type] : [limit, limit];
  return `{"error":${JSON.stringify({ code, param, message, type })}`;
}

export const dashScopeDialect: Dialect = createDialect({
  models: {
    unknown: OPENAI_MODEL_WORDS.unknown,
    tooLong: ({ most }) =>
      `<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, ${most}]`,
  },
  limits: {
    refuse: ({ limit: { counts } }) =>
      counts === 'requests' || counts === 'concurrent'
        ? `You exceeded your current requests list. For details, see: ${ERROR_PAGE}#rate-limit`
        : `Allocated quota exceeded, please increase your quota limit. For details, see: ${ERROR_PAGE}#token-limit`,
    headers: rateLimitHeaders,
  },
  requestIdHeader: 'x-request-id',
  requestId: ({ uuid }) => uuid,
  statusOf: (kind) => kind.status,
  encodeHead,
  idInBody: true,
});
