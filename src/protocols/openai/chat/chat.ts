/**
 * Chat completions, as OpenAI has them at /v1 and DashScope in its compatible mode: requests, replies, streams. Pure.
 *
 * Sources: OpenAI's public OpenAPI description (CreateChatCompletionRequest, CreateChatCompletionResponse,
 * CreateChatCompletionStreamResponse); Alibaba Cloud's pages on the compatible mode.
 */

import type { ApiError } from '../../../shared/errors.js';
import type { Answer, Protocol, StreamEvents } from '../../contract/protocol.js';
import { type ChoiceTemplate, choicesBody, joinChoices } from '../../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, partsOf, type Spoken, spokenIn } from '../../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../../contract/stream-format.js';
import type { JsonObject } from '../../request/body/json-body.js';
import { type MessageRules, readMessages } from '../../request/messages.js';
import { encodeModelName } from '../../request/model-names.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../../request/read-request.js';
import { PLAIN_STYLE, type ReplyStyle, TextRequest } from '../../request/text-request.js';
import { BOOLEAN, COUNT, integer, LIST, OBJECT, type Rule, rules, STRING } from '../../validation/rules.js';
import { CHAT_ASKS } from '../asking/chat-asks.js';
import { LENGTH_RULES } from '../asking/lengths.js';
import { type Annotations, NO_ANNOTATIONS } from '../common/annotations.js';
import { encodeUsage, finishReason } from '../common/choice-events.js';
import { CountingEvents } from '../common/counting-events.js';
import {
  checkStreamOptionsAlone,
  readCounting,
  readIncludeUsage,
  readStop,
  SAMPLING_FIELDS,
} from '../common/fields.js';
import { encodeChatLogprobs, encodeLogprobs } from '../common/logprobs.js';
import { CHAT_MESSAGES, DASHSCOPE_MESSAGES } from '../common/messages.js';
import { OPENAI_PREFIX } from '../common/prefix.js';
import { OPENAI_WORDING } from '../common/wording.js';
import { ChatEvents } from './chat-events.js';
import { encodeMessage } from './message.js';
import { ChatPartsEvents } from './parts-events.js';

export type ChatRequest = TextRequest;

const STRING_OR_OBJECT: Rule = { is: 'string or object' };

export const CHAT_FIELDS = rules({
  ...SAMPLING_FIELDS,
  ...LENGTH_RULES,
  max_completion_tokens: COUNT,
  top_logprobs: integer(0, 20),
  logprobs: BOOLEAN,
  parallel_tool_calls: BOOLEAN,
  metadata: OBJECT,
  response_format: OBJECT,
  tools: LIST,
  tool_choice: STRING_OR_OBJECT,
  functions: LIST,
  function_call: STRING_OR_OBJECT,
  reasoning_effort: STRING,
});

const chatBody = (rules: MessageRules): BodyRules<ChatRequest> => ({
  wording: OPENAI_WORDING,
  required: ({ messages }) => (messages === undefined ? OPENAI_WORDING.missing('messages') : undefined),
  fields: CHAT_FIELDS,
  together: checkStreamOptionsAlone,
  prompt: 'messages',
  prefix: OPENAI_PREFIX,
  read: ({ messages }, tally) => readMessages(messages, 'messages', rules, tally),
  ask: CHAT_ASKS,
  make: textRequest((root, stream, userText) => ({
    tokensMax: smallerLimit(root),
    stop: readStop(root.stop),
    stream,
    choices: numberOrNull(root.n) ?? 1,
    includeUsage: readIncludeUsage(root.stream_options),
    userText,
    style: readCounting(root.stream_options, readStyle(root)),
  })),
});

const AS_FUNCTION: ReplyStyle = { ...PLAIN_STYLE, asFunction: true };

function readStyle({ tools, functions, logprobs, top_logprobs: top }: JsonObject): ReplyStyle {
  const style = Array.isArray(functions) && !Array.isArray(tools) ? AS_FUNCTION : PLAIN_STYLE;
  return logprobs === true ? { ...style, logprobs: numberOrNull(top) ?? 0 } : style;
}

/** Of all likelihoods in a reply that is encoded at once, for each choice: what is beside a text counts as no more. */
const LOGPROBS_SHORT = 128;

/** The field has two names, an old and a new one. If both are given, neither limit is passed: the smaller one counts. */
function smallerLimit({ max_tokens, max_completion_tokens }: JsonObject): number | null {
  const old = numberOrNull(max_tokens);
  const limit = numberOrNull(max_completion_tokens);
  if (old === null || limit === null) return limit ?? old;
  return Math.min(old, limit);
}

export interface ChatOptions {
  /** As DashScope's compatible mode writes it. */
  readonly dashScope: boolean;
  /** What is refused beside. */
  readonly check?: (root: JsonObject) => ApiError | undefined;
  readonly annotations?: Annotations;
}

export function createChatProtocol({
  dashScope,
  check,
  annotations = NO_ANNOTATIONS,
}: ChatOptions): Protocol<ChatRequest> {
  const plain = chatBody(dashScope ? DASHSCOPE_MESSAGES : CHAT_MESSAGES);
  const bodyRules =
    check === undefined
      ? plain
      : { ...plain, together: (root: JsonObject) => checkStreamOptionsAlone(root) ?? check(root) };
  const replyHead = dashScope
    ? ',"system_fingerprint":null,"choices":['
    : ',"service_tier":"default","system_fingerprint":null,"choices":[';
  const chunkHead = `,"service_tier":${dashScope ? 'null' : '"default"'},"system_fingerprint":null,"choices":[`;

  /** `start` is up to the model. */
  const templateOf = (
    start: string,
    request: ChatRequest,
    answer: Answer,
    spoken: Spoken,
    logprobs: string,
  ): ChoiceTemplate => {
    const { model, choices } = request;
    return {
      head: `${start},"model":${encodeModelName(model)}${replyHead}`,
      separator: ',',
      before: '{"index":',
      after:
        `,"message":${encodeMessage(spoken, request, answer, !dashScope)}` +
        `,"logprobs":${logprobs},"finish_reason":"${finishReason(answer, request)}"${annotations.choice(answer)}}`,
      tail: `]${annotations.reply},"usage":${encodeUsage(answer, choices)}}`,
      isNumbered: spoken.calls.length > 0,
    };
  };

  return {
    parse: (body, options) => readRequest(body, options, bodyRules),
    streamFormat: SERVER_SENT_EVENTS,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      const { uuid, createdSeconds } = answer;
      const start = `{"id":"chatcmpl-${uuid}","object":"chat.completion","created":${createdSeconds}`;
      const { model, choices, style } = request;
      const logprobs =
        style.logprobs === null
          ? 'null'
          : encodeLogprobs(encodeChatLogprobs(answer, style.logprobs), answer.finish === 'refusal');
      const characters = model.length + choices * annotations.characters;
      if (logprobs.length <= LOGPROBS_SHORT && isShortReply(answer, choices, characters)) {
        return joinChoices(choices, templateOf(start, request, answer, spokenIn(answer), logprobs));
      }
      const template = templateOf(start, request, answer, marksIn(answer), logprobs);
      return choicesBody(choices, template, fillingsOf(answer));
    },

    openStream(request, answer): StreamEvents {
      const namesUsage = dashScope || request.includeUsage;
      const events =
        answer.parts === null && request.style.logprobs === null
          ? new ChatEvents(request, answer, chunkHead, namesUsage)
          : new ChatPartsEvents(request, answer, partsOf(answer), chunkHead, namesUsage, !dashScope);
      const told = annotations.annotate(events, answer);
      return request.style.countsAsItGoes ? new CountingEvents(told, answer) : told;
    },
  };
}
