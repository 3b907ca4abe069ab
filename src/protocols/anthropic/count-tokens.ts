/**
 * The counting of a Messages request: answered with the size of its prompt. Pure.
 * Source: Anthropic's public API reference (Count tokens in a Message).
 */
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { silentRequest } from '../request/silent-request.js';
import { TextRequest } from '../request/text-request.js';
import { MESSAGES_ASKS } from './asks.js';
import { MESSAGES_FIELDS, readConversation } from './messages.js';
import { ANTHROPIC_WORDING } from './wording.js';

/** As for messages, but that no limit is wanted. */
const COUNT_BODY: BodyRules<TextRequest> = {
  wording: ANTHROPIC_WORDING,
  fields: MESSAGES_FIELDS,
  prompt: 'messages',
  read: readConversation,
  // What it asks for is of no matter, but has to be right.
  ask: MESSAGES_ASKS,
  make: (model, _root, { tokens }) => silentRequest(model, tokens),
};

export const messagesCountProtocol: Protocol<TextRequest> = {
  parse: (body, options) => readRequest(body, options, COUNT_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TextRequest.restore,
  encodeReply: (_request, { usage }) => `{"input_tokens":${usage.promptTokens}}`,
  openStream: null,
};
