/**
 * DashScope's own text generation and multimodal generation: requests, replies and streams. Pure.
 * Source: Alibaba Cloud's public API reference of Qwen (DashScope).
 */
import type { ApiError } from '../../shared/errors.js';
import { apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { textBody } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { thinks, whyOnlyStreamed } from '../dashscope/model-rules.js';
import { CHAT_ASKS } from '../openai/asking/chat-asks.js';
import { readStop } from '../openai/common/fields.js';
import { encodeChatLogprobs } from '../openai/common/logprobs.js';
import { OPENAI_PREFIX } from '../openai/common/prefix.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { type MessageRules, readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { PLAIN_STYLE, type ReplyStyle, TextRequest } from '../request/text-request.js';
import { GenerationEvents } from './events.js';
import { GENERATION_FIELDS, objectIn } from './fields.js';
import { NATIVE_MEDIA } from './media-parts.js';
import { encodeWhole, type MessageForm, PARTS_FORM, TEXT_FORM } from './output.js';
import { notTaken, NATIVE_WORDING as WORDING } from './wording.js';

/** Parts have no type: a text is what is there. */
const MESSAGES: MessageRules = {
  wording: WORDING,
  roles: ['user', 'assistant', 'system', 'tool', 'developer', 'bot', 'attachment', 'function'],
  roleDefault: null,
  content: 'content',
  contentRequired: false,
  contentText: true,
  textParts: null,
  otherItems: false,
  media: NATIVE_MEDIA,
};

function read(root: JsonObject, tally: PromptTally): ApiError | undefined {
  const { input } = root;
  if (!isObject(input)) return WORDING.missing('input');
  const { messages, prompt, history } = input;
  if (messages !== undefined && messages !== null) {
    return readMessages(messages, 'input.messages', MESSAGES, tally);
  }
  if (typeof prompt !== 'string') {
    return notTaken('Either "prompt" or "messages" must exist and cannot both be none', 'input.prompt');
  }
  for (const turn of Array.isArray(history) ? history : []) readTurn(turn, tally);
  tally.startMessage('user');
  tally.addText(prompt);
  return undefined;
}

/** A turn of a conversation as it was before there were messages. */
function readTurn(turn: unknown, tally: PromptTally): void {
  if (!isObject(turn)) return;
  for (const role of ['user', 'bot']) {
    const text = turn[role];
    if (typeof text !== 'string') continue;
    tally.startMessage(role);
    tally.addText(text);
  }
}

function thinkingIn(root: JsonObject): boolean | null {
  const { enable_thinking: isThinking } = objectIn(root, 'parameters');
  return typeof isThinking === 'boolean' ? isThinking : null;
}

const modelIn = ({ model }: JsonObject): string => (typeof model === 'string' ? model : '');

/** What a model does not do in one piece. */
function checkWhole(root: JsonObject): ApiError | undefined {
  const why = whyOnlyStreamed(modelIn(root), thinkingIn(root));
  return why === null ? undefined : apiError(ERROR_KINDS.wrongValue, why, 'parameters');
}

/** Thoughts come piece by piece or not at all. */
function checkStreamed(root: JsonObject): ApiError | undefined {
  const { incremental_output: isIncremental } = objectIn(root, 'parameters');
  if (isIncremental !== false || !thinks(modelIn(root), thinkingIn(root))) return undefined;
  return notTaken(
    'This model only supports incremental_output set to True.',
    'parameters.incremental_output',
  );
}

/** Those without likelihoods are made once, so that requests which are alike share them. */
const STYLES = [false, true].map((asMessage) =>
  [false, true].map((isCumulative): ReplyStyle => ({ ...PLAIN_STYLE, asMessage, isCumulative })),
);

function readStyle(root: JsonObject, stream: boolean, alwaysMessage: boolean): ReplyStyle {
  const { result_format: format, tools, logprobs, top_logprobs: top, n } = objectIn(root, 'parameters');
  const isThinking = thinks(modelIn(root), thinkingIn(root));
  const hasTools = Array.isArray(tools) && tools.length > 0;
  const isMore = isThinking || hasTools || logprobs === true || (numberOrNull(n) ?? 1) > 1;
  const asMessage = alwaysMessage || isMore || format === 'message';
  const { incremental_output: isIncremental } = objectIn(root, 'parameters');
  const isCumulative = stream && !((isIncremental as boolean | null | undefined) ?? isThinking);
  const style = STYLES[Number(asMessage)]?.[Number(isCumulative)] as ReplyStyle;
  return logprobs === true ? { ...style, logprobs: numberOrNull(top) ?? 0 } : style;
}

function bodyRules(
  isMultimodal: boolean,
  together: (root: JsonObject) => ApiError | undefined,
): BodyRules<TextRequest> {
  return {
    wording: WORDING,
    required: ({ input }) => (isObject(input) ? undefined : WORDING.missing('input')),
    fields: GENERATION_FIELDS,
    together,
    prompt: 'messages',
    prefix: OPENAI_PREFIX,
    read,
    ask: {
      fields: new Set(['parameters']),
      read: (root) =>
        CHAT_ASKS.read({ ...objectIn(root, 'parameters'), messages: objectIn(root, 'input').messages }),
    },
    make: textRequest((root, stream, userText) => {
      const { max_tokens: tokensMax, stop, n } = objectIn(root, 'parameters');
      return {
        tokensMax: numberOrNull(tokensMax),
        stop: readStop(stop),
        stream,
        choices: numberOrNull(n) ?? 1,
        includeUsage: true,
        userText,
        style: readStyle(root, stream, isMultimodal),
      };
    }),
  };
}

/** Of all likelihoods in a reply that is encoded at once. */
const LOGPROBS_SHORT = 128;

function createProtocol(form: MessageForm): Protocol<TextRequest> {
  const whole = bodyRules(form.isMultimodal, checkWhole);
  const streamed = bodyRules(form.isMultimodal, checkStreamed);
  return {
    parse: (body, options) => readRequest(body, options, options.stream === true ? streamed : whole),
    streamFormat: SERVER_SENT_EVENTS,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      const { choices, style } = request;
      const logprobs = style.logprobs === null ? '' : encodeChatLogprobs(answer, style.logprobs);
      if (logprobs.length <= LOGPROBS_SHORT && isShortReply(answer, choices, 0)) {
        return encodeWhole(form, request, answer, spokenIn(answer), logprobs);
      }
      return textBody(encodeWhole(form, request, answer, marksIn(answer), logprobs), fillingsOf(answer));
    },

    openStream: (request, answer) => new GenerationEvents(form, request, answer),
  };
}

export const textGenerationProtocol = createProtocol(TEXT_FORM);
export const multimodalGenerationProtocol = createProtocol(PARTS_FORM);
