/**
 * All protocols, in an order by which threads name them to each other. Pure data.
 */
import { messagesProtocol } from './anthropic/messages.js';
import type { Protocol } from './contract/protocol.js';
import { createChatProtocol } from './openai/chat.js';
import { completionsProtocol } from './openai/completions.js';
import { embeddingsProtocol } from './openai/embeddings/embeddings.js';
import { responsesProtocol } from './openai/responses.js';

export const chatProtocol = createChatProtocol({ dashScope: false });
export const dashScopeChatProtocol = createChatProtocol({ dashScope: true });

export const PROTOCOLS: readonly Protocol[] = [
  chatProtocol,
  dashScopeChatProtocol,
  completionsProtocol,
  responsesProtocol,
  embeddingsProtocol,
  messagesProtocol,
];
