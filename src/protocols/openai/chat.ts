/**
 * Chat completions, as OpenAI has them at /v1 and DashScope in its compatible mode: requests, replies, streams. Pure.
 *
 * Sources: OpenAI's public OpenAPI description (CreateChatCompletionRequest, CreateChatCompletionResponse,
 * CreateChatCompletionStreamResponse); Alibaba Cloud's pages on the compatible mode.
 */

import type { Answer, Protocol, StreamEvents } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import {
  type ChoiceTemplate,
  choicesBody,
  isSurelyShort,
  joinChoices,
  TEXT_MARK,
} from '../contract/reply-template.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import type { JsonObject } from '../request/json-body.js';
import { readMessages } from '../request/messages.js';
import { encodeModelName } from '../request/model-names.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { TextRequest } from '../request/text-request.js';
import { BOOLEAN, COUNT, integer, LIST, OBJECT, rules } from '../validation/rules.js';
import { ChoiceEvents, encodeUsage, finishReason } from './choice-events.js';
import { checkStreamOptionsAlone, readIncludeUsage, readStop, SAMPLING_FIELDS } from './fields.js';
import { CHAT_MESSAGES } from './messages.js';
import { OPENAI_WORDING } from './wording.js';

export type ChatRequest = TextRequest;

export const CHAT_FIELDS = rules({
  ...SAMPLING_FIELDS,
  max_completion_tokens: COUNT,
  top_logprobs: integer(0, 20),
  logprobs: BOOLEAN,
  parallel_tool_calls: BOOLEAN,
  metadata: OBJECT,
  response_format: OBJECT,
  tools: LIST,
});

const BEFORE_CONTENT = ',"delta":{"content":"';
const AFTER_DELTA = '"},"logprobs":null,"finish_reason":null}]';

const CHAT_BODY: BodyRules<ChatRequest> = {
  wording: OPENAI_WORDING,
  required: ({ messages }) => (messages === undefined ? OPENAI_WORDING.missing('messages') : undefined),
  fields: CHAT_FIELDS,
  together: checkStreamOptionsAlone,
  prompt: 'messages',
  read: ({ messages }, tally) => readMessages(messages, 'messages', CHAT_MESSAGES, tally),
  make: textRequest((root, stream, userText) => ({
    tokensMax: smallerLimit(root),
    stop: readStop(root.stop),
    stream,
    choices: numberOrNull(root.n) ?? 1,
    includeUsage: readIncludeUsage(root.stream_options),
    userText,
  })),
};

/** The field has two names, an old and a new one. If both are given, neither limit is passed: the smaller one counts. */
function smallerLimit({ max_tokens, max_completion_tokens }: JsonObject): number | null {
  const old = numberOrNull(max_tokens);
  const limit = numberOrNull(max_completion_tokens);
  if (old === null || limit === null) return limit ?? old;
  return Math.min(old, limit);
}

class ChatEvents extends ChoiceEvents {
  /** `chunkHead` is what is between the model and the choices; `end` ends an event that carries no usage. */
  constructor(
    request: ChatRequest,
    answer: Answer,
    chunkHead: string,
    private readonly end: string,
  ) {
    const chunk =
      `data: {"id":"chatcmpl-${answer.uuid}","object":"chat.completion.chunk","created":${answer.createdSeconds}` +
      `,"model":${encodeModelName(request.model)}${chunkHead}`;
    super(request, answer, { chunk, beforeText: BEFORE_CONTENT, afterText: AFTER_DELTA + end });
  }

  get headEvents(): number {
    return this.pieceEvents;
  }

  head(): string | ReplyBody {
    return this.forEachChoice(`,"delta":{"role":"assistant","content":"${AFTER_DELTA}${this.end}`);
  }

  tail(): string | ReplyBody {
    const finish = `,"delta":{},"logprobs":null,"finish_reason":"${finishReason(this.answer)}"}]${this.end}`;
    return this.forEachChoice(finish, this.encodeEnd());
  }
}

/** `dashScope`: as the compatible mode writes it. */
export function createChatProtocol({ dashScope }: { readonly dashScope: boolean }): Protocol<ChatRequest> {
  const replyHead = dashScope
    ? ',"system_fingerprint":null,"choices":['
    : ',"service_tier":"default","system_fingerprint":null,"choices":[';
  const chunkHead = `,"service_tier":${dashScope ? 'null' : '"default"'},"system_fingerprint":null,"choices":[`;

  /** `start` is up to the model, `content` the text of all choices or its mark. */
  const templateOf = (
    start: string,
    request: ChatRequest,
    answer: Answer,
    content: string,
  ): ChoiceTemplate => {
    const { model, choices } = request;
    return {
      head: `${start},"model":${encodeModelName(model)}${replyHead}`,
      separator: ',',
      before: '{"index":',
      after:
        `,"message":{"role":"assistant","content":"${content}","refusal":null}` +
        `,"logprobs":null,"finish_reason":"${finishReason(answer)}"}`,
      tail: `],"usage":${encodeUsage(answer.usage, choices)}}`,
    };
  };

  return {
    parse: (body, options) => readRequest(body, options, CHAT_BODY),
    streamFormat: SERVER_SENT_EVENTS,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      const { uuid, createdSeconds, text, tokens } = answer;
      const start = `{"id":"chatcmpl-${uuid}","object":"chat.completion","created":${createdSeconds}`;
      const { model, choices } = request;
      if (!isSurelyShort(choices, text.bytes(tokens), model.length)) {
        return choicesBody(choices, templateOf(start, request, answer, TEXT_MARK), text, tokens);
      }
      return joinChoices(choices, templateOf(start, request, answer, text.join(tokens)));
    },

    openStream(request, answer): StreamEvents {
      const usageFollows = dashScope || request.includeUsage;
      return new ChatEvents(request, answer, chunkHead, usageFollows ? ',"usage":null}\n\n' : '}\n\n');
    },
  };
}
