/**
 * What DashScope's compatible mode refuses of requests for thoughts. Pure.
 *
 * The open models of Qwen3 that may think or not (`qwen3-32b`, `qwen3-235b-a22b`) do so in streams alone; the commercial ones
 * (`qwen-plus`, …), and those that came later, also in one piece. Source: Alibaba Cloud's page on deep thinking, and what the service
 * was reported to answer.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { JsonObject } from '../request/json-body.js';

/** By its size alone: later editions have a suffix. */
const STREAMS_THOUGHTS = /^qwen3-[\d.]+b(-a\d+b)?$/i;
const MESSAGE = 'parameter.enable_thinking must be set to false for non-streaming calls';

export function checkThinking({ model, stream, enable_thinking: thinks }: JsonObject): ApiError | undefined {
  if (thinks !== true || stream === true || typeof model !== 'string') return undefined;
  return STREAMS_THOUGHTS.test(model) ? apiError(ERROR_KINDS.wrongValue, MESSAGE, null) : undefined;
}
