/**
 * vLLM's /detokenize: the text of tokens that /tokenize gave. Pure. Ids of a real vocabulary come to a text that means nothing.
 * Source: vLLM's public sources (DetokenizeRequest, DetokenizeResponse).
 */
import type { ApiError } from '../../shared/errors.js';
import { listedBody } from '../contract/listed-body.js';
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { OPENAI_WORDING } from '../openai/common/wording.js';
import type { JsonObject } from '../request/body/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { rules } from '../validation/rules.js';
import { textOfIds } from './token-ids.js';
import { TokenRequest } from './token-request.js';

const IDS_MAX = 262_144;
/** Of the text that are encoded at once. */
const CHUNK_CHARACTERS = 1_024;

const DETOKENIZE_BODY: BodyRules<TokenRequest> = {
  wording: OPENAI_WORDING,
  fields: rules({}),
  prompt: 'prompts',
  read: readIds,
  make: (model, { tokens }, tally) =>
    new TokenRequest(model, tally.tokens, textOfIds(tokens as readonly number[]), false),
};

function readIds({ tokens }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (tokens === undefined) return OPENAI_WORDING.missing('tokens');
  if (!Array.isArray(tokens)) return OPENAI_WORDING.wrongType('tokens', 'a list', tokens);
  if (tokens.length > IDS_MAX) return OPENAI_WORDING.listTooLong('tokens', IDS_MAX, tokens.length);
  const wrong = tokens.findIndex((id) => !Number.isSafeInteger(id) || id < 0);
  if (wrong !== -1) return wrongId(`tokens[${wrong}]`, tokens[wrong]);
  tally.addTokens(tokens.length);
  return undefined;
}

function wrongId(param: string, id: unknown): ApiError {
  if (!Number.isInteger(id)) return OPENAI_WORDING.wrongType(param, 'an integer', id);
  return OPENAI_WORDING.outOfBounds(param, 'integer', 0, Number.MAX_SAFE_INTEGER, id as number);
}

export const detokenizeProtocol: Protocol<TokenRequest> = {
  parse: (body, options) => readRequest(body, options, DETOKENIZE_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TokenRequest.restore,

  encodeReply({ text }) {
    const chunk = (index: number): string =>
      JSON.stringify(text.slice(index * CHUNK_CHARACTERS, (index + 1) * CHUNK_CHARACTERS)).slice(1, -1);
    const chunks = { count: Math.ceil(text.length / CHUNK_CHARACTERS), separator: '', item: chunk };
    return listedBody(['{"prompt":"', chunks, '"}']);
  },

  openStream: null,
};
