// Owns: what a load generator is asked and what it answers. wrk.ts and autocannon.ts are the two that there are.
// Must never: know what a scenario makes of the figures.

/** Every connection sends one request, or as many as it can for a time, with a new connection for each if so told. */
type Requests =
  | { readonly kind: 'one-each' }
  | { readonly kind: 'for'; readonly durationMs: number; readonly newConnections: boolean };

/** What a right answer is, beside its status 200. */
export interface RightAnswer {
  /** What the body contains; null where no body is looked at, which costs the load generator less. */
  readonly contains: string | null;
  /** Server-sent events in the body; 0 for a whole answer. */
  readonly events: number;
}

export const NOT_LOOKED_AT: RightAnswer = { contains: null, events: 0 };

export interface LoadPlan {
  readonly port: number;
  readonly path: string;
  /** Where it holds NUMBER_MARK, a number stands in each request that the others do not have. */
  readonly body: string;
  readonly connections: number;
  readonly requests: Requests;
  /** An answer that has not come by then is lost. */
  readonly timeoutMs: number;
  readonly answer: RightAnswer;
}

export interface Latencies {
  readonly minMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface LoadResult {
  /** Those that were on their way when the time was over are not counted. */
  readonly sent: number;
  /** Answers with 200 and, where bodies are looked at, the right one. */
  readonly answered: number;
  /** Answers with 503. */
  readonly refused: number;
  /** Answers with another status or a wrong body. */
  readonly wrong: number;
  /** Connections that failed, or broke off before the answer was through. */
  readonly connectErrors: number;
  readonly readErrors: number;
  readonly timeouts: number;
  /** From the first connection to the last answer, or the time that was asked for. */
  readonly elapsedMs: number;
  /** From the request written to the answer read; null where there is none. */
  readonly answeredLatency: Latencies | null;
  readonly refusedLatency: Latencies | null;
  /** The load generator's own use of one core. */
  readonly cpuShare: number;
}

export interface LoadGenerator {
  readonly name: 'wrk' | 'autocannon';
  readonly version: string;
  /** Whether it counts what it is answered when each request has a connection of its own. */
  readonly canRenewConnections: boolean;
  /** What ties a program to the processors of load generators: put ahead of its command. */
  readonly pinned: readonly string[];
  /**
   * Runs one plan in a process of its own, on the processors that are left to it. Rejects when the load generator
   * fails or says nothing that can be read; `signal` ends its process.
   */
  run(plan: LoadPlan, signal: AbortSignal): Promise<LoadResult>;
}
