/**
 * Errors, and headers of rate limits, as OpenAI's API writes them, at /v1 and in Azure's deployments. Pure. Source: OpenAI's public
 * OpenAPI description, and its guide on rate limits.
 */
import type { ApiError } from '../../shared/errors.js';
import { createDialect, type Dialect, prefixedId } from '../contract/dialect.js';
import { type LimitRefusal, type Standing, type Standings, tokenStanding } from '../contract/limit-words.js';
import type { ModelWords } from '../contract/model-words.js';
import { goDuration } from './common/go-duration.js';

/** Key order as the service sends it. */
function encodeHead({ kind, message, param }: ApiError): string {
  return `{"error":${JSON.stringify({ message, type: kind.type, param, code: kind.code })}`;
}

const ORGANIZATION = 'org-mock';
const VERSION = '2020-10-01';
const LEARN_MORE = 'Visit https://platform.openai.com/account/rate-limits to learn more.';
const PERIODS = { s: ['sec', 'S'], min: ['min', 'M'], h: ['hour', 'H'], day: ['day', 'D'] } as const;

/** For example `requests per min (RPM)`. */
function rateName({ limit }: LimitRefusal): string {
  if (limit.counts === 'concurrent') return 'concurrent requests';
  const [period, letter] = PERIODS[limit.period];
  const isOfRequests = limit.counts === 'requests';
  return `${isOfRequests ? 'requests' : 'tokens'} per ${period} (${isOfRequests ? 'R' : 'T'}P${letter})`;
}

function refuse(refusal: LimitRefusal, model: string): string {
  const { most, used, requested, waitMs } = refusal;
  const where = `for ${model} in organization ${ORGANIZATION} on ${rateName(refusal)}`;
  if (!Number.isFinite(waitMs)) {
    const advice = 'The input or output tokens must be reduced in order to run successfully.';
    return `Request too large ${where}: Limit ${most}, Requested ${requested}. ${advice} ${LEARN_MORE}`;
  }
  const numbers = `Limit ${most}, Used ${used}, Requested ${requested}`;
  return `Rate limit reached ${where}: ${numbers}. Please try again in ${goDuration(waitMs)}. ${LEARN_MORE}`;
}

/** The headers of the limits alone, which others send, too. */
export function rateLimitHeaders(standings: Standings): readonly (readonly [string, string])[] {
  return [
    ...standingHeaders('requests', standings.requests),
    ...standingHeaders('tokens', tokenStanding(standings)),
  ];
}

function standingHeaders(what: string, standing: Standing | undefined): (readonly [string, string])[] {
  if (standing === undefined) return [];
  return [
    [`x-ratelimit-limit-${what}`, String(standing.limit)],
    [`x-ratelimit-remaining-${what}`, String(standing.remaining)],
    [`x-ratelimit-reset-${what}`, goDuration(standing.resetMs)],
  ];
}

export const OPENAI_MODEL_WORDS: ModelWords = {
  unknown: (model) => `The model \`${model}\` does not exist or you do not have access to it.`,
  tooLong({ most, promptTokens, wantedTokens }) {
    const start = `This model's maximum context length is ${most} tokens.`;
    if (wantedTokens === 0) {
      return `${start} However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`;
    }
    const parts = `${promptTokens} in the messages, ${wantedTokens} in the completion`;
    const asked = `However, you requested ${promptTokens + wantedTokens} tokens (${parts}).`;
    return `${start} ${asked} Please reduce the length of the messages or completion.`;
  },
};

export const openAiDialect: Dialect = createDialect({
  models: OPENAI_MODEL_WORDS,
  limits: {
    refuse,
    headers: (standings, elapsedMs) => [
      ['openai-organization', ORGANIZATION],
      ['openai-processing-ms', String(elapsedMs)],
      ['openai-version', VERSION],
      ...rateLimitHeaders(standings),
    ],
  },
  requestIdHeader: 'x-request-id',
  requestId: prefixedId,
  statusOf: (kind) => kind.status,
  encodeHead,
  idInBody: false,
});
