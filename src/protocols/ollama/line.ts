/**
 * The objects that Ollama answers with: one a reply, or one a line in a stream. Pure.
 * Source: Ollama's public API reference (chat, generate: response).
 */
import type { CallPart } from '../../behavior/parts/part.js';
import type { Answer, AnswerTimes } from '../contract/protocol.js';
import type { Spoken } from '../contract/spoken.js';
import { callId } from '../request/call-id.js';
import { encodeModelName } from '../request/model-names.js';
import type { TextRequest } from '../request/text-request.js';

const NS_PER_MS = 1_000_000;
const MS_PER_SECOND = 1_000;

/** What differs between the two ways to ask for a text: how what is said is put into an object. */
export interface LineForm {
  /** Between the head and what an object says beside it. Texts are escaped; `calls` is a JSON array, or empty. */
  encode(text: string, thoughts: string | null, calls: string): string;
}

export const CHAT_LINE: LineForm = {
  encode(text, thoughts, calls) {
    const thinking = thoughts === null ? '' : `,"thinking":"${thoughts}"`;
    const called = calls === '' ? '' : `,"tool_calls":${calls}`;
    return `"message":{"role":"assistant","content":"${text}"${thinking}${called}}`;
  },
};

export const GENERATE_LINE: LineForm = {
  encode(text, thoughts, calls) {
    const thinking = thoughts === null ? '' : `,"thinking":"${thoughts}"`;
    const called = calls === '' ? '' : `,"tool_calls":${calls}`;
    return `"response":"${text}"${thinking}${called}`;
  },
};

/** Up to what is said, which is in every object. */
export function encodeHead({ model }: TextRequest, { createdSeconds }: Answer): string {
  const createdAt = new Date(createdSeconds * MS_PER_SECOND).toISOString();
  return `{"model":${encodeModelName(model)},"created_at":"${createdAt}",`;
}

/** What was cut off is no JSON, and arguments must be an object. */
export function encodeCall({ name, text, tokens }: CallPart, uuid: string, index: number): string {
  const args = tokens < text.length ? '{}' : text.raw(tokens);
  const called = `{"index":${index},"name":${JSON.stringify(name)},"arguments":${args}}`;
  return `{"id":"${callId(uuid, index, 0)}","function":${called}}`;
}

function encodeCalls(calls: readonly CallPart[], uuid: string): string {
  if (calls.length === 0) return '';
  return `[${calls.map((call, index) => encodeCall(call, uuid, index)).join(',')}]`;
}

/** How long it took, in nanoseconds. What took no time took one: clients divide by it. */
export function encodeDurations(
  { firstMs, totalMs }: AnswerTimes,
  tokens: number | null,
  promptTokens: number,
): string {
  const promptNs = Math.max(1, Math.round(firstMs * NS_PER_MS));
  const evalNs = Math.max(1, Math.round((totalMs - firstMs) * NS_PER_MS));
  const generated = tokens === null ? '' : `,"eval_count":${tokens},"eval_duration":${evalNs}`;
  const total = promptNs + (tokens === null ? 0 : evalNs);
  return (
    `"total_duration":${total},"load_duration":0,"prompt_eval_count":${promptTokens}` +
    `,"prompt_eval_duration":${promptNs}${generated}`
  );
}

/** Behind what the last object says. Nothing was asked for: the model was loaded, and that is all. */
export function encodeEnd(request: TextRequest, answer: Answer, tookMs: number): string {
  if (!request.speaks) return ',"done":true,"done_reason":"load"}';
  const { finish, usage, times } = answer;
  const reason = finish === 'length' ? 'length' : 'stop';
  const firstMs = Math.min(times?.firstMs ?? 0, tookMs);
  const told = encodeDurations({ firstMs, totalMs: tookMs }, usage.completionTokens, usage.promptTokens);
  return `,"done":true,"done_reason":"${reason}",${told}}`;
}

/** Whole; `spoken` with texts or with their marks. */
export function encodeWhole(request: TextRequest, answer: Answer, form: LineForm, spoken: Spoken): string {
  const { text, thoughts, calls } = spoken;
  const said = request.speaks ? (text ?? '') : '';
  const end = encodeEnd(request, answer, answer.times?.totalMs ?? 0);
  return encodeHead(request, answer) + form.encode(said, thoughts, encodeCalls(calls, answer.uuid)) + end;
}
