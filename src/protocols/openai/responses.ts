/**
 * The Responses API: its requests, replies and streams. Pure. Source: OpenAI's public OpenAPI description
 * (CreateResponse, Response, ResponseStreamEvent).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { isSurelyShort, TEXT_MARK, textBody } from '../contract/reply-template.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import { BOOLEAN, COUNT, integer, LIST, number, OBJECT, rules, STRING } from '../validation/rules.js';
import { RESPONSE_ITEMS } from './messages.js';
import { ResponseEvents } from './response-events.js';
import { encodeFinalResponse } from './response-object.js';
import { OPENAI_WORDING } from './wording.js';

export type ResponsesRequest = TextRequest;

export const RESPONSES_FIELDS = rules({
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
  make: textRequest((root, stream, userText) => ({
    tokensMax: numberOrNull(root.max_output_tokens),
    stop: NO_STOP,
    stream,
    choices: 1,
    includeUsage: true,
    userText,
  })),
};

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
    const { text, tokens } = answer;
    if (isSurelyShort(1, text.bytes(tokens), request.model.length)) {
      return encodeFinalResponse(request, answer, text.join(tokens));
    }
    return textBody(encodeFinalResponse(request, answer, TEXT_MARK), text, tokens);
  },

  openStream: (request, answer) => new ResponseEvents(request, answer),
};
