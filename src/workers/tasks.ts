/**
 * The types of what crosses the thread boundary. Both sides import this file and nothing of each other.
 */
import type { ModelRow } from '../behavior/models/model-table.js';
import type { ReadFile } from '../config/read/text-file.js';
import type { ReadScenario } from '../config/scenario/scenario-file.js';
import type { PromptPrefix } from '../protocols/contract/prompt-prefix.js';
import type { ModelRequest, ParseOptions } from '../protocols/contract/protocol.js';
import type { ERROR_KINDS } from '../shared/errors.js';
import type { ProcessFacts } from '../telemetry/metrics/process-metrics.js';
import type { Packing } from './packing.js';

/** The signal that ends a task after so many milliseconds. */
export type Deadline = (ms: number) => AbortSignal;

/** Handed to every thread of the sampling pool when it starts. */
export interface WorkerData {
  /** The buffer of the shared state. */
  readonly buffer: SharedArrayBuffer;
  readonly facts: ProcessFacts;
  /** The model that vLLM's metrics name; null leaves those metrics out. */
  readonly vllmModel: string | null;
}

/** What the threads of the sampling pool do. */
export interface SamplingTasks {
  /** Writes a fresh memory snapshot into the shared state. */
  sampleMemory: { input: undefined; output: undefined };
  /**
   * Renders the whole metrics page, in the Prometheus text format 0.0.4, in UTF-8. `models` are the rows of the models file that are told
   * apart, in the order of their blocks: a reload may bring more.
   */
  renderMetrics: { input: { readonly models: readonly string[] }; output: Uint8Array };
}

/** Texts of one request that are to be counted. */
export interface CountJob {
  readonly texts: readonly string[];
  /** Escaped as in a JSON string; null where it need not be counted. */
  readonly completion: string | null;
  /** What the completion goes on with, `rounds` times over; escaped as well. */
  readonly round: string;
  readonly rounds: number;
}

/** A whole body. */
export interface BodyBytes {
  /** Handed over, not copied; the body is what lies in them one behind the other. All are full but the last. */
  readonly memory: readonly ArrayBuffer[];
  readonly length: number;
  readonly packing: Packing | null;
}

export interface BodyToParse extends BodyBytes {
  /** It may not be longer when it is unpacked. */
  readonly bytesMax: number;
  /** Index into PROTOCOLS. */
  readonly protocol: number;
  /** Texts of a prompt that are kept are counted here and do not come back. */
  readonly options: ParseOptions;
}

/** What a body says, or why it is refused, as data without methods. */
export type ParsedBody =
  | {
      readonly ok: true;
      /** What a structured clone makes of it; see Protocol.restore. */
      readonly request: ModelRequest;
      /** null where they were not to be counted, or are too many. */
      readonly promptTokens: number | null;
      /** What the prompt begins with; null where that was not asked for. */
      readonly prefix: PromptPrefix | null;
      /** Of the bytes, for a seeded plan. */
      readonly hash: number;
    }
  | {
      readonly ok: false;
      readonly kind: keyof typeof ERROR_KINDS;
      readonly message: string;
      readonly param: string | null;
    };

/** What the threads of the work pool do. */
export interface WorkTasks {
  /** Counts tokens: two figures for each job, those of its texts together and those of its completion. */
  countTokens: { input: readonly CountJob[]; output: Int32Array };
  parseBody: { input: BodyToParse; output: ParsedBody };
  /** Reads and checks the models file at a path, or the models of a config file. */
  readModels: {
    input: { readonly path: string; readonly isConfigFile: boolean };
    output: ReadFile<readonly ModelRow[]>;
  };
  /** Reads and checks the text of a scenario. */
  readScenario: { input: string; output: ReadScenario };
}
