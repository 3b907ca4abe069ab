/**
 * What the control API answers, as types: the main thread writes it, the live page and the library read it. The same as JSON Schema
 * stands in main/control/schemas.ts, to which a test holds every answer. Types only; times are in milliseconds.
 */
import type { Percentiles } from '../figures/quantiles.js';

/** What is in force. */
export interface ConfigAnswer {
  /** How often settings were changed; the live rows have it as `configRevision`. */
  readonly revision: number;
  /** By name; a setting that nobody gave may be left out. `given`: somebody gave it, `live`: it may be changed. */
  readonly settings: Readonly<
    Record<string, { readonly value: string; readonly given: boolean; readonly live: boolean }>
  >;
  /** The names of all settings that may be changed, given or not. */
  readonly live: readonly string[];
  /** What was changed for models, by name or pattern, in the keys of the models file. */
  readonly models: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Times {
  readonly planned: Percentiles;
  readonly actual: Percentiles;
}

export interface GroupAnswer {
  readonly requests: number;
  /** Answered with 200 to the end. */
  readonly answered: number;
  /** Answered with another status. */
  readonly refused: number;
  /** Ended before the answer was whole: clients that left or were cut off, and connections that a fault ended. */
  readonly aborted: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** Of streams that were answered. */
  readonly first_token_ms: Times;
  /** Of all that were answered. */
  readonly answer_ms: Times;
}

/** What was counted. */
export interface CountsAnswer {
  /** ISO 8601: since when all this was counted. */
  readonly since: string;
  readonly totals: GroupAnswer;
  readonly endpoints: Readonly<Record<string, GroupAnswer>>;
  /** By status, and `aborted` and `severed`. */
  readonly statuses: Readonly<Record<string, number>>;
  /** By row of the models file. */
  readonly models: Readonly<Record<string, GroupAnswer>>;
}

/** What is counted, with what is in flight now. */
export interface StatsAnswer extends CountsAnswer {
  readonly in_flight: number;
  /** Since the start of the server. */
  readonly peak_in_flight: number;
  readonly cap: number;
  readonly draining: boolean;
}

/** What an instance tells of itself to whoever sums instances. */
export interface InstanceFigures {
  /** Another one after each start. */
  readonly instance: string;
  /** ISO 8601. */
  readonly since: string;
  readonly in_flight: number;
  readonly peak_in_flight: number;
  readonly cap: number;
  readonly draining: boolean;
}

/** What became of a peer that was asked. */
export interface PeerAnswer {
  readonly url: string;
  readonly ok: boolean;
  /** null where it has not told. */
  readonly instance: string | null;
  /** Why it is not in the sum; null where it is. */
  readonly error: string | null;
}

/** All instances that answered, summed. `peak_in_flight` is the sum of their peaks, which need not have been at one time. */
export interface StatsSumAnswer extends StatsAnswer {
  /** Those that the sum holds, each once; the one that was asked comes first. */
  readonly instances: readonly InstanceFigures[];
  readonly peers: readonly PeerAnswer[];
}

/**
 * How a request ended: the status of its answer; that its client left, or was cut off, before the answer was whole; or that a
 * fault ended its connection.
 */
export type Ending = number | 'aborted' | 'severed';

export interface JournalLine {
  /** Grows by one with every request. */
  readonly number: number;
  /** ISO 8601. */
  readonly time: string;
  readonly endpoint: string;
  /** In capitals. */
  readonly method: string;
  /** Without its query, shortened; of an API as its endpoint has it. */
  readonly path: string;
  readonly model: string | null;
  /** The last four characters of the API key; null where none was given. */
  readonly key: string | null;
  readonly status: Ending;
  readonly fault: string | null;
  readonly stream: boolean;
  readonly planned_first_token_ms: number | null;
  readonly first_token_ms: number | null;
  readonly planned_ms: number | null;
  readonly actual_ms: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** The beginning of what the request said, masked; null unless JOURNAL_BODIES is set. */
  readonly body: string | null;
}

export interface JournalAnswer {
  /** The newest first. */
  readonly requests: readonly JournalLine[];
}

/** What a request must look like; null for anything. */
export interface FaultMatch {
  /** A name or a pattern, as in the models file. */
  readonly model: string | null;
  /** A value of the label `endpoint`. */
  readonly endpoint: string | null;
  /** The end of an API key, as the journal shows it. */
  readonly key: string | null;
}

export interface FaultOrder {
  readonly match: FaultMatch;
  /** In the grammar of faults. */
  readonly fault: string;
  /** Requests that it is still for. */
  readonly left: number;
}

export interface OrdersAnswer {
  /** In the order in which they are taken. */
  readonly orders: readonly FaultOrder[];
}

/** `waiting` for its start; `done` when it came to its end. */
export type ScenarioState = 'none' | 'waiting' | 'running' | 'done' | 'stopped';

export interface ScenarioAnswer {
  readonly state: ScenarioState;
  readonly name: string | null;
  readonly repeat: number | null;
  readonly at_ms: number | null;
  readonly end_ms: number | null;
  /** Moments of the time line that have passed. */
  readonly entry: number;
  readonly entries: number;
  readonly mark: string | null;
  readonly marks: readonly { readonly time: string; readonly at_ms: number; readonly mark: string }[];
  /** Why what it says now does not hold. */
  readonly problems: readonly string[];
  readonly steps: readonly object[];
}

export interface ServingAnswer {
  readonly draining: boolean;
  readonly in_flight: number;
}

export interface ResetAnswer {
  /** ISO 8601. */
  readonly since: string;
}
