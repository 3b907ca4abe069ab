/**
 * Encodes a chat completion reply. Pure. What is the same in every reply is encoded once at start-up, what is the same
 * for a model once per model; a reply is then a handful of concatenations.
 *
 * Source: OpenAI's public OpenAPI description, CreateChatCompletionResponse.
 */
import { estimateTokens } from './token-estimate.js';

/** Models whose encoded names are kept; clients choose the names, so the number is bounded. */
const MODELS_KEPT_MAX = 256;

export interface ChatReplyEncoder {
  /** The part of a reply that depends on the model alone: shared by all its requests, so a held one keeps a pointer. */
  modelPart(model: string): string;
  /** The JSON body. `uuid` becomes the id, `createdSeconds` counts from the epoch. */
  encode(uuid: string, createdSeconds: number, modelPart: string, promptTokens: number): string;
}

/** Prepares replies that all carry `text` as the one choice's content. */
export function createChatReplyEncoder(text: string): ChatReplyEncoder {
  const completionTokens = estimateTokens(text);
  const message = JSON.stringify({ role: 'assistant', content: text, refusal: null });
  const afterModel =
    `,"system_fingerprint":null,"choices":[{"index":0,"message":${message},"logprobs":null,"finish_reason":"stop"}]` +
    ',"usage":{"prompt_tokens":';
  const afterPrompt = `,"completion_tokens":${completionTokens},"total_tokens":`;
  const modelParts = new Map<string, string>();

  return {
    modelPart(model) {
      const known = modelParts.get(model);
      if (known !== undefined) return known;
      const part = `,"model":${JSON.stringify(model)}${afterModel}`;
      if (modelParts.size < MODELS_KEPT_MAX) modelParts.set(model, part);
      return part;
    },
    encode(uuid, createdSeconds, modelPart, promptTokens) {
      const totalTokens = promptTokens + completionTokens;
      return `{"id":"chatcmpl-${uuid}","object":"chat.completion","created":${createdSeconds}${modelPart}${promptTokens}${afterPrompt}${totalTokens}}}`;
    },
  };
}
