/**
 * Owns the shape of the frozen Config that is made from the settings.
 * Runs on the main thread at start-up (plain data and types: any thread may import it).
 * Must never read process.env, argv or the file system.
 */

import type { LatencyProfile } from '../behavior/latency/profile.js';
import type { ModelTable } from '../behavior/models/model-table.js';
import type { LOG_LEVELS } from './settings/operation.js';
import type { SettingInForce } from './show/in-force.js';

/** What the process may really use of the machine; `source` names where the figure was read. */
export interface CpuLimits {
  readonly totalCores: number;
  /** Whole cores, at least 1: defaults are computed from it. */
  readonly availableCores: number;
  readonly source: string;
}

/** What answers say. */
export type ContentConfig =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'echo' }
  | { readonly kind: 'lorem' }
  | { readonly kind: 'list'; readonly texts: readonly string[] };

/** All settings after reading: valid, related to each other, deeply frozen. */
export interface Config {
  /** 0 means any free port. */
  readonly port: number;
  readonly host: string;
  readonly slotsMax: number;
  readonly workerThreads: number;
  /** What holds for a model of which nothing else is said. */
  readonly latency: LatencyProfile;
  /** Makes plans reproducible; null leaves them to chance. */
  readonly seed: number | null;
  /** No request waits longer for its answer. */
  readonly delayMaxMs: number;
  /** No answer has more tokens. */
  readonly outputTokensMax: number;
  /** Whether requests may say themselves what they shall experience. */
  readonly allowRequestOverrides: boolean;
  /** The models file as it was read at start-up. */
  readonly modelsFile: { readonly path: string; readonly table: ModelTable } | null;
  /** The model of a request that names none. */
  readonly modelDefault: string;
  readonly content: ContentConfig;
  readonly usage: 'estimate' | 'exact';
  /** A client that reads nothing of its stream for so long is cut off. */
  readonly stallTimeoutMs: number;
  /** Whether the live page is served. */
  readonly dashboard: boolean;
  /** Whether /metrics also has the names that vLLM has. */
  readonly vllmMetrics: boolean;
  readonly bodyBytesMax: number;
  /** Bytes of requests and replies that may lie in memory at once. */
  readonly bufferedBytesMax: number;
  /** 0 means that no HTTP/1.0 listener is started. */
  readonly http10Port: number;
  /** Asked for by name: a port that is taken then is an error, otherwise only a warning. */
  readonly http10PortExplicit: boolean;
  readonly retryAfterSeconds: number;
  /** Value of `x-should-retry` on a 503; null means that the header is not sent. */
  readonly shouldRetry: boolean | null;
  readonly shutdownGraceMs: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Secret: never logged, never printed. */
  readonly apiKey: string | null;
  readonly cpu: CpuLimits;
  /** Sentences to show as warnings at start: what was changed without having been asked for. */
  readonly notes: readonly string[];
  /** The settings to show to whoever looks, without secrets. */
  readonly inForce: readonly SettingInForce[];
}
