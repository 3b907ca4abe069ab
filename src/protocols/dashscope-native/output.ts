/**
 * What DashScope's own API answers: an `output` with a text or with choices, and the usage beside it. Pure.
 * Source: Alibaba Cloud's public API reference of Qwen (DashScope).
 */
import type { CallPart } from '../../behavior/parts/part.js';
import type { Answer } from '../contract/protocol.js';
import { type Spoken, thoughtTokensOf } from '../contract/spoken.js';
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
  inputTokens: number,
  outputTokens: number,
  thoughtTokens: number,
): string {
  const thoughts = thoughtTokens === 0 ? '' : `"reasoning_tokens":${thoughtTokens}`;
  const text = isMultimodal ? `"text_tokens":${outputTokens - thoughtTokens}` : '';
  const details = [thoughts, text].filter((detail) => detail !== '').join(',');
  return (
    `"usage":{"input_tokens":${inputTokens},"output_tokens":${outputTokens}` +
    `,"total_tokens":${inputTokens + outputTokens}` +
    `${isMultimodal ? `,"input_tokens_details":{"text_tokens":${inputTokens}}` : ''}` +
    `${details === '' ? '' : `,"output_tokens_details":{${details}}`}}`
  );
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
  const { promptTokens, completionTokens } = answer.usage;
  const usage = encodeUsage(
    form,
    promptTokens,
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
