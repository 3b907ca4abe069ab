/**
 * What DashScope's models do not do, by their names, as data. Pure.
 * Source: Alibaba Cloud's pages on streaming output, deep thinking and text embeddings; messages as the service was seen to send.
 */

/** Thinks whatever is asked, or speaks in sounds. */
const STREAMS_ONLY = /^(qwq|qvq)|omni|-thinking\b/;
/** Open models of Qwen3 think unless they are told not to; those that only follow instructions do not. */
const THINKS_BY_DEFAULT = /^qwen3-(vl-)?\d+(\.\d+)?b(?!.*(instruct|coder))/;

/** Why a model does not answer in one piece; null where it does. `isThinking`: whether thoughts are asked for, if that is said. */
export function whyOnlyStreamed(model: string, isThinking: boolean | null): string | null {
  if (STREAMS_ONLY.test(model)) {
    return 'This model only support stream mode, please enable the stream parameter to access the model.';
  }
  if (THINKS_BY_DEFAULT.test(model) && isThinking !== false) {
    return 'parameter.enable_thinking must be set to false for non-streaming calls';
  }
  return null;
}

/** Whether a stream of it has thoughts, and so comes piece by piece. */
export function thinks(model: string, isThinking: boolean | null): boolean {
  return isThinking ?? (STREAMS_ONLY.test(model) || THINKS_BY_DEFAULT.test(model));
}

/** Models that the service has; others are whatever a client likes to call them. */
const ITS_EMBEDDINGS = /^(text-embedding-(async-)?v\d|qwen[\d.]*-text-embedding)/;
const BATCH = 10;
const BATCH_OF_OLD = 25;

/** How many texts an embedding model takes at once. */
export function batchMax(model: string): number {
  return /^text-embedding-(async-)?v[12]$/.test(model) ? BATCH_OF_OLD : BATCH;
}

/** Whether it is one of the service's own, by its name. */
export function isItsEmbedding(model: string): boolean {
  return ITS_EMBEDDINGS.test(model);
}

export function batchTooLarge(most: number): string {
  return `Value error, batch size is invalid, it should not be larger than ${most}.: input.contents`;
}
