/**
 * Anthropic's Messages API: requests, replies, streams. Pure.
 * Source: Anthropic's public API reference (Messages, Streaming messages, Errors).
 */

import type { ApiError } from '../../shared/errors.js';
import type { Answer, PieceCursor, Protocol, StreamEvents } from '../contract/protocol.js';
import { isSurelyShort, TEXT_MARK, textBody } from '../contract/reply-template.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import type { JsonObject } from '../request/json-body.js';
import { type MessageRules, readContent, readMessages } from '../request/messages.js';
import { encodeModelName } from '../request/model-names.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import { checkValue } from '../validation/check.js';
import { BOOLEAN, COUNT, integer, LIST, number, OBJECT, rules, STRING } from '../validation/rules.js';
import { ANTHROPIC_WORDING } from './wording.js';

export type MessagesRequest = TextRequest;

export const MESSAGES_FIELDS = rules({
  stream: BOOLEAN,
  // Texts that would end every answer at once are refused, as there.
  stop_sequences: { is: 'stop texts', orOne: false, textsMax: Number.MAX_SAFE_INTEGER, blank: false },
  temperature: number(0, 1),
  top_p: number(0, 1),
  top_k: integer(0, Number.MAX_SAFE_INTEGER),
  metadata: OBJECT,
  thinking: OBJECT,
  tool_choice: OBJECT,
  tools: LIST,
  service_tier: STRING,
});

const TURNS: MessageRules = {
  wording: ANTHROPIC_WORDING,
  roles: ['user', 'assistant'],
  roleDefault: null,
  content: 'content',
  contentRequired: true,
  contentText: true,
  textParts: ['text'],
  otherItems: false,
};

const MESSAGES_BODY: BodyRules<MessagesRequest> = {
  wording: ANTHROPIC_WORDING,
  required: checkMaxTokens,
  fields: MESSAGES_FIELDS,
  prompt: 'messages',
  read: ({ system, messages }, tally) =>
    readSystem(system, tally) ?? readMessages(messages, 'messages', TURNS, tally),
  make: textRequest((root, stream, userText) => ({
    tokensMax: root.max_tokens as number,
    stop: (root.stop_sequences as readonly string[] | null | undefined) ?? NO_STOP,
    stream,
    choices: 1,
    includeUsage: true,
    userText,
  })),
};

/** The one option that must be there. */
function checkMaxTokens({ max_tokens: value }: JsonObject): ApiError | undefined {
  if (value === undefined) return ANTHROPIC_WORDING.missing('max_tokens');
  return checkValue(value, 'max_tokens', COUNT, ANTHROPIC_WORDING);
}

/** A text, or a list of text blocks; it counts as a message of its own. */
function readSystem(system: unknown, tally: PromptTally): ApiError | undefined {
  if (system === undefined || system === null) return undefined;
  tally.startMessage('system');
  return readContent(system, 'system', TURNS, tally);
}

const STOP_REASONS: Readonly<Record<Answer['finish'], string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  filter: 'refusal',
};

/** Why the answer ended, as two fields. */
function encodeStop({ finish, stopText }: Answer): string {
  if (stopText !== undefined && stopText !== null) {
    return `"stop_reason":"stop_sequence","stop_sequence":${JSON.stringify(stopText)}`;
  }
  return `"stop_reason":"${STOP_REASONS[finish]}","stop_sequence":null`;
}

/** `blocks` is what is between the brackets of the content, `stop` two fields. */
function encodeMessage(
  { model }: MessagesRequest,
  { uuid, usage }: Answer,
  blocks: string,
  stop: string,
  outputTokens: number,
): string {
  return (
    `{"id":"msg_${uuid}","type":"message","role":"assistant","content":[${blocks}],"model":${encodeModelName(model)}` +
    `,${stop},"usage":{"input_tokens":${usage.promptTokens},"output_tokens":${outputTokens}}}`
  );
}

const NOT_STOPPED = '"stop_reason":null,"stop_sequence":null';
/** What the first event says was generated: the real one has made its first token by then. */
const OUTPUT_TOKENS_AT_START = 1;
const BLOCK_START =
  'event: content_block_start\n' +
  'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n';
const PING = 'event: ping\ndata: {"type":"ping"}\n\n';
const BEFORE_TEXT =
  'event: content_block_delta\n' +
  'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"';
const AFTER_TEXT = '"}}\n\n';
const BLOCK_STOP = 'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n';
const MESSAGE_STOP = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';

class MessageEvents implements StreamEvents {
  readonly headEvents = 3;
  readonly pieceEvents = 1;
  readonly tailEvents = 3;
  readonly #pieces: PieceCursor;

  constructor(
    private readonly request: MessagesRequest,
    private readonly answer: Answer,
  ) {
    this.#pieces = answer.text.pieces();
  }

  head(): string {
    const message = encodeMessage(this.request, this.answer, '', NOT_STOPPED, OUTPUT_TOKENS_AT_START);
    return `event: message_start\ndata: {"type":"message_start","message":${message}}\n\n${BLOCK_START}${PING}`;
  }

  event(): string {
    return BEFORE_TEXT + this.#pieces.next() + AFTER_TEXT;
  }

  failure(_error: ApiError, body: string): string {
    return `event: error\ndata: ${body}\n\n`;
  }

  tail(): string {
    const { answer } = this;
    return (
      `${BLOCK_STOP}event: message_delta\ndata: {"type":"message_delta","delta":{${encodeStop(answer)}}` +
      `,"usage":{"output_tokens":${answer.usage.completionTokens}}}\n\n${MESSAGE_STOP}`
    );
  }
}

function encodeWhole(request: MessagesRequest, answer: Answer, text: string): string {
  const block = `{"type":"text","text":"${text}"}`;
  return encodeMessage(request, answer, block, encodeStop(answer), answer.usage.completionTokens);
}

export const messagesProtocol: Protocol<MessagesRequest> = {
  parse: (body, options) => readRequest(body, options, MESSAGES_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TextRequest.restore,

  encodeReply(request, answer) {
    const { text, tokens, stopText } = answer;
    const characters = request.model.length + (stopText?.length ?? 0);
    if (isSurelyShort(1, text.bytes(tokens), characters))
      return encodeWhole(request, answer, text.join(tokens));
    return textBody(encodeWhole(request, answer, TEXT_MARK), text, tokens);
  },

  openStream: (request, answer) => new MessageEvents(request, answer),
};
