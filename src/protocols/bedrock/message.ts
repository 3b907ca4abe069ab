/**
 * What Converse answers, whole, and what of that events of a stream say as well. Pure.
 * Source: AWS's public API reference (ConverseOutput, Message, ContentBlock, TokenUsage, ConverseMetrics).
 */
import type { CallPart } from '../../behavior/parts/part.js';
import { signatureOf } from '../anthropic/message.js';
import type { Answer } from '../contract/protocol.js';
import type { Spoken } from '../contract/spoken.js';
import { idDigits } from '../request/call-id.js';

const STOP_REASONS: Readonly<Record<Answer['finish'], string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tools: 'tool_use',
  filter: 'content_filtered',
  refusal: 'content_filtered',
};

export function stopReason({ finish, stopText }: Answer): string {
  return stopText !== undefined && stopText !== null ? 'stop_sequence' : STOP_REASONS[finish];
}

export function encodeUsage({ usage: { promptTokens, completionTokens } }: Answer): string {
  const total = promptTokens + completionTokens;
  return `{"inputTokens":${promptTokens},"outputTokens":${completionTokens},"totalTokens":${total}}`;
}

export function encodeMetrics(tookMs: number): string {
  return `{"latencyMs":${Math.round(tookMs)}}`;
}

export function toolUseId(uuid: string, index: number): string {
  return `tooluse_${idDigits(uuid)}${index.toString(36)}`;
}

/** What was cut off is no JSON, and an input must be an object. */
function encodeToolUse({ name, text, tokens }: CallPart, uuid: string, index: number): string {
  const input = tokens < text.length ? '{}' : text.raw(tokens);
  return `{"toolUse":{"toolUseId":"${toolUseId(uuid, index)}","name":${JSON.stringify(name)},"input":${input}}}`;
}

function encodeContent({ text, thoughts, calls }: Spoken, { uuid }: Answer): string {
  if (thoughts === null && calls.length === 0) return `{"text":"${text ?? ''}"}`;
  const blocks = calls.map((call, index) => encodeToolUse(call, uuid, index));
  if (text !== null) blocks.unshift(`{"text":"${text}"}`);
  if (thoughts !== null) {
    const reasoning = `{"text":"${thoughts}","signature":"${signatureOf(uuid)}"}`;
    blocks.unshift(`{"reasoningContent":{"reasoningText":${reasoning}}}`);
  }
  return blocks.join(',');
}

/** Whole; `spoken` with texts or with their marks. Nova's own form has no metrics. */
export function encodeWhole(answer: Answer, spoken: Spoken, withMetrics: boolean): string {
  const metrics = withMetrics ? `"metrics":${encodeMetrics(answer.times?.totalMs ?? 0)},` : '';
  const message = `{"content":[${encodeContent(spoken, answer)}],"role":"assistant"}`;
  return `{${metrics}"output":{"message":${message}},"stopReason":"${stopReason(answer)}","usage":${encodeUsage(answer)}}`;
}
