/**
 * The Responses API: its requests, replies and streams. Pure. Source: OpenAI's public OpenAPI description
 * (CreateResponse, Response, ResponseStreamEvent).
 */
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, Keeping, Protocol } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { textBody } from '../../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, partsOf, spokenIn } from '../../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../../contract/stream-format.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import { readMessages } from '../../request/messages.js';
import type { PromptTally } from '../../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../../request/read-request.js';
import { NO_STOP, PLAIN_STYLE, type ReplyStyle, TextRequest } from '../../request/text-request.js';
import { BOOLEAN, COUNT, integer, LIST, number, OBJECT, rules, STRING } from '../../validation/rules.js';
import { LENGTH_RULES } from '../asking/lengths.js';
import { RESPONSE_ASKS } from '../asking/response-asks.js';
import { RESPONSE_ITEMS } from '../common/messages.js';
import { OPENAI_PREFIX } from '../common/prefix.js';
import { OPENAI_WORDING } from '../common/wording.js';
import { ResponseEvents } from './events.js';
import { readKeeping } from './keeping.js';
import { encodeFinalResponse, encodeOpenResponse } from './object.js';
import { ResponsePartsEvents } from './parts-events.js';

export type ResponsesRequest = TextRequest;

export const RESPONSES_FIELDS = rules({
  ...LENGTH_RULES,
  background: BOOLEAN,
  include: LIST,
  instructions: STRING,
  max_output_tokens: COUNT,
  max_tool_calls: COUNT,
  metadata: OBJECT,
  parallel_tool_calls: BOOLEAN,
  previous_response_id: STRING,
  reasoning: OBJECT,
  store: BOOLEAN,
  stream: BOOLEAN,
  stream_options: OBJECT,
  temperature: number(0, 2),
  text: OBJECT,
  tool_choice: { is: 'string or object' },
  tools: LIST,
  top_logprobs: integer(0, 20),
  top_p: number(0, 1),
  truncation: STRING,
  user: STRING,
});

const RESPONSES_BODY: BodyRules<ResponsesRequest> = {
  wording: OPENAI_WORDING,
  fields: RESPONSES_FIELDS,
  prompt: 'messages',
  prefix: OPENAI_PREFIX,
  read({ input, instructions }, tally) {
    const problem = readInput(input, tally);
    if (problem === undefined && typeof instructions === 'string') addMessage(tally, 'system', instructions);
    return problem;
  },
  ask: RESPONSE_ASKS,
  make: textRequest((root, stream, userText, options) => ({
    tokensMax: numberOrNull(root.max_output_tokens),
    stop: NO_STOP,
    stream,
    choices: 1,
    includeUsage: true,
    userText,
    style: readStyle(root, readKeeping(root, options)),
  })),
};

const WITH_THOUGHTS: ReplyStyle = { ...PLAIN_STYLE, showsThoughts: true };
const LOGPROBS = 'message.output_text.logprobs';

/** Likelihoods come to whoever has them included, or says how many. */
function readStyle(
  { reasoning, include, top_logprobs: top }: JsonObject,
  keeping: Keeping | null,
): ReplyStyle {
  const style = readSummary(reasoning, keeping);
  const isTold = typeof top === 'number' || (Array.isArray(include) && include.includes(LOGPROBS));
  return isTold ? { ...style, logprobs: numberOrNull(top) ?? 0 } : style;
}

/** The last two that were kept are one object each: those that follow are alike. */
let plainlyKept: ReplyStyle = PLAIN_STYLE;
let keptWithThoughts: ReplyStyle = WITH_THOUGHTS;

/** A summary of thoughts comes only to whoever asks for it. */
function readSummary(reasoning: unknown, keeping: Keeping | null): ReplyStyle {
  const summary = isObject(reasoning) ? (reasoning.summary ?? reasoning.generate_summary) : null;
  if (typeof summary === 'string') {
    if (keptWithThoughts.keeping !== keeping) keptWithThoughts = { ...WITH_THOUGHTS, keeping };
    return keptWithThoughts;
  }
  if (keeping === null) return PLAIN_STYLE;
  if (plainlyKept.keeping !== keeping) plainlyKept = { ...PLAIN_STYLE, keeping };
  return plainlyKept;
}

function addMessage(tally: PromptTally, role: string, text: string): void {
  tally.startMessage(role);
  tally.addText(text);
}

/** A text is one message of the user's. */
function readInput(input: unknown, tally: PromptTally): ApiError | undefined {
  if (input === undefined) return OPENAI_WORDING.missing('input');
  if (typeof input === 'string') {
    addMessage(tally, 'user', input);
    return undefined;
  }
  if (!Array.isArray(input)) return OPENAI_WORDING.wrongType('input', 'a string or a list of objects', input);
  return readMessages(input, 'input', RESPONSE_ITEMS, tally);
}

export const responsesProtocol: Protocol<ResponsesRequest> = {
  parse: (body, options) => readRequest(body, options, RESPONSES_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: TextRequest.restore,

  encodeReply(request, answer) {
    // One in the background is only let in.
    if (request.keeping?.isBackground === true) return encodeOpenResponse(request, answer, 'queued');
    return encodeWhole(request, answer);
  },

  openStream: openEvents,
};

/** The events of an answer, from the first one on. */
export function openEvents(request: ResponsesRequest, answer: Answer): ResponseEvents | ResponsePartsEvents {
  const isPlain = answer.parts === null && answer.finish !== 'refusal' && request.style.logprobs === null;
  return isPlain
    ? new ResponseEvents(request, answer)
    : new ResponsePartsEvents(request, answer, partsOf(answer));
}

/** The answer as it is when it is complete. */
export function encodeWhole(request: ResponsesRequest, answer: Answer): string | ReplyBody {
  if (request.style.logprobs === null && isShortReply(answer, 1, request.model.length)) {
    return encodeFinalResponse(request, answer, spokenIn(answer).text);
  }
  return textBody(encodeFinalResponse(request, answer, marksIn(answer).text), fillingsOf(answer));
}
