/**
 * Anthropic's Messages API: requests, replies, streams. Pure.
 * Source: Anthropic's public API reference (Messages, Streaming messages, Errors).
 */

import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { textBody } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import type { JsonObject } from '../request/body/json-body.js';
import { type MessageRules, readContent, readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import { checkValue } from '../validation/check.js';
import { BOOLEAN, COUNT, integer, LIST, number, OBJECT, rules, STRING } from '../validation/rules.js';
import { MESSAGES_ASKS } from './asks.js';
import { BLOCK_MEDIA } from './media-blocks.js';
import { encodeWhole } from './message.js';
import { MessageEvents } from './message-events.js';
import { MessagePartsEvents } from './parts-events.js';
import { ANTHROPIC_PREFIX } from './prefix.js';
import { RefusalEvents } from './refusal-events.js';
import { ANTHROPIC_WORDING } from './wording.js';

export type MessagesRequest = TextRequest;

export const MESSAGES_FIELDS = rules({
  stream: BOOLEAN,
  // Texts that would end every answer at once are refused, as there.
  stop_sequences: { is: 'stop texts', orOne: false, textsMax: Number.MAX_SAFE_INTEGER, blank: false },
  temperature: number(0, 1),
  top_p: number(0, 1),
  top_k: integer(0, Number.MAX_SAFE_INTEGER),
  metadata: OBJECT,
  thinking: OBJECT,
  tool_choice: OBJECT,
  tools: LIST,
  output_config: OBJECT,
  output_format: OBJECT,
  service_tier: STRING,
});

const TURNS: MessageRules = {
  wording: ANTHROPIC_WORDING,
  roles: ['user', 'assistant'],
  roleDefault: null,
  content: 'content',
  contentRequired: true,
  contentText: true,
  textParts: ['text'],
  otherItems: false,
  media: BLOCK_MEDIA,
};

/** Reads what is said so far into a tally. */
export function readConversation({ system, messages }: JsonObject, tally: PromptTally): ApiError | undefined {
  return readSystem(system, tally) ?? readMessages(messages, 'messages', TURNS, tally);
}

const MESSAGES_BODY: BodyRules<MessagesRequest> = {
  wording: ANTHROPIC_WORDING,
  required: checkMaxTokens,
  fields: MESSAGES_FIELDS,
  prompt: 'messages',
  prefix: ANTHROPIC_PREFIX,
  read(root, tally) {
    const problem = readConversation(root, tally);
    // Of the whole request it marks what comes last.
    if (root.cache_control) tally.mark();
    return problem;
  },
  ask: MESSAGES_ASKS,
  make: textRequest((root, stream, userText) => ({
    tokensMax: root.max_tokens as number,
    stop: (root.stop_sequences as readonly string[] | null | undefined) ?? NO_STOP,
    stream,
    choices: 1,
    includeUsage: true,
    userText,
  })),
};

/** The one option that must be there. */
function checkMaxTokens({ max_tokens: value }: JsonObject): ApiError | undefined {
  if (value === undefined) return ANTHROPIC_WORDING.missing('max_tokens');
  return checkValue(value, 'max_tokens', COUNT, ANTHROPIC_WORDING);
}

/** A text, or a list of text blocks; it counts as a message of its own. */
function readSystem(system: unknown, tally: PromptTally): ApiError | undefined {
  if (system === undefined || system === null) return undefined;
  tally.startMessage('system');
  return readContent(system, 'system', TURNS, tally);
}

export const messagesProtocol: Protocol<MessagesRequest> = {
  parse: (body, options) => readRequest(body, options, MESSAGES_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TextRequest.restore,

  encodeReply(request, answer) {
    const characters = request.model.length + (answer.stopText?.length ?? 0);
    if (isShortReply(answer, 1, characters)) return encodeWhole(request, answer, spokenIn(answer));
    return textBody(encodeWhole(request, answer, marksIn(answer)), fillingsOf(answer));
  },

  openStream(request, answer) {
    if (answer.finish === 'refusal') return new RefusalEvents(request, answer);
    return answer.parts === null
      ? new MessageEvents(request, answer)
      : new MessagePartsEvents(request, answer, answer.parts);
  },
};
