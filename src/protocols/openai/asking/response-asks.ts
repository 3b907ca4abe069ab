/**
 * What a request of the Responses API asks for beside words: tools, a format, thoughts. Pure.
 * Source: OpenAI's public OpenAPI description (CreateResponse: tools, text, reasoning).
 */
import { NO_ASK } from '../../../behavior/plan/wish.js';
import { isApiError } from '../../../shared/errors.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import { type Conversation, conversationOf } from '../../request/conversation.js';
import type { AskRules } from '../../request/read-request.js';
import { readOneFormat } from './format.js';
import { LENGTH_FIELDS, readLengths } from './lengths.js';
import { readEffort } from './reasoning.js';
import { readTools } from './tools.js';

export const RESPONSE_ASKS: AskRules = {
  fields: new Set([...LENGTH_FIELDS, 'tools', 'text', 'reasoning']),
  read(root) {
    const conversation = (): Conversation => conversationOf(root.input, kindOfItem);
    const tools = readTools(root, false, conversation);
    if (isApiError(tools)) return tools;
    const { text, reasoning } = root;
    const format = isObject(text) && isObject(text.format) ? readOneFormat(text.format, 'text.format') : null;
    if (isApiError(format)) return format;
    const isWanted = isObject(reasoning) ? readEffort(reasoning.effort) : null;
    const thoughts = isWanted === null ? null : { isWanted, tokensMax: null };
    return { ...NO_ASK, ...readLengths(root), tools, format, reasoning: thoughts };
  },
};

function kindOfItem({ type, role }: JsonObject): 'user' | 'tool' | 'other' {
  if (role === 'user') return 'user';
  return type === 'function_call_output' ? 'tool' : 'other';
}
