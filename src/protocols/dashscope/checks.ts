/**
 * What DashScope's compatible mode refuses that OpenAI takes. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { JsonObject } from '../request/body/json-body.js';
import { batchMax, batchTooLarge, isItsEmbedding, whyOnlyStreamed } from './model-rules.js';

const ALGO = '<400> InternalError.Algo.InvalidParameter: ';

/** A chat completion in one piece, of a model that only streams. */
export function checkOnlyStreamed({
  model,
  stream,
  enable_thinking: isThinking,
}: JsonObject): ApiError | undefined {
  if (stream === true || typeof model !== 'string') return undefined;
  const why = whyOnlyStreamed(model, typeof isThinking === 'boolean' ? isThinking : null);
  return why === null ? undefined : apiError(ERROR_KINDS.wrongValue, why);
}

/** More texts than one of the service's models takes at once. */
export function checkBatch({ model }: JsonObject, texts: number): ApiError | undefined {
  if (typeof model !== 'string' || !isItsEmbedding(model)) return undefined;
  const most = batchMax(model);
  return texts > most ? apiError(ERROR_KINDS.wrongValue, ALGO + batchTooLarge(most)) : undefined;
}
