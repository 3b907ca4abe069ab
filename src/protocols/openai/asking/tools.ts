/**
 * The tools that a request of OpenAI's APIs offers, and how it wants them used: `tools` and `tool_choice`, or as it was before,
 * `functions` and `function_call`. Pure. What is no function (a search, a code interpreter) runs at the provider, and is passed over.
 *
 * Source: OpenAI's public OpenAPI description (ChatCompletionTool, ChatCompletionToolChoiceOption, FunctionTool).
 */
import type { Tool, ToolAsk } from '../../../behavior/plan/wish.js';
import { type ApiError, isApiError } from '../../../shared/errors.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import type { Conversation } from '../../request/conversation.js';
import { chooseTools } from '../../request/tool-choice.js';
import { OPENAI_WORDING as WORDING } from '../common/wording.js';

/** `nested`: whether a function lies in a field of its own, as in chat; in the Responses API its fields lie in the tool. */
export function readTools(
  { tools, tool_choice: choice, parallel_tool_calls: parallel }: JsonObject,
  nested: boolean,
  conversation: () => Conversation,
): ToolAsk | ApiError | null {
  if (!Array.isArray(tools)) return null;
  const offered: Tool[] = [];
  for (let index = 0; index < tools.length; index++) {
    const tool: unknown = tools[index];
    const param = WORDING.at('tools', index);
    if (!isObject(tool)) return WORDING.wrongType(param, 'an object', tool);
    if (tool.type === undefined) return WORDING.missing(WORDING.at(param, 'type'));
    if (tool.type !== 'function') continue;
    const read = readFunction(nested ? tool.function : tool, nested ? WORDING.at(param, 'function') : param);
    if (isApiError(read)) return read;
    offered.push(read);
  }
  return chooseTools(
    offered,
    {
      choice: readChoice(choice, nested),
      isParallel: parallel !== false,
      unknown: (name) =>
        WORDING.notOneOf(
          'tool_choice',
          offered.map((tool) => tool.name),
          name,
        ),
    },
    conversation,
  );
}

/** As it was before there were tools: one call at the most. */
export function readFunctions(
  { functions, function_call: choice }: JsonObject,
  conversation: () => Conversation,
): ToolAsk | ApiError | null {
  if (!Array.isArray(functions)) return null;
  const offered: Tool[] = [];
  for (let index = 0; index < functions.length; index++) {
    const read = readFunction(functions[index], WORDING.at('functions', index));
    if (isApiError(read)) return read;
    offered.push(read);
  }
  const name = isObject(choice) ? choice.name : choice;
  return chooseTools(
    offered,
    {
      choice: isObject(choice) ? { name: String(name) } : choice === 'none' ? 'none' : 'auto',
      isParallel: false,
      unknown: (unknown) =>
        WORDING.notOneOf(
          'function_call',
          offered.map((tool) => tool.name),
          unknown,
        ),
    },
    conversation,
  );
}

function readFunction(value: unknown, param: string): Tool | ApiError {
  if (value === undefined) return WORDING.missing(param);
  if (!isObject(value)) return WORDING.wrongType(param, 'an object', value);
  const { name, parameters } = value;
  if (name === undefined) return WORDING.missing(WORDING.at(param, 'name'));
  if (typeof name !== 'string') return WORDING.wrongType(WORDING.at(param, 'name'), 'a string', name);
  if (parameters !== undefined && parameters !== null && !isObject(parameters)) {
    return WORDING.wrongType(WORDING.at(param, 'parameters'), 'an object', parameters);
  }
  return { name, schema: parameters ?? undefined };
}

/** What is not understood is left to the model, as a real one would be told more than we know. */
function readChoice(
  choice: unknown,
  nested: boolean,
): 'auto' | 'required' | 'none' | { readonly name: string } {
  if (choice === 'required' || choice === 'none') return choice;
  if (!isObject(choice)) return 'auto';
  if (choice.type === 'function') {
    const named = nested ? choice.function : choice;
    return isObject(named) && typeof named.name === 'string' ? { name: named.name } : 'auto';
  }
  const allowed = nested && isObject(choice.allowed_tools) ? choice.allowed_tools : choice;
  return allowed.mode === 'required' ? 'required' : 'auto';
}
