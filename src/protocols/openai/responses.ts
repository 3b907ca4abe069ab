/**
 * The Responses API: its requests, replies and streams. Pure. Source: OpenAI's public OpenAPI description
 * (CreateResponse, Response, ResponseStreamEvent).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Parsed, ParseOptions, Protocol } from '../contract/protocol.js';
import { isSurelyShort, TEXT_MARK, textBody } from '../contract/reply-template.js';
import { parseJsonObject } from '../request/json-body.js';
import { internModel } from '../request/model-names.js';
import { PromptTally } from '../request/prompt-tally.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import {
  ARRAY,
  BOOLEAN,
  COUNT,
  checkFields,
  checkModel,
  type FieldChecks,
  missing,
  numberBetween,
  OBJECT,
  oneOfKinds,
  STRING,
  wrongType,
} from '../validation/field-checks.js';
import { numberOrNull } from './fields.js';
import { RESPONSE_ITEMS, readMessages } from './messages.js';
import { ResponseEvents } from './response-events.js';
import { encodeFinalResponse } from './response-object.js';

export type ResponsesRequest = TextRequest;

export const RESPONSES_FIELDS: FieldChecks = new Map([
  ['background', BOOLEAN],
  ['include', ARRAY],
  ['instructions', STRING],
  ['max_output_tokens', COUNT],
  ['max_tool_calls', COUNT],
  ['metadata', OBJECT],
  ['parallel_tool_calls', BOOLEAN],
  ['previous_response_id', STRING],
  ['reasoning', OBJECT],
  ['store', BOOLEAN],
  ['stream', BOOLEAN],
  ['stream_options', OBJECT],
  ['temperature', numberBetween(0, 2, 'a number')],
  ['text', OBJECT],
  ['tool_choice', oneOfKinds('a string or an object', 'a string', 'an object')],
  ['tools', ARRAY],
  ['top_logprobs', numberBetween(0, 20, 'an integer')],
  ['top_p', numberBetween(0, 1, 'a number')],
  ['truncation', STRING],
  ['user', STRING],
]);

function parse(body: Buffer, options: ParseOptions): Parsed<ResponsesRequest> {
  const parsed = parseJsonObject(body);
  if (!parsed.ok) return parsed;
  const { root } = parsed;
  const tally = new PromptTally(options);
  const error = checkModel(root.model) ?? checkFields(root, RESPONSES_FIELDS) ?? readInput(root.input, tally);
  if (error !== undefined) return { ok: false, error };
  if (typeof root.instructions === 'string') {
    tally.startMessage('system');
    tally.addText(root.instructions);
  }
  const model = internModel((root.model as string | null | undefined) ?? options.modelDefault);
  const request = TextRequest.of(model, tally.tokens, {
    tokensMax: numberOrNull(root.max_output_tokens),
    stop: NO_STOP,
    stream: root.stream === true,
    choices: 1,
    includeUsage: true,
    userText: tally.userText,
  });
  return { ok: true, request, prompt: tally.prompt };
}

/** A text is one message of the user's. */
function readInput(input: unknown, tally: PromptTally): ApiError | undefined {
  if (input === undefined) return missing('input');
  if (typeof input === 'string') {
    tally.startMessage('user');
    tally.addText(input);
    return undefined;
  }
  if (!Array.isArray(input)) return wrongType('input', 'a string or an array of objects', input);
  return readMessages(input, 'input', RESPONSE_ITEMS, tally);
}

export const responsesProtocol: Protocol<ResponsesRequest> = {
  parse,
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
