/**
 * What a request of the Messages API asks for beside words: tools, thoughts, a format. Pure.
 * Source: Anthropic's public API reference (Messages: tools, tool_choice, thinking, output_config).
 */
import {
  type Ask,
  type FormatAsk,
  NO_ASK,
  type ReasoningAsk,
  type Tool,
  type ToolAsk,
} from '../../behavior/plan/wish.js';
import { type ApiError, isApiError } from '../../shared/errors.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { type Conversation, conversationOf } from '../request/conversation.js';
import { type AskRules, numberOrNull } from '../request/read-request.js';
import { chooseTools, type ToolChoice } from '../request/tool-choice.js';
import { readMagic } from './magic-strings.js';
import { ANTHROPIC_WORDING as WORDING } from './wording.js';

const ASKING = ['tools', 'thinking', 'output_config', 'output_format'] as const;

export const MESSAGES_ASKS: AskRules = {
  fields: new Set(['messages', ...ASKING]),
  read(root) {
    const magic = readMagic(root.messages);
    if (magic === 'refusal') return { ...NO_ASK, isRefused: true };
    // Every body has messages; most ask for nothing else.
    if (ASKING.every((name) => root[name] === undefined)) return NO_ASK;
    const tools = readTools(root);
    if (isApiError(tools)) return tools;
    const format = readFormat(root);
    if (isApiError(format)) return format;
    return {
      ...NO_ASK,
      tools,
      format,
      reasoning: readThinking(root.thinking, magic === 'redacted'),
    } satisfies Ask;
  },
};

/** A tool of another type than `custom` runs at the provider, and is passed over. */
function readTools({ tools, tool_choice: choice, messages }: JsonObject): ToolAsk | ApiError | null {
  if (!Array.isArray(tools)) return null;
  const offered: Tool[] = [];
  for (let index = 0; index < tools.length; index++) {
    const tool: unknown = tools[index];
    const param = WORDING.at('tools', index);
    if (!isObject(tool)) return WORDING.wrongType(param, 'an object', tool);
    const { type, name, input_schema: schema } = tool;
    if (type !== undefined && type !== null && type !== 'custom') continue;
    if (name === undefined) return WORDING.missing(WORDING.at(param, 'name'));
    if (typeof name !== 'string') return WORDING.wrongType(WORDING.at(param, 'name'), 'a string', name);
    if (schema === undefined) return WORDING.missing(WORDING.at(param, 'input_schema'));
    if (!isObject(schema)) {
      return WORDING.wrongType(WORDING.at(param, 'input_schema'), 'an object', schema);
    }
    offered.push({ name, schema });
  }
  const { kind, isParallel } = readChoice(choice);
  const unknown = (name: string): ApiError =>
    WORDING.notOneOf(
      'tool_choice',
      offered.map((tool) => tool.name),
      name,
    );
  const conversation = (): Conversation => conversationOf(messages, kindOfMessage);
  return chooseTools(offered, { choice: kind, isParallel, unknown }, conversation);
}

function readChoice(choice: unknown): { readonly kind: ToolChoice['choice']; readonly isParallel: boolean } {
  if (!isObject(choice)) return { kind: 'auto', isParallel: true };
  const isParallel = choice.disable_parallel_tool_use !== true;
  switch (choice.type) {
    case 'any':
      return { kind: 'required', isParallel };
    case 'none':
      return { kind: 'none', isParallel };
    case 'tool':
      return { kind: typeof choice.name === 'string' ? { name: choice.name } : 'auto', isParallel };
    default:
      return { kind: 'auto', isParallel };
  }
}

/** What tools answered comes in a message of the user's. */
function kindOfMessage({ role, content }: JsonObject): 'user' | 'tool' | 'other' {
  if (role !== 'user') return 'other';
  const isResult = (block: unknown): boolean => isObject(block) && block.type === 'tool_result';
  return Array.isArray(content) && content.some(isResult) ? 'tool' : 'user';
}

function readThinking(thinking: unknown, isRedacted: boolean): ReasoningAsk | null {
  if (!isObject(thinking)) return null;
  const isWanted = thinking.type !== 'disabled';
  return { isWanted, tokensMax: numberOrNull(thinking.budget_tokens), ...(isRedacted && { isRedacted }) };
}

function readFormat({
  output_config: config,
  output_format: older,
}: JsonObject): FormatAsk | ApiError | null {
  const format = isObject(config) ? config.format : older;
  if (!isObject(format) || format.type !== 'json_schema') return null;
  const param = isObject(config) ? 'output_config.format.schema' : 'output_format.schema';
  const { schema } = format;
  if (schema === undefined) return WORDING.missing(param);
  return isObject(schema) ? { is: 'schema', schema } : WORDING.wrongType(param, 'an object', schema);
}
