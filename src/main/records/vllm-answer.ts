/**
 * What an answer that is whole comes to under vLLM's names. Main thread; only where VLLM_METRICS is set.
 */
import type { VllmFigures } from '../../shared/figures/vllm-cells.js';
import type { PlannedRequest } from '../reading/planned-request.js';

/** Times are on the wheel's clock, in milliseconds. */
export interface AnswerTimes {
  readonly arrivedAtMs: number;
  /** How long the request waited for its slot. */
  readonly queuedMs: number;
  readonly endedAtMs: number;
}

/** `firstAtMs` is null for an answer that went out at once: its first token is where the plan has it. */
export function countVllmAnswer(
  figures: VllmFigures,
  { request, plan, usage }: PlannedRequest,
  firstAtMs: number | null,
  { arrivedAtMs, queuedMs, endedAtMs }: AnswerTimes,
): void {
  const inferenceMs = Math.max(0, endedAtMs - arrivedAtMs - queuedMs);
  const firstMs = firstAtMs === null ? plan.firstMs : firstAtMs - arrivedAtMs - queuedMs;
  const prefillMs = Math.min(inferenceMs, Math.max(0, firstMs));
  figures.count({
    promptTokens: usage.promptTokens,
    generationTokens: usage.completionTokens * request.choices,
    isCutOff: plan.finish === 'length',
    queuedMs,
    prefillMs,
    decodeMs: inferenceMs - prefillMs,
    gaps: firstAtMs === null ? 0 : Math.max(0, plan.tokens - 1),
  });
}
