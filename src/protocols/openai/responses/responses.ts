/**
 * The Responses API: its requests, replies and streams. Pure. Source: OpenAI's public OpenAPI description
 * (CreateResponse, Response, ResponseStreamEvent).
 */
import type { ApiError } from '../../../shared/errors.js';
import type { Protocol } from '../../contract/protocol.js';
import { textBody } from '../../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, partsOf, spokenIn } from '../../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../../contract/stream-format.js';
import { isObject, type JsonObject } from '../../request/json-body.js';
import { readMessages } from '../../request/messages.js';
import type { PromptTally } from '../../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../../request/read-request.js';
import { NO_STOP, PLAIN_STYLE, type ReplyStyle, TextRequest } from '../../request/text-request.js';
import { BOOLEAN, COUNT, integer, LIST, number, OBJECT, rules, STRING } from '../../validation/rules.js';
import { LENGTH_RULES } from '../asking/lengths.js';
import { RESPONSE_ASKS } from '../asking/response-asks.js';
import { RESPONSE_ITEMS } from '../common/messages.js';
import { OPENAI_WORDING } from '../common/wording.js';
import { ResponseEvents } from './events.js';
import { encodeFinalResponse } from './object.js';
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
  read({ input, instructions }, tally) {
    const problem = readInput(input, tally);
    if (problem === undefined && typeof instructions === 'string') addMessage(tally, 'system', instructions);
    return problem;
  },
  ask: RESPONSE_ASKS,
  make: textRequest((root, stream, userText) => ({
    tokensMax: numberOrNull(root.max_output_tokens),
    stop: NO_STOP,
    stream,
    choices: 1,
    includeUsage: true,
    userText,
    style: readStyle(root),
  })),
};

const WITH_THOUGHTS: ReplyStyle = { ...PLAIN_STYLE, showsThoughts: true };
const LOGPROBS = 'message.output_text.logprobs';

/** Likelihoods come to whoever has them included, or says how many. */
function readStyle({ reasoning, include, top_logprobs: top }: JsonObject): ReplyStyle {
  const style = readSummary(reasoning);
  const isTold = typeof top === 'number' || (Array.isArray(include) && include.includes(LOGPROBS));
  return isTold ? { ...style, logprobs: numberOrNull(top) ?? 0 } : style;
}

/** A summary of thoughts comes only to whoever asks for it. */
function readSummary(reasoning: unknown): ReplyStyle {
  if (!isObject(reasoning)) return PLAIN_STYLE;
  const summary = reasoning.summary ?? reasoning.generate_summary;
  return typeof summary === 'string' ? WITH_THOUGHTS : PLAIN_STYLE;
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
    if (request.style.logprobs === null && isShortReply(answer, 1, request.model.length)) {
      return encodeFinalResponse(request, answer, spokenIn(answer).text);
    }
    return textBody(encodeFinalResponse(request, answer, marksIn(answer).text), fillingsOf(answer));
  },

  openStream(request, answer) {
    const isPlain = answer.parts === null && answer.finish !== 'refusal' && request.style.logprobs === null;
    return isPlain
      ? new ResponseEvents(request, answer)
      : new ResponsePartsEvents(request, answer, partsOf(answer));
  },
};
