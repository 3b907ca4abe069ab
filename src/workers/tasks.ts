/**
 * The types of what crosses the thread boundary. Both sides import this file and nothing of each other.
 */
import type { ProcessFacts } from '../telemetry/process-metrics.js';

/** Handed to every worker thread when it starts. */
export interface WorkerData {
  /** The buffer of the shared state. */
  readonly buffer: SharedArrayBuffer;
  readonly facts: ProcessFacts;
  /** The model that vLLM's metrics name; null leaves those metrics out. */
  readonly vllmModel: string | null;
}

/** Texts of one request that are to be counted. */
export interface CountJob {
  readonly texts: readonly string[];
  /** Escaped as in a JSON string; null where it need not be counted. */
  readonly completion: string | null;
}

/** The tasks by the name under which the entry exports them: what each takes and what it gives back. */
export interface Tasks {
  /** Writes a fresh memory snapshot into the shared state. */
  sampleMemory: { input: undefined; output: undefined };
  /** Counts tokens: two figures for each job, those of its texts together and those of its completion. */
  countTokens: { input: readonly CountJob[]; output: Int32Array };
  /** Renders the whole metrics page, in the Prometheus text format 0.0.4. */
  renderMetrics: { input: undefined; output: string };
}

export type TaskName = keyof Tasks;
