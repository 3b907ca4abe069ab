/**
 * What a request of generateContent asks for beside words: functions, a format, thoughts. Pure.
 * Source: Google's public Gemini API reference (Tool, ToolConfig, GenerationConfig, ThinkingConfig).
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
import { type Conversation, conversationOf } from '../request/conversation.js';
import { type AskRules, numberOrNull } from '../request/read-request.js';
import { chooseTools, type ToolChoice } from '../request/tool-choice.js';
import { fieldOf, objectOf } from './fields.js';
import { snake, GOOGLE_WORDING as WORDING } from './wording.js';

const FIELDS = ['tools', 'generationConfig'];

export const GENERATE_ASKS: AskRules = {
  fields: new Set([...FIELDS, ...FIELDS.map(snake)]),
  read(root) {
    const config = objectOf(root, 'generationConfig');
    const tools = readTools(root);
    if (isApiError(tools)) return tools;
    const format = readFormat(config);
    if (isApiError(format)) return format;
    return { ...NO_ASK, tools, format, reasoning: readThinking(objectOf(config, 'thinkingConfig')) };
  },
};

/** Whether thoughts are shown, not only counted. */
export function showsThoughts(root: JsonObject): boolean {
  const thinking = objectOf(objectOf(root, 'generationConfig'), 'thinkingConfig');
  return fieldOf(thinking, 'includeThoughts') === true;
}

/** What is no function (a search, the running of code) is done at the provider, and passed over. */
function readTools(root: JsonObject): ToolAsk | ApiError | null {
  const { tools } = root;
  if (!Array.isArray(tools)) return null;
  const offered: Tool[] = [];
  for (let index = 0; index < tools.length; index++) {
    const tool: unknown = tools[index];
    const param = WORDING.at('tools', index);
    if (!isObject(tool)) return WORDING.wrongType(param, 'an object', tool);
    const declared = fieldOf(tool, 'functionDeclarations');
    if (declared === undefined) continue;
    const path = WORDING.at(param, 'functionDeclarations');
    if (!Array.isArray(declared)) return WORDING.wrongType(path, 'a list of objects', declared);
    for (let at = 0; at < declared.length; at++) {
      const read = readDeclaration(declared[at], WORDING.at(path, at));
      if (isApiError(read)) return read;
      offered.push(read);
    }
  }
  const config = objectOf(objectOf(root, 'toolConfig'), 'functionCallingConfig');
  return chooseAmong(offered, config, root);
}

function readDeclaration(value: unknown, param: string): Tool | ApiError {
  if (!isObject(value)) return WORDING.wrongType(param, 'an object', value);
  const { name, parameters } = value;
  if (name === undefined) return WORDING.missing(WORDING.at(param, 'name'));
  if (typeof name !== 'string') return WORDING.wrongType(WORDING.at(param, 'name'), 'a string', name);
  return { name, schema: fieldOf(value, 'parametersJsonSchema') ?? parameters };
}

function chooseAmong(
  offered: readonly Tool[],
  config: JsonObject,
  root: JsonObject,
): ToolAsk | ApiError | null {
  const allowed = fieldOf(config, 'allowedFunctionNames');
  const mode = String(fieldOf(config, 'mode') ?? 'AUTO').toUpperCase();
  const names = offered.map(({ name }) => name);
  const unknown = (name: string): ApiError =>
    WORDING.notOneOf('toolConfig.functionCallingConfig.allowedFunctionNames', names, name);
  let tools = offered;
  if (mode === 'ANY' && Array.isArray(allowed) && allowed.length > 0) {
    const missing = allowed.find((name) => !names.includes(name as string));
    if (missing !== undefined) return unknown(String(missing));
    tools = offered.filter(({ name }) => allowed.includes(name));
  }
  const conversation = (): Conversation => conversationOf(root.contents, kindOfContent);
  const choice: ToolChoice['choice'] = mode === 'ANY' ? 'required' : mode === 'NONE' ? 'none' : 'auto';
  return chooseTools(tools, { choice, isParallel: true, unknown }, conversation);
}

function kindOfContent(content: JsonObject): 'user' | 'tool' | 'other' {
  const { role, parts } = content;
  const isResult = (part: unknown): boolean =>
    isObject(part) && fieldOf(part, 'functionResponse') !== undefined;
  if (Array.isArray(parts) && parts.some(isResult)) return 'tool';
  return role === 'model' ? 'other' : 'user';
}

function readFormat(config: JsonObject): FormatAsk | ApiError | null {
  const type = fieldOf(config, 'responseMimeType');
  const schema = fieldOf(config, 'responseJsonSchema') ?? fieldOf(config, 'responseSchema');
  if (type === 'text/x.enum' && isObject(schema) && Array.isArray(schema.enum)) {
    return { is: 'choice', choices: schema.enum.map(String) };
  }
  if (type !== 'application/json') return null;
  return schema === undefined ? JSON_OBJECT : { is: 'schema', schema };
}

/** A budget of -1 leaves it to the model. */
function readThinking(config: JsonObject): ReasoningAsk | null {
  const budget = numberOrNull(fieldOf(config, 'thinkingBudget'));
  if (budget !== null && budget >= 0) return { isWanted: budget > 0, tokensMax: budget };
  const isAsked =
    budget !== null ||
    fieldOf(config, 'includeThoughts') === true ||
    fieldOf(config, 'thinkingLevel') !== undefined;
  return isAsked ? { isWanted: true, tokensMax: null } : null;
}
