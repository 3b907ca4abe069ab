/**
 * The message of the Messages API: the whole reply, and what a stream of it opens with. Pure.
 * Source: Anthropic's public API reference (Message, ContentBlock, Usage).
 */
import type { CallPart } from '../../behavior/parts/part.js';
import { cachedWithin } from '../contract/prompt-prefix.js';
import type { Answer } from '../contract/protocol.js';
import type { Spoken } from '../contract/spoken.js';
import { idDigits } from '../request/call-id.js';
import { encodeModelName } from '../request/model-names.js';
import type { TextRequest } from '../request/text-request.js';

const STOP_REASONS: Readonly<Record<Answer['finish'], string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tools: 'tool_use',
  filter: 'refusal',
  refusal: 'refusal',
};

/** Why the answer ended, as two fields. */
export function encodeStop({ finish, stopText }: Answer): string {
  if (stopText !== undefined && stopText !== null) {
    return `"stop_reason":"stop_sequence","stop_sequence":${JSON.stringify(stopText)}`;
  }
  return `"stop_reason":"${STOP_REASONS[finish]}","stop_sequence":null`;
}

/** `blocks` is what is between the brackets of the content, `stop` two fields. */
export function encodeMessage(
  { model }: TextRequest,
  { uuid, usage }: Answer,
  blocks: string,
  stop: string,
  outputTokens: number,
): string {
  const { promptTokens, cached } = usage;
  const { read, created } = cachedWithin(cached, promptTokens);
  return (
    `{"id":"msg_${uuid}","type":"message","role":"assistant","content":[${blocks}],"model":${encodeModelName(model)}` +
    `,${stop},"usage":{"input_tokens":${promptTokens - read - created},"cache_creation_input_tokens":${created}` +
    `,"cache_read_input_tokens":${read},"output_tokens":${outputTokens}}}`
  );
}

/** Whole; `spoken` with texts or with their marks. */
export function encodeWhole(request: TextRequest, answer: Answer, spoken: Spoken): string {
  const { completionTokens } = answer.usage;
  return encodeMessage(request, answer, encodeBlocks(spoken, answer), encodeStop(answer), completionTokens);
}

/** A model that does not want to answer says nothing here; what comes to light is its reason to stop. */
function encodeBlocks({ text, thoughts, calls, isRedacted }: Spoken, { uuid, finish }: Answer): string {
  if (finish === 'refusal') return '';
  if (thoughts === null && calls.length === 0) return `{"type":"text","text":"${text ?? ''}"}`;
  const blocks = calls.map((call, index) => encodeToolUse(call, uuid, index, inputOf(call)));
  if (text !== null) blocks.unshift(`{"type":"text","text":"${text}"}`);
  if (isRedacted === true) blocks.unshift(encodeRedacted(uuid));
  else if (thoughts !== null) {
    blocks.unshift(`{"type":"thinking","thinking":"${thoughts}","signature":"${signatureOf(uuid)}"}`);
  }
  return blocks.join(',');
}

/** `input` is JSON; `index` that of the call among the calls. */
export function encodeToolUse({ name }: CallPart, uuid: string, index: number, input: string): string {
  const id = `toolu_${idDigits(uuid)}${index.toString(36)}`;
  return `{"type":"tool_use","id":"${id}","name":${JSON.stringify(name)},"input":${input}}`;
}

/** What was cut off is no JSON, and an input must be an object. */
function inputOf({ text, tokens }: CallPart): string {
  return tokens < text.length ? '{}' : text.raw(tokens);
}

/** Thoughts that nobody may read: in the real ones encrypted, to be handed back. */
export function encodeRedacted(uuid: string): string {
  return `{"type":"redacted_thinking","data":"${Buffer.from(`redacted thoughts of ${uuid}`).toString('base64')}"}`;
}

/** Clients hand it back and nobody looks into it. In Base64, as the real ones. */
export function signatureOf(uuid: string): string {
  return Buffer.from(`thoughts of ${uuid}`).toString('base64');
}
