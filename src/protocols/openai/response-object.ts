/**
 * The response object of the Responses API: the whole reply, and what a stream of it opens and ends with. Pure.
 *
 * The real one repeats what the request set. Here the limit of tokens is repeated; for the rest the public defaults
 * stand, since a held request would have to keep them, and `store` is false because nothing is stored.
 *
 * Source: OpenAI's public OpenAPI description (Response, OutputMessage, OutputTextContent, ResponseUsage).
 */

import type { Answer } from '../contract/protocol.js';
import { encodeModelName } from '../request/model-names.js';
import type { TextRequest } from '../request/text-request.js';

const BEFORE_USAGE =
  ',"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null}' +
  ',"service_tier":"default","store":false,"temperature":1,"text":{"format":{"type":"text"}}' +
  ',"tool_choice":"auto","tools":[],"top_p":1,"truncation":"disabled","usage":';
const AFTER_USAGE = ',"user":null,"metadata":{}}';
const CUT_OFF = '{"reason":"max_output_tokens"}';
const FILTERED = '{"reason":"content_filter"}';

const INCOMPLETE: Readonly<Record<Answer['finish'], string>> = {
  stop: 'null',
  length: CUT_OFF,
  filter: FILTERED,
};

/** The status of a response, and of its one item, when the answer is complete. */
export function statusOf({ finish }: Answer): 'completed' | 'incomplete' {
  return finish === 'stop' ? 'completed' : 'incomplete';
}

/** The part of a message that holds its text. */
export function encodePart(text: string): string {
  return `{"type":"output_text","annotations":[],"logprobs":[],"text":"${text}"}`;
}

/** The one item of the output. `parts` is what is between the brackets of its content. */
export function encodeItem({ uuid }: Answer, status: string, parts: string): string {
  return `{"id":"msg_${uuid}","type":"message","status":"${status}","role":"assistant","content":[${parts}]}`;
}

/** `incomplete`, `output` and `usage` are JSON; `output` is what is between the brackets. */
function encodeResponse(
  { model, tokensMax }: TextRequest,
  { uuid, createdSeconds }: Answer,
  parts: {
    readonly status: string;
    readonly incomplete: string;
    readonly output: string;
    readonly usage: string;
  },
): string {
  return (
    `{"id":"resp_${uuid}","object":"response","created_at":${createdSeconds},"status":"${parts.status}"` +
    `,"background":false,"error":null,"incomplete_details":${parts.incomplete},"instructions":null` +
    `,"max_output_tokens":${tokensMax},"model":${encodeModelName(model)},"output":[${parts.output}]` +
    `${BEFORE_USAGE}${parts.usage}${AFTER_USAGE}`
  );
}

/** As the first events of a stream carry it. */
export function encodeOpenResponse(request: TextRequest, answer: Answer): string {
  return encodeResponse(request, answer, {
    status: 'in_progress',
    incomplete: 'null',
    output: '',
    usage: 'null',
  });
}

/** The whole answer; `text` is what it says, or the mark of that. */
export function encodeFinalResponse(request: TextRequest, answer: Answer, text: string): string {
  const status = statusOf(answer);
  return encodeResponse(request, answer, {
    status,
    incomplete: INCOMPLETE[answer.finish],
    output: encodeItem(answer, status, encodePart(text)),
    usage: encodeUsage(answer),
  });
}

function encodeUsage({ usage: { promptTokens, completionTokens } }: Answer): string {
  return (
    `{"input_tokens":${promptTokens},"input_tokens_details":{"cached_tokens":0},"output_tokens":${completionTokens}` +
    `,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":${promptTokens + completionTokens}}`
  );
}
