/**
 * Errors as Cohere's API writes them: a message alone. Pure. Source: Cohere's public API reference (Errors).
 */
import { createDialect, type Dialect } from '../contract/dialect.js';
import { limitName } from '../contract/limit-words.js';

export const cohereDialect: Dialect = createDialect({
  models: {
    unknown: (model) =>
      `model '${model}' not found, make sure the correct model ID was used and that you have access to the model.`,
    tooLong: ({ most, promptTokens, wantedTokens }) =>
      `too many tokens: total number of tokens in the prompt cannot exceed ${most} - received ${promptTokens + wantedTokens}.`,
  },
  limits: {
    refuse: ({ limit }) => `You are past the limit of ${limitName(limit)}, please wait and try again later.`,
    headers: () => [],
  },
  requestIdHeader: 'x-debug-trace-id',
  requestId: ({ hex }) => hex,
  statusOf: (kind) => kind.status,
  encodeHead: ({ message }) => JSON.stringify({ message }).slice(0, -1),
  idInBody: false,
});
