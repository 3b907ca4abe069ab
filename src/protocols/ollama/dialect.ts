/**
 * Errors as Ollama writes them: a text in `error`, and nothing else. Pure. Source: Ollama's public API reference, Errors.
 */
import { createDialect, type Dialect, prefixedId } from '../contract/dialect.js';
import { limitName } from '../contract/limit-words.js';

export const ollamaDialect: Dialect = createDialect({
  models: {
    unknown: (model) => `model '${model}' not found`,
    tooLong: ({ most, promptTokens, wantedTokens }) =>
      `the input length exceeds the context length: ${promptTokens + wantedTokens} > ${most}`,
  },
  limits: {
    refuse: ({ limit }) => `rate limit reached: ${limitName(limit)}, please try again later`,
    headers: () => [],
  },
  requestIdHeader: 'x-request-id',
  requestId: prefixedId,
  statusOf: ({ status }) => status,
  encodeHead: ({ message }) => `{"error":${JSON.stringify(message)}`,
  idInBody: false,
});
