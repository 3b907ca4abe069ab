/**
 * What a request of Ollama's asks for beside words: tools, a format, thoughts. Pure.
 * Source: Ollama's public API reference (chat: tools, format, think).
 */
import {
  type FormatAsk,
  JSON_OBJECT,
  NO_ASK,
  type ReasoningAsk,
  type Tool,
  type ToolAsk,
} from '../../behavior/plan/wish.js';
import { type ApiError, isApiError } from '../../shared/errors.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { conversationOf } from '../request/conversation.js';
import type { AskRules } from '../request/read-request.js';
import { chooseTools } from '../request/tool-choice.js';
import { OLLAMA_WORDING as WORDING } from './wording.js';

export const OLLAMA_ASKS: AskRules = {
  fields: new Set(['tools', 'format', 'think']),
  read(root) {
    const tools = readTools(root);
    if (isApiError(tools)) return tools;
    const format = readFormat(root.format);
    if (isApiError(format)) return format;
    const reasoning = readThink(root.think);
    if (isApiError(reasoning)) return reasoning;
    return { ...NO_ASK, tools, format, reasoning };
  },
};

function readTools({ tools, messages }: JsonObject): ToolAsk | ApiError | null {
  if (!Array.isArray(tools)) return null;
  const offered: Tool[] = [];
  for (const tool of tools) {
    if (!isObject(tool)) return WORDING.wrongType('tools', 'an object', tool);
    const { function: called } = tool;
    if (!isObject(called)) return WORDING.missing('tools.function');
    const { name, parameters } = called;
    if (name === undefined) return WORDING.missing('tools.function.name');
    if (typeof name !== 'string') return WORDING.wrongType('tools.function.name', 'a string', name);
    offered.push({ name, schema: parameters ?? undefined });
  }
  const unknown = (name: string): ApiError => WORDING.notOneOf('tools', [], name);
  return chooseTools(offered, { choice: 'auto', isParallel: true, unknown }, () =>
    conversationOf(messages, ({ role }) => (role === 'user' || role === 'tool' ? role : 'other')),
  );
}

/** `"json"`, or a schema; an empty text is none. */
function readFormat(format: unknown): FormatAsk | ApiError | null {
  if (format === undefined || format === null || format === '') return null;
  if (format === 'json') return JSON_OBJECT;
  if (isObject(format)) return { is: 'schema', schema: format };
  return WORDING.notOneOf('format', ['"json"', 'a JSON schema object'], format);
}

const LEVELS: readonly unknown[] = ['low', 'medium', 'high', 'max'];

function readThink(think: unknown): ReasoningAsk | ApiError | null {
  if (think === undefined || think === null) return null;
  if (typeof think === 'boolean') return { isWanted: think, tokensMax: null };
  if (LEVELS.includes(think)) return { isWanted: true, tokensMax: null };
  return WORDING.notOneOf('think', ['true', 'false', ...LEVELS.map(String)], think);
}
