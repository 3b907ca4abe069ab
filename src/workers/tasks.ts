/**
 * The types of what crosses the thread boundary. Both sides import this file and nothing of each other.
 */
import type { ProcessFacts } from '../telemetry/process-metrics.js';

/** Handed to every worker thread when it starts. */
export interface WorkerData {
  /** The buffer of the shared state. */
  readonly buffer: SharedArrayBuffer;
  readonly facts: ProcessFacts;
}

/** The tasks by the name under which the entry exports them: what each takes and what it gives back. */
export interface Tasks {
  /** Writes a fresh memory snapshot into the shared state. */
  sampleMemory: { input: undefined; output: undefined };
  /** Renders the whole metrics page, in the Prometheus text format 0.0.4. */
  renderMetrics: { input: undefined; output: string };
}

export type TaskName = keyof Tasks;
