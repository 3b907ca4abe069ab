/**
 * What DashScope's own API answers: an `output` with a text or with choices, and the usage beside it. Pure.
 * Source: Alibaba Cloud's public API reference of Qwen (DashScope).
 */
import type { CallPart } from '../../behavior/parts/part.js';
import { cachedWithin } from '../contract/prompt-prefix.js';
import type { Answer, Usage } from '../contract/protocol.js';
import { type Spoken, thoughtTokensOf } from '../contract/spoken.js';
import { sumOfMedia } from '../media/media.js';
import { callId } from '../request/call-id.js';
import type { TextRequest } from '../request/text-request.js';

/** How a text stands in a message, and what is told of the tokens. */
export interface MessageForm {
  readonly beforeText: string;
  readonly afterText: string;
  /** A content without a text. */
  readonly noText: string;
  readonly isMultimodal: boolean;
}

export const TEXT_FORM: MessageForm = { beforeText: '"', afterText: '"', noText: '""', isMultimodal: false };
export const PARTS_FORM: MessageForm = {
  beforeText: '[{"text":"',
  afterText: '"}]',
  noText: '[]',
  isMultimodal: true,
};

/** Of a finish that is yet to come: a text, not a null. */
export const NOT_FINISHED = 'null';

export function finishReason({ finish }: Answer): string {
  if (finish === 'tools') return 'tool_calls';
  return finish === 'filter' ? 'content_filter' : finish;
}

/** What a message says: texts are escaped, calls encoded; null where there are none at all. */
export interface Said {
  readonly text: string | null;
  readonly thoughts: string | null;
  readonly calls: string;
}

export function encodeMessage({ beforeText, afterText, noText }: MessageForm, said: Said): string {
  const content = said.text === null ? noText : beforeText + said.text + afterText;
  const thoughts = said.thoughts === null ? '' : `,"reasoning_content":"${said.thoughts}"`;
  const calls = said.calls === '' ? '' : `,"tool_calls":[${said.calls}]`;
  return `{"role":"assistant","content":${content}${thoughts}${calls}}`;
}

/** `id` is empty where it was told before, and so the name null. */
export function encodeCall(index: number, id: string, name: string | null, args: string): string {
  const named = name === null ? '' : `"name":${JSON.stringify(name)},`;
  return `{"index":${index},"id":"${id}","type":"function","function":{${named}"arguments":"${args}"}}`;
}

/** All calls of a choice. */
export function encodeCalls(calls: readonly CallPart[], uuid: string, choice: number): string {
  return calls
    .map(({ name, text, tokens }, index) =>
      encodeCall(index, callId(uuid, index, choice), name, text.join(tokens)),
    )
    .join(',');
}

export function encodeChoice(finish: string, choice: number, message: string, logprobs: string): string {
  const likely = logprobs === '' ? '' : `,"logprobs":{"content":[${logprobs}]}`;
  return `{"finish_reason":"${finish}","index":${choice},"message":${message}${likely}}`;
}

/** The usage as a field; `thoughtTokens` are among the `outputTokens`. */
export function encodeUsage(
  { isMultimodal }: MessageForm,
  usage: Usage,
  outputTokens: number,
  thoughtTokens: number,
): string {
  const { promptTokens } = usage;
  const thoughts = thoughtTokens === 0 ? '' : `"reasoning_tokens":${thoughtTokens}`;
  const text = isMultimodal ? `"text_tokens":${outputTokens - thoughtTokens}` : '';
  const details = [thoughts, text].filter((detail) => detail !== '').join(',');
  return (
    `"usage":{"input_tokens":${promptTokens},"output_tokens":${outputTokens}` +
    `,"total_tokens":${promptTokens + outputTokens}${isMultimodal ? encodeInputs(usage) : ''}` +
    `${details === '' ? '' : `,"output_tokens_details":{${details}}`}${encodeCached(usage)}}`
  );
}

/** What the prompt's tokens are: beside the texts only what there is. */
function encodeInputs({ promptTokens, media = null }: Usage): string {
  if (media === null) return `,"input_tokens_details":{"text_tokens":${promptTokens}}`;
  const kinds = (['image', 'audio', 'video'] as const)
    .filter((kind) => media[kind] > 0)
    .map((kind) => `,"${kind}_tokens":${media[kind]}`)
    .join('');
  const texts = Math.max(0, promptTokens - sumOfMedia(media));
  return `${kinds},"input_tokens_details":{"text_tokens":${texts}${kinds}}`;
}

function encodeCached({ cached = null, promptTokens }: Usage): string {
  if (cached === null) return '';
  return `,"prompt_tokens_details":{"cached_tokens":${cachedWithin(cached, promptTokens).read}}`;
}

/** Whether an answer stands in choices: where it was asked for, and where it is more than a text. */
export function isMessage({ style }: TextRequest, { parts }: Answer): boolean {
  return style.asMessage || parts?.some(({ kind }) => kind !== 'text') === true;
}

/** A whole reply. `spoken` with the texts, or with their marks; `logprobs` of each choice, empty where they are not told. */
export function encodeWhole(
  form: MessageForm,
  request: TextRequest,
  answer: Answer,
  spoken: Spoken,
  logprobs: string,
): string {
  const { choices } = request;
  const { completionTokens } = answer.usage;
  const usage = encodeUsage(
    form,
    answer.usage,
    completionTokens * choices,
    thoughtTokensOf(answer) * choices,
  );
  return `{"output":${encodeOutput(form, request, answer, spoken, logprobs)},${usage},"request_id":"${answer.uuid}"}`;
}

function encodeOutput(
  form: MessageForm,
  request: TextRequest,
  answer: Answer,
  { text, thoughts, calls }: Spoken,
  logprobs: string,
): string {
  const finish = finishReason(answer);
  if (!isMessage(request, answer)) return `{"text":"${text ?? ''}","finish_reason":"${finish}"}`;
  const all = Array.from({ length: request.choices }, (_, choice) => {
    const message = encodeMessage(form, { text, thoughts, calls: encodeCalls(calls, answer.uuid, choice) });
    return encodeChoice(finish, choice, message, logprobs);
  });
  return `{"choices":[${all.join(',')}]}`;
}
