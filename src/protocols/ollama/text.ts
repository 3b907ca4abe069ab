/**
 * Ollama's chat and generate: requests, replies, streams. Pure. A request without a message, or without a prompt, has the model
 * loaded, and is answered with no text.
 * Source: Ollama's public API reference (POST /api/chat, POST /api/generate).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { textBody } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { JSON_LINES } from '../contract/stream-format.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { type MessageRules, readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { TextRequest } from '../request/text-request.js';
import { BOOLEAN, LIST, rules, STRING } from '../validation/rules.js';
import { OLLAMA_ASKS } from './asks.js';
import { CHAT_FIELDS, COMMON_FIELDS, textOptions } from './fields.js';
import { CHAT_LINE, encodeWhole, GENERATE_LINE, type LineForm } from './line.js';
import { LineEvents, LinePartsEvents } from './line-events.js';
import { OLLAMA_WORDING } from './wording.js';

const MESSAGES: MessageRules = {
  wording: OLLAMA_WORDING,
  roles: ['user', 'assistant', 'system', 'tool', 'developer'],
  roleDefault: null,
  content: 'content',
  contentRequired: false,
  contentText: true,
  textParts: [],
  otherItems: false,
};

/** A message's content is one text there. */
function readTurns({ messages }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (messages === undefined || messages === null) return undefined;
  if (!Array.isArray(messages)) return OLLAMA_WORDING.wrongType('messages', 'a list of objects', messages);
  for (const message of messages) {
    const content: unknown = isObject(message) ? message.content : undefined;
    if (content !== undefined && content !== null && typeof content !== 'string') {
      return OLLAMA_WORDING.wrongType('messages.content', 'a string', content);
    }
  }
  return messages.length === 0 ? undefined : readMessages(messages, 'messages', MESSAGES, tally);
}

const CHAT_BODY: BodyRules<TextRequest> = {
  wording: OLLAMA_WORDING,
  fields: CHAT_FIELDS,
  prompt: 'messages',
  read: readTurns,
  ask: OLLAMA_ASKS,
  make(model, root, { tokens, userText, media }, _options, ask) {
    const speaks = Array.isArray(root.messages) && root.messages.length > 0;
    return TextRequest.of(model, tokens, {
      ...textOptions(root, speaks, userText),
      ask: speaks ? ask : null,
      media,
    });
  },
};

export const GENERATE_FIELDS = rules({
  ...COMMON_FIELDS,
  prompt: STRING,
  suffix: STRING,
  system: STRING,
  template: STRING,
  context: LIST,
  images: LIST,
  raw: BOOLEAN,
});

function readPrompt({ prompt, system }: JsonObject, tally: PromptTally): undefined {
  tally.addPrompts(
    [system, prompt].filter((text): text is string => typeof text === 'string' && text !== ''),
  );
}

const GENERATE_BODY: BodyRules<TextRequest> = {
  wording: OLLAMA_WORDING,
  fields: GENERATE_FIELDS,
  prompt: 'prompts',
  read: readPrompt,
  ask: OLLAMA_ASKS,
  make(model, root, { tokens, userText, media }, _options, ask) {
    const speaks = typeof root.prompt === 'string' && root.prompt !== '';
    return TextRequest.of(model, tokens, {
      ...textOptions(root, speaks, userText),
      ask: speaks ? ask : null,
      media,
    });
  },
};

function createProtocol(rules: BodyRules<TextRequest>, form: LineForm): Protocol<TextRequest> {
  return {
    parse: (body, options) => readRequest(body, options, rules),
    streamFormat: JSON_LINES,
    tellsTimes: true,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      if (!request.speaks || isShortReply(answer, 1, request.model.length)) {
        return encodeWhole(request, answer, form, spokenIn(answer));
      }
      return textBody(encodeWhole(request, answer, form, marksIn(answer)), fillingsOf(answer));
    },

    openStream: (request, answer) =>
      answer.parts === null
        ? new LineEvents(request, answer, form)
        : new LinePartsEvents(request, answer, answer.parts, form),
  };
}

export const chatProtocol = createProtocol(CHAT_BODY, CHAT_LINE);
export const generateProtocol = createProtocol(GENERATE_BODY, GENERATE_LINE);
