/**
 * The message of a chat completion, and how its calls are named. Pure.
 * Source: OpenAI's public OpenAPI description (ChatCompletionResponseMessage, ChatCompletionMessageToolCall); `reasoning_content` is
 * DeepSeek's, and DashScope's and vLLM's after it; `reasoning` OpenRouter's, and vLLM's since 0.11.
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
  { uuid, finish }: Answer,
  namesBoth: boolean,
): string {
  const content = text === null ? 'null' : `"${text}"`;
  if (finish === 'refusal') return `{"role":"assistant","content":null,"refusal":${content}}`;
  const thought = thoughts === null ? '' : `,${encodeThoughts(thoughts, namesBoth)}`;
  const called = calls.length === 0 ? '' : encodeCalls(calls, uuid, style.asFunction);
  return `{"role":"assistant","content":${content}${thought},"refusal":null${called}}`;
}

/** Under the older name, and where `namesBoth` says so, under the one that OpenRouter and vLLM have now. */
export function encodeThoughts(thoughts: string, namesBoth: boolean): string {
  const older = `"reasoning_content":"${thoughts}"`;
  return namesBoth ? `${older},"reasoning":"${thoughts}"` : older;
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
