/**
 * What a chat completion asks for beside words: tools, a format, thoughts, a length; in OpenAI's fields and in those that vLLM,
 * DeepSeek and DashScope added to them. Pure.
 *
 * Sources: OpenAI's public OpenAPI description; vLLM's documentation of its OpenAI-compatible server (extra parameters, structured
 * outputs, reasoning outputs); Alibaba Cloud's pages on deep thinking.
 */
import { type Ask, NO_ASK } from '../../../behavior/plan/wish.js';
import { type ApiError, isApiError } from '../../../shared/errors.js';
import type { JsonObject } from '../../request/body/json-body.js';
import { type Conversation, conversationOf } from '../../request/conversation.js';
import type { AskRules } from '../../request/read-request.js';
import { FORMAT_FIELDS, readFormat } from './format.js';
import { LENGTH_FIELDS, readLengths } from './lengths.js';
import { readReasoning } from './reasoning.js';
import { readFunctions, readTools } from './tools.js';

const CHAT_ASK_FIELDS: ReadonlySet<string> = new Set([
  ...LENGTH_FIELDS,
  'tools',
  'functions',
  ...FORMAT_FIELDS,
  'reasoning_effort',
  'reasoning',
  'enable_thinking',
  'thinking_budget',
  'thinking',
  'chat_template_kwargs',
]);

export const CHAT_ASKS: AskRules = { fields: CHAT_ASK_FIELDS, read: readChatAsk };

function readChatAsk(root: JsonObject): Ask | ApiError {
  const conversation = (): Conversation => conversationOf(root.messages, kindOfMessage);
  const tools = readTools(root, true, conversation) ?? readFunctions(root, conversation);
  if (isApiError(tools)) return tools;
  const format = readFormat(root);
  if (isApiError(format)) return format;
  return { ...NO_ASK, ...readLengths(root), tools, format, reasoning: readReasoning(root) };
}

function kindOfMessage({ role }: JsonObject): 'user' | 'tool' | 'other' {
  if (role === 'user') return 'user';
  return role === 'tool' || role === 'function' ? 'tool' : 'other';
}
