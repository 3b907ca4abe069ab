/**
 * The response object of the Responses API: the whole reply, and what a stream of it opens and ends with. Pure.
 *
 * The real one repeats what the request set. Here the limit of tokens is repeated, and whether the response is stored, in the
 * background, and goes on with another one; for the rest the public defaults stand, since a held request would have to keep them.
 *
 * Source: OpenAI's public OpenAPI description (Response, OutputMessage, OutputTextContent, ResponseUsage).
 */

import type { CallPart } from '../../../behavior/parts/part.js';
import { cachedWithin } from '../../contract/prompt-prefix.js';
import type { Answer } from '../../contract/protocol.js';
import { type AnswerPart, thoughtTokensOf } from '../../contract/spoken.js';
import { callId } from '../../request/call-id.js';
import { encodeModelName } from '../../request/model-names.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeChatLogprobs } from '../common/logprobs.js';

const BEFORE_PREVIOUS = ',"parallel_tool_calls":true,"previous_response_id":';
const BEFORE_STORE = ',"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":';
const BEFORE_USAGE =
  ',"temperature":1,"text":{"format":{"type":"text"}}' +
  ',"tool_choice":"auto","tools":[],"top_p":1,"truncation":"disabled","usage":';
const AFTER_USAGE = ',"user":null,"metadata":{}}';
const CUT_OFF = '{"reason":"max_output_tokens"}';
const FILTERED = '{"reason":"content_filter"}';

/** Of thoughts that are shown. */
const SUMMARY_TOKENS_MAX = 200;

const INCOMPLETE: Readonly<Record<Answer['finish'], string>> = {
  stop: 'null',
  length: CUT_OFF,
  tools: 'null',
  filter: FILTERED,
  refusal: 'null',
};

/** The status of a response, and of its one item, when the answer is complete. */
export function statusOf({ finish }: Answer): 'completed' | 'incomplete' {
  return finish === 'length' || finish === 'filter' ? 'incomplete' : 'completed';
}

/** The part of a message that holds its text, with the likelihoods of its tokens; or why there is none. */
export function encodePart({ finish }: Answer, text: string, logprobs: string): string {
  if (finish === 'refusal') return `{"type":"refusal","refusal":"${text}"}`;
  return `{"type":"output_text","annotations":[],"logprobs":[${logprobs}],"text":"${text}"}`;
}

/** Of all tokens of the text, between the brackets; nothing where that was not asked for. */
export function encodeAllLogprobs({ style }: TextRequest, answer: Answer): string {
  return style.logprobs === null ? '' : encodeChatLogprobs(answer, style.logprobs);
}

/** The item that says something. `parts` is what is between the brackets of its content. */
export function encodeItem({ uuid }: Answer, status: string, parts: string): string {
  return `{"id":"msg_${uuid}","type":"message","status":"${status}","role":"assistant","content":[${parts}]}`;
}

/** The item of the thoughts. `summary` is a text, null where none is shown. */
export function encodeThoughts({ uuid }: Answer, summary: string | null): string {
  const parts = summary === null ? '' : encodeSummary(summary);
  return `{"id":"rs_${uuid}","type":"reasoning","summary":[${parts}]}`;
}

export function encodeSummary(text: string): string {
  return `{"type":"summary_text","text":"${text}"}`;
}

/** What is shown of thoughts where that was asked for: as from a real model, a summary, not all of them. */
export function summaryTokens({ tokens }: AnswerPart): number {
  return Math.min(tokens, SUMMARY_TOKENS_MAX);
}

/** The item of one call, the one with this `index`. `args` is a text. */
export function encodeCall(
  { name }: CallPart,
  { uuid }: Answer,
  index: number,
  status: string,
  args: string,
): string {
  return (
    `{"id":"${callItemId(uuid, index)}","type":"function_call","status":"${status}","arguments":"${args}"` +
    `,"call_id":"${callId(uuid, index, 0)}","name":${JSON.stringify(name)}}`
  );
}

export function callItemId(uuid: string, index: number): string {
  return `fc_${uuid}_${index}`;
}

/** All items, as they are at the end. `text` is what is said, or its mark. */
function encodeOutput(request: TextRequest, answer: Answer, text: string | null): string {
  const { parts } = answer;
  const status = statusOf(answer);
  const said = (): string => encodePart(answer, text ?? '', encodeAllLogprobs(request, answer));
  if (parts === null) return encodeItem(answer, status, said());
  let calls = 0;
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'reasoning':
          return encodeThoughts(answer, summaryOf(request, part));
        case 'text':
          return encodeItem(answer, status, said());
        default:
          return encodeCall(part as CallPart, answer, calls++, status, part.text.join(part.tokens));
      }
    })
    .join(',');
}

export function summaryOf({ style }: TextRequest, part: AnswerPart): string | null {
  return style.showsThoughts ? part.text.join(summaryTokens(part)) : null;
}

/** `incomplete`, `output` and `usage` are JSON; `output` is what is between the brackets. */
function encodeResponse(
  { model, tokensMax, keeping }: TextRequest,
  { uuid, createdSeconds }: Answer,
  parts: {
    readonly status: string;
    readonly incomplete: string;
    readonly output: string;
    readonly usage: string;
  },
): string {
  const { isStored = false, isBackground = false, previousId = null } = keeping ?? {};
  return (
    `{"id":"resp_${uuid}","object":"response","created_at":${createdSeconds},"status":"${parts.status}"` +
    `,"background":${isBackground},"error":null,"incomplete_details":${parts.incomplete},"instructions":null` +
    `,"max_output_tokens":${tokensMax},"model":${encodeModelName(model)},"output":[${parts.output}]` +
    `${BEFORE_PREVIOUS}${JSON.stringify(previousId)}${BEFORE_STORE}${isStored}${BEFORE_USAGE}${parts.usage}${AFTER_USAGE}`
  );
}

/** As the first events of a stream carry it, and whoever asks for one that is not done. */
export function encodeOpenResponse(
  request: TextRequest,
  answer: Answer,
  status: 'queued' | 'in_progress' | 'cancelled' = 'in_progress',
): string {
  return encodeResponse(request, answer, {
    status,
    incomplete: 'null',
    output: '',
    usage: 'null',
  });
}

/** The whole answer; `text` is what it says, or the mark of that; null where nothing is said. */
export function encodeFinalResponse(request: TextRequest, answer: Answer, text: string | null): string {
  return encodeResponse(request, answer, {
    status: statusOf(answer),
    incomplete: INCOMPLETE[answer.finish],
    output: encodeOutput(request, answer, text),
    usage: encodeUsage(answer),
  });
}

function encodeUsage(answer: Answer): string {
  const { promptTokens, completionTokens, cached } = answer.usage;
  const { read } = cachedWithin(cached, promptTokens);
  return (
    `{"input_tokens":${promptTokens},"input_tokens_details":{"cached_tokens":${read}},"output_tokens":${completionTokens}` +
    `,"output_tokens_details":{"reasoning_tokens":${thoughtTokensOf(answer)}}` +
    `,"total_tokens":${promptTokens + completionTokens}}`
  );
}
