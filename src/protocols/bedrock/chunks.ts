/**
 * What InvokeModelWithResponseStream sends: what the model says in its own form, in Base64 within a frame. Pure.
 * Source: AWS's public API reference (PayloadPart), and its guides to inference parameters.
 */
import type { Answer } from '../contract/protocol.js';
import { encodeFrame, eventHeaders } from './frames.js';

const HEADERS = eventHeaders('chunk');

/** `said` is a JSON object of the model's. */
export function encodeChunk(said: string): string {
  return encodeFrame(HEADERS, `{"bytes":"${Buffer.from(said).toString('base64')}"}`);
}

/** A field that the last chunk has, whatever the model. */
export function encodeInvocation({ usage, times }: Answer, tookMs: number): string {
  const firstMs = Math.round(Math.min(times?.firstMs ?? 0, tookMs));
  return (
    `"amazon-bedrock-invocationMetrics":{"inputTokenCount":${usage.promptTokens}` +
    `,"outputTokenCount":${usage.completionTokens},"invocationLatency":${Math.round(tookMs)},"firstByteLatency":${firstMs}}`
  );
}
