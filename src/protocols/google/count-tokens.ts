/**
 * Gemini's countTokens: a request that is answered with the size of its prompt. Pure.
 * Source: Google's public Gemini API reference (CountTokensRequest, CountTokensResponse).
 */
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { type AskRules, type BodyRules, readRequest } from '../request/read-request.js';
import { silentRequest } from '../request/silent-request.js';
import { TextRequest } from '../request/text-request.js';
import { GENERATE_ASKS } from './asks.js';
import { encodePromptDetails } from './candidate.js';
import { readContents } from './contents.js';
import { fieldOf, GENERATE_FIELDS } from './fields.js';
import { GOOGLE_WORDING, snake } from './wording.js';

const WITHIN = 'generateContentRequest';

/** The contents are in the body, or in the request within it that is to be counted. */
function counted(root: JsonObject): JsonObject {
  const within = fieldOf(root, WITHIN);
  return isObject(within) ? within : root;
}

/** What it asks for is of no matter, but has to be right. */
const COUNTED_ASKS: AskRules = {
  fields: new Set([...GENERATE_ASKS.fields, WITHIN, snake(WITHIN)]),
  read: (root) => GENERATE_ASKS.read(counted(root)),
};

const COUNT_BODY: BodyRules<TextRequest> = {
  wording: GOOGLE_WORDING,
  fields: GENERATE_FIELDS,
  prompt: 'messages',
  read: (root, tally) => readContents(counted(root), tally),
  ask: COUNTED_ASKS,
  make: (model, _root, { tokens, media }) => silentRequest(model, tokens, 1, media),
};

export const countTokensProtocol: Protocol<TextRequest> = {
  parse: (body, options) => readRequest(body, options, COUNT_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TextRequest.restore,

  encodeReply(_request, { usage }) {
    return `{"totalTokens":${usage.promptTokens},"promptTokensDetails":${encodePromptDetails(usage)}}`;
  },

  openStream: null,
};
