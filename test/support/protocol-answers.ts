// Owns: requests and answers as the rest of the server would hand them to a protocol, with texts cut as a test wants them.
// Runs on: the test process. Must never: import the code that makes answers; protocols are tested by themselves.

import assert from 'node:assert/strict';
import type {
  Answer,
  AnswerText,
  ModelRequest,
  ParseOptions,
  Protocol,
} from '../../dist/protocols/contract/protocol.js';
import { isReplyBody, type ReplyBody, wholeBytes } from '../../dist/protocols/contract/reply-body.js';
import type { ApiError } from '../../dist/shared/errors.js';

export const UUID = '01234567-89ab-4cde-8f01-23456789abcd';
export const CREATED_SECONDS = 1_700_000_000;

/** What an answer without thoughts has in the usage of OpenAI's chat and completions, behind the totals. */
export const USAGE_DETAILS = {
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};

const DEFAULTS: ParseOptions = {
  keepUserText: false,
  keepPrompt: false,
  modelDefault: 'the-default',
  stream: null,
};

/** These pieces, escaped as the contract wants them, over and over. */
export function textOf(...pieces: readonly string[]): AnswerText {
  const escaped = pieces.map((piece) => JSON.stringify(piece).slice(1, -1));
  const piece = (index: number): string => escaped[index % escaped.length] as string;
  const join = (count: number): string => Array.from({ length: count }, (_, index) => piece(index)).join('');
  const round = Buffer.from(join(pieces.length));
  return {
    join,
    bytes: (count) =>
      Math.floor(count / pieces.length) * round.length + Buffer.byteLength(join(count % pieces.length)),
    copy: (target, at, from, length) => {
      for (let index = 0; index < length; index++)
        target[at + index] = round[(from + index) % round.length] as number;
    },
    pieces: () => {
      let next = 0;
      return { next: () => piece(next++) };
    },
  };
}

/** An answer of two pieces to a prompt of 7 tokens; its usage counts its pieces. */
export function answerOf(changes: Partial<Answer> = {}): Answer {
  return {
    uuid: UUID,
    createdSeconds: CREATED_SECONDS,
    text: textOf('Hello', ' world'),
    tokens: 2,
    parts: null,
    finish: 'stop',
    usage: { promptTokens: 7, completionTokens: changes.tokens ?? 2 },
    ...changes,
  };
}

function bytesOf(body: unknown): Buffer {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The request that a body holds (JSON text, or a value); fails the test if it is refused. */
export function accept<Request extends ModelRequest>(
  protocol: Protocol<Request>,
  body: unknown,
  options: Partial<ParseOptions> = {},
): Request {
  const parsed = protocol.parse(bytesOf(body), { ...DEFAULTS, ...options });
  return parsed.ok ? parsed.request : assert.fail(parsed.error.message);
}

/** The error of a body, as `[param, code, message]`; null if it is accepted. */
export function errorOf(
  protocol: Protocol,
  body: unknown,
): readonly [param: string | null, code: string | null, message: string] | null {
  const parsed = protocol.parse(bytesOf(body), DEFAULTS);
  if (parsed.ok) return null;
  const { kind, param, message }: ApiError = parsed.error;
  assert.equal(kind.status, 400);
  assert.equal(kind.type, 'invalid_request_error');
  return [param, kind.code, message];
}

/** The reply to a body. */
export function replyOf<Request extends ModelRequest>(
  protocol: Protocol<Request>,
  body: unknown,
  answer: Answer = answerOf(),
): string {
  return wholeText(protocol.encodeReply(accept(protocol, body), answer));
}

/** The whole stream that answers a body. */
export function streamOf<Request extends ModelRequest>(
  protocol: Protocol<Request>,
  body: unknown,
  answer: Answer = answerOf(),
): string {
  const request = accept(protocol, body);
  assert.equal(request.stream, true, 'a stream was not asked for');
  const events = protocol.openStream?.(request, answer) ?? assert.fail('this API never streams');
  let text = countedEvents(wholeText(events.head()), events.headEvents);
  for (let index = 0; index < answer.tokens * events.pieceEvents; index++) {
    text += countedEvents(events.event(), 1);
  }
  return text + countedEvents(wholeText(events.tail()), events.tailEvents);
}

/** All of it, however it is given. */
export function wholeText(body: string | Buffer | ReplyBody): string {
  return String(isReplyBody(body) ? wholeBytes(body) : body);
}

/** The text, which must hold so many events as the stream says. */
function countedEvents(text: string, events: number): string {
  assert.equal(text.split('\n\n').length - 1, events, text);
  return text;
}

/** What a request says, without how it holds it. */
export function fieldsOf(request: ModelRequest): Omit<ModelRequest, 'keptBytes' | 'forgetTexts'> {
  const { model, promptTokens, speaks, tokensMax, stop, stream, choices, userText, ask } = request;
  return { model, promptTokens, speaks, tokensMax, stop, stream, choices, userText, ask };
}
