/**
 * Reads the body of a chat completion request: what the server needs of it, or the first thing that is wrong with it.
 * Pure. Fields that this server does not know are accepted, as the real APIs do for one another's extras.
 *
 * Source of names, types and bounds: OpenAI's public OpenAPI description, CreateChatCompletionRequest.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../errors.js';
import { FIELD_CHECKS, kindOf } from './chat-fields.js';
import { estimateTokens } from './token-estimate.js';

/** What the rest of the server needs of a chat completion request. */
interface ChatRequest {
  readonly model: string;
  /** Estimated, see token-estimate. */
  readonly promptTokens: number;
}

export type Parsed =
  | { readonly ok: true; readonly request: ChatRequest }
  | { readonly ok: false; readonly error: ApiError };

/** Asked for most often under the compatible mode; echoed when a request names no model. */
const DEFAULT_MODEL = 'qwen-plus';
/** The model is echoed, so a client could make us hold its whole body; no real name comes near. */
const MODEL_NAME_CHARACTERS_MAX = 256;
/** What the chat format adds to every message and to the whole, in tokens (OpenAI's cookbook counts 3 and 3). */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_PER_PROMPT = 3;

const EMPTY_BODY = apiError(
  ERROR_KINDS.malformedBody,
  'The request body is empty; a JSON object is expected.',
);

function refuse(error: ApiError): Parsed {
  return { ok: false, error };
}

function wrongType(param: string, expected: string, value: unknown): Parsed {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${kindOf(value)} instead.`;
  return refuse(apiError(ERROR_KINDS.wrongType, message, param));
}

/** Parses the bytes of a whole body. Never throws. */
export function parseChatRequest(body: Uint8Array): Parsed {
  if (body.byteLength === 0) return refuse(EMPTY_BODY);
  let root: unknown;
  try {
    root = JSON.parse(decode(body));
  } catch {
    return refuse(apiError(ERROR_KINDS.malformedBody, 'The request body could not be parsed as JSON.'));
  }
  if (kindOf(root) !== 'an object') {
    const message = `The request body must be a JSON object, but it is ${kindOf(root)}.`;
    return refuse(apiError(ERROR_KINDS.malformedBody, message));
  }
  return readFields(root as Record<string, unknown>);
}

function decode(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

function readFields(root: Record<string, unknown>): Parsed {
  const model = root.model ?? DEFAULT_MODEL;
  if (typeof model !== 'string') return wrongType('model', 'a string', model);
  if (model.length === 0 || model.length > MODEL_NAME_CHARACTERS_MAX) {
    const message = `Invalid 'model': expected 1 to ${MODEL_NAME_CHARACTERS_MAX} characters, but got ${model.length}.`;
    return refuse(apiError(ERROR_KINDS.wrongValue, message, 'model'));
  }
  const { messages } = root;
  if (messages === undefined) {
    return refuse(apiError(ERROR_KINDS.missingField, "Missing required parameter: 'messages'.", 'messages'));
  }
  if (!Array.isArray(messages)) return wrongType('messages', 'an array of objects', messages);
  if (messages.length === 0) {
    const message =
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got length 0.";
    return refuse(apiError(ERROR_KINDS.wrongValue, message, 'messages'));
  }
  for (const name in root) {
    const problem = FIELD_CHECKS.get(name)?.(root[name], name);
    if (problem) return refuse(problem);
  }
  return readMessages(messages, model);
}

function readMessages(messages: readonly unknown[], model: string): Parsed {
  let promptTokens = TOKENS_PER_PROMPT;
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index] as { role?: unknown; content?: unknown } | null;
    if (kindOf(message) !== 'an object') return wrongType(`messages[${index}]`, 'an object', message);
    const { role, content } = message as { role?: unknown; content?: unknown };
    if (role === undefined) {
      const param = `messages[${index}].role`;
      return refuse(apiError(ERROR_KINDS.missingField, `Missing required parameter: '${param}'.`, param));
    }
    if (typeof role !== 'string') return wrongType(`messages[${index}].role`, 'a string', role);
    if (typeof content === 'string') promptTokens += estimateTokens(content);
    else if (Array.isArray(content)) promptTokens += estimateParts(content);
    else if (content !== null && content !== undefined) {
      return wrongType(`messages[${index}].content`, 'a string or an array of content parts', content);
    }
    promptTokens += TOKENS_PER_MESSAGE;
  }
  return { ok: true, request: { model, promptTokens } };
}

/** Text parts count; images and audio are not estimated. */
function estimateParts(parts: readonly unknown[]): number {
  let tokens = 0;
  for (const part of parts) {
    const text = (part as { text?: unknown } | null)?.text;
    if (typeof text === 'string') tokens += estimateTokens(text);
  }
  return tokens;
}
