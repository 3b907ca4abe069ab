/**
 * How OpenAI's APIs write messages: chat completions as `messages`, the Responses API as `input`. Pure data.
 */
import type { MessageRules } from '../../request/messages.js';
import { createOpenAiMedia } from './media-parts.js';
import { OPENAI_WORDING } from './wording.js';

export const CHAT_MESSAGES: MessageRules = {
  wording: OPENAI_WORDING,
  roles: ['system', 'assistant', 'user', 'function', 'tool', 'developer'],
  roleDefault: null,
  content: 'content',
  contentRequired: false,
  contentText: true,
  textParts: ['text'],
  otherItems: false,
  media: createOpenAiMedia({ dashScope: false }),
};

/** The same in DashScope's compatible mode. */
export const DASHSCOPE_MESSAGES: MessageRules = {
  ...CHAT_MESSAGES,
  media: createOpenAiMedia({ dashScope: true }),
};

export const RESPONSE_ITEMS: MessageRules = {
  ...CHAT_MESSAGES,
  roles: ['assistant', 'system', 'developer', 'user'],
  textParts: ['input_text', 'output_text'],
  otherItems: true,
};
