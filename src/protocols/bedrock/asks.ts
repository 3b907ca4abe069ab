/**
 * What a request of Converse asks for beside words: tools, thoughts, a format. Pure.
 * Source: AWS's public API reference (ToolConfiguration, ToolChoice, OutputConfig), and its guides on reasoning.
 */
import {
  type FormatAsk,
  NO_ASK,
  type ReasoningAsk,
  type Tool,
  type ToolAsk,
} from '../../behavior/plan/wish.js';
import { type ApiError, isApiError } from '../../shared/errors.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { conversationOf } from '../request/conversation.js';
import { type AskRules, numberOrNull } from '../request/read-request.js';
import { chooseTools, type ToolChoice } from '../request/tool-choice.js';
import { BEDROCK_WORDING as WORDING } from './wording.js';

export const CONVERSE_ASKS: AskRules = {
  fields: new Set(['toolConfig', 'additionalModelRequestFields', 'outputConfig']),
  read(root) {
    const tools = readTools(root);
    if (isApiError(tools)) return tools;
    const format = readFormat(root.outputConfig);
    if (isApiError(format)) return format;
    return { ...NO_ASK, tools, format, reasoning: readReasoning(root.additionalModelRequestFields) };
  },
};

/** What is no specification (a cache point, a tool that runs at AWS) is passed over. */
function readTools({ toolConfig: config, messages }: JsonObject): ToolAsk | ApiError | null {
  if (!isObject(config)) return null;
  const { tools, toolChoice } = config;
  const path = 'toolConfig.tools';
  if (tools === undefined) return WORDING.missing(path);
  if (!Array.isArray(tools)) return WORDING.wrongType(path, 'a list of objects', tools);
  const offered: Tool[] = [];
  for (let index = 0; index < tools.length; index++) {
    const tool: unknown = tools[index];
    const param = WORDING.at(path, index);
    if (!isObject(tool)) return WORDING.wrongType(param, 'an object', tool);
    const { toolSpec } = tool;
    if (toolSpec === undefined) continue;
    if (!isObject(toolSpec)) return WORDING.wrongType(`${param}.toolSpec`, 'an object', toolSpec);
    const { name, inputSchema } = toolSpec;
    if (typeof name !== 'string') return WORDING.missing(`${param}.toolSpec.name`);
    if (!isObject(inputSchema)) return WORDING.missing(`${param}.toolSpec.inputSchema`);
    offered.push({ name, schema: inputSchema.json });
  }
  const names = offered.map(({ name }) => name);
  const unknown = (name: string): ApiError =>
    WORDING.notOneOf('toolConfig.toolChoice.tool.name', names, name);
  return chooseTools(offered, { choice: readChoice(toolChoice), isParallel: true, unknown }, () =>
    conversationOf(messages, kindOfMessage),
  );
}

function readChoice(choice: unknown): ToolChoice['choice'] {
  if (!isObject(choice)) return 'auto';
  if (choice.any !== undefined) return 'required';
  const { tool } = choice;
  return isObject(tool) && typeof tool.name === 'string' ? { name: tool.name } : 'auto';
}

/** What tools answered comes in a message of the user's. */
function kindOfMessage({ role, content }: JsonObject): 'user' | 'tool' | 'other' {
  if (role !== 'user') return 'other';
  const isResult = (block: unknown): boolean => isObject(block) && block.toolResult !== undefined;
  return Array.isArray(content) && content.some(isResult) ? 'tool' : 'user';
}

/** Fields of the model's own: Claude's `thinking`, which was `reasoning_config`, and Nova's `reasoningConfig`. */
function readReasoning(more: unknown): ReasoningAsk | null {
  if (!isObject(more)) return null;
  const config = more.thinking ?? more.reasoning_config ?? more.reasoningConfig;
  if (!isObject(config)) return null;
  return { isWanted: config.type !== 'disabled', tokensMax: numberOrNull(config.budget_tokens) };
}

/** The schema is JSON in a text. */
function readFormat(config: unknown): FormatAsk | ApiError | null {
  const format = isObject(config) ? config.textFormat : undefined;
  const structure = isObject(format) ? format.structure : undefined;
  const within = isObject(structure) ? structure.jsonSchema : undefined;
  if (!isObject(within)) return null;
  const param = 'outputConfig.textFormat.structure.jsonSchema.schema';
  const { schema } = within;
  if (typeof schema !== 'string') return WORDING.wrongType(param, 'a string', schema);
  try {
    return { is: 'schema', schema: JSON.parse(schema) };
  } catch {
    return WORDING.notOneOf(param, ['JSON'], schema);
  }
}
