/**
 * vLLM's /tokenize: the tokens of a prompt, or of messages. Pure. How many there are is an estimate, or exact with USAGE=exact; the
 * ids are none of a vocabulary's (see token-ids).
 * Source: vLLM's public sources (TokenizeCompletionRequest, TokenizeChatRequest, TokenizeResponse).
 */
import type { ApiError } from '../../shared/errors.js';
import { listedBody } from '../contract/listed-body.js';
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { CHAT_MESSAGES } from '../openai/common/messages.js';
import { OPENAI_WORDING } from '../openai/common/wording.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest } from '../request/read-request.js';
import { TOKENS_PER_PROMPT } from '../request/token-estimate.js';
import { BOOLEAN, rules } from '../validation/rules.js';
import { TokenIds } from './token-ids.js';
import { TokenRequest } from './token-request.js';

/** Of one prompt: each token is an id in the reply. */
const CHARACTERS_MAX = 1_048_576;
/** Of a model of which nothing else is known. */
const MODEL_TOKENS_MAX = 131_072;

const TOKENIZE_BODY: BodyRules<TokenRequest> = {
  wording: OPENAI_WORDING,
  fields: rules({ add_generation_prompt: BOOLEAN, add_special_tokens: BOOLEAN, return_token_strs: BOOLEAN }),
  prompt: 'prompts',
  read: readPrompt,
  make: (model, root, { tokens }) =>
    new TokenRequest(model, tokens, textOf(root), root.return_token_strs === true),
};

/** Messages, or one text. */
function readPrompt(root: JsonObject, tally: PromptTally): ApiError | undefined {
  const { prompt, messages } = root;
  if (messages === undefined && prompt === undefined) return OPENAI_WORDING.missing('prompt');
  if (messages !== undefined) {
    tally.addTokens(TOKENS_PER_PROMPT);
    const problem = readMessages(messages, 'messages', CHAT_MESSAGES, tally);
    if (problem !== undefined) return problem;
  } else if (typeof prompt === 'string') tally.addPrompts([prompt]);
  else return OPENAI_WORDING.wrongType('prompt', 'a string', prompt);
  const { length } = textOf(root);
  if (length <= CHARACTERS_MAX) return undefined;
  return OPENAI_WORDING.tooManyCharacters(
    messages === undefined ? 'prompt' : 'messages',
    CHARACTERS_MAX,
    length,
  );
}

/** What is said in a body that was read. */
function textOf({ prompt, messages }: JsonObject): string {
  if (!Array.isArray(messages)) return prompt as string;
  return (messages as JsonObject[]).flatMap(({ content }) => textsIn(content)).join('');
}

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part) => (isObject(part) && typeof part.text === 'string' ? [part.text] : []));
}

export const tokenizeProtocol: Protocol<TokenRequest> = {
  parse: (body, options) => readRequest(body, options, TOKENIZE_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TokenRequest.restore,

  encodeReply({ text, wantsTexts }, { usage: { promptTokens: count } }) {
    const ids = new TokenIds(text, count);
    const list = (item: (index: number) => string) => ({ count, separator: ',', item });
    const numbers = list((index) => String(ids.id(index)));
    const head = `{"count":${count},"max_model_len":${MODEL_TOKENS_MAX},"tokens":[`;
    if (!wantsTexts) return listedBody([head, numbers, '],"token_strs":null}']);
    return listedBody([
      head,
      numbers,
      '],"token_strs":[',
      list((index) => JSON.stringify(ids.text(index))),
      ']}',
    ]);
  },

  openStream: null,
};
