/**
 * The message of a chat completion, and how its calls are named. Pure.
 * Source: OpenAI's public OpenAPI description (ChatCompletionResponseMessage, ChatCompletionMessageToolCall); `reasoning_content` is
 * DeepSeek's, and DashScope's and vLLM's after it.
 */
import type { CallPart } from '../../../behavior/parts/part.js';
import type { Answer } from '../../contract/protocol.js';
import { INDEX_MARK } from '../../contract/reply-template.js';
import type { Spoken } from '../../contract/spoken.js';
import { callId } from '../../request/call-id.js';
import type { TextRequest } from '../../request/text-request.js';

/** With the number of the choice marked where a call is named after it. */
export function encodeMessage(
  { text, thoughts, calls }: Spoken,
  { style }: TextRequest,
  { uuid }: Answer,
): string {
  const content = text === null ? 'null' : `"${text}"`;
  const thought = thoughts === null ? '' : `,"reasoning_content":"${thoughts}"`;
  const called = calls.length === 0 ? '' : encodeCalls(calls, uuid, style.asFunction);
  return `{"role":"assistant","content":${content}${thought},"refusal":null${called}}`;
}

function encodeCalls(calls: readonly CallPart[], uuid: string, asFunction: boolean): string {
  if (asFunction) return `,"function_call":${encodeFunction(calls[0] as CallPart)}`;
  const all = calls.map(
    (call, index) =>
      `{"id":"${callId(uuid, index, INDEX_MARK)}","type":"function","function":${encodeFunction(call)}}`,
  );
  return `,"tool_calls":[${all.join(',')}]`;
}

function encodeFunction({ name, text, tokens }: CallPart): string {
  return `{"name":${JSON.stringify(name)},"arguments":"${text.join(tokens)}"}`;
}
