/**
 * What the server tells the live page over the WebSocket `/live`. Plain data: the main thread writes it, the page reads it.
 *
 * The first message is text, a LiveHello as JSON. Every other message is binary: whole rows of LIVE_COLUMNS, oldest
 * first, each cell a little-endian 64-bit float. The second message holds the rows of the last ten minutes (it may be
 * empty), each further one the row of one more second. The page says nothing.
 */
import { REJECTION_REASONS, type RejectionReason, STATUSES, type Status } from './labels.js';

/** Where the page finds its data. */
export const LIVE_PATH = '/live';

/** A row a second, for ten minutes. */
export const LIVE_INTERVAL_MS = 1_000;
export const LIVE_ROWS_MAX = 600;

/** Memory in use over its limit: from here on page, /health and log say that it is near. */
export const NEAR_LIMIT_RATIO = 0.85;

/** Cells of which the meaning is fixed. NaN stands for "nothing was observed". */
const FIXED_COLUMNS = [
  /** When the row was taken, in milliseconds since the epoch. */
  'atMs',
  /** Requests that hold a slot, and the cap. */
  'active',
  'slotsMax',
  /** Client connections that are open, those of the viewers of this page among them. */
  'connections',
  'viewers',
  /** Streams that have begun and not yet ended. */
  'activeStreams',
  /** Counters since the start of the server. */
  'streamEvents',
  'completionTokens',
  'disconnects',
  'stalledStreams',
  'workerRestarts',
  /** Processor time of all threads since the start. */
  'cpuSeconds',
  /** Of what was observed since the row before; NaN when nothing was. Interpolated within the buckets of /metrics. */
  'replyLatenessP50Seconds',
  'replyLatenessP99Seconds',
  'tokenLatenessP50Seconds',
  'tokenLatenessP99Seconds',
  'firstTokenP50Seconds',
  'firstTokenP99Seconds',
  /** The longest hold-up of the event loop during the last second. */
  'eventLoopLagSeconds',
  'memoryUsedBytes',
  'memoryTotalBytes',
  /** 1 or 0, as /health says it. */
  'overloaded',
  'draining',
] as const;

type StatusColumn = `replies_${Status}`;
type ReasonColumn = `rejected_${RejectionReason}`;

export type LiveColumn = (typeof FIXED_COLUMNS)[number] | StatusColumn | ReasonColumn;

/** Replies by status since the start, pages such as /health and lists of models left out. */
export const statusColumn = (status: Status): StatusColumn => `replies_${status}`;
/** Refused requests by reason since the start. */
export const reasonColumn = (reason: RejectionReason): ReasonColumn => `rejected_${reason}`;

/** The cells of a row, in their order. */
export const LIVE_COLUMNS: readonly LiveColumn[] = [
  ...FIXED_COLUMNS,
  ...STATUSES.map(statusColumn),
  ...REJECTION_REASONS.map(reasonColumn),
];

/** The first message of every connection. */
export interface LiveHello {
  readonly version: string;
  /** Start of the process in milliseconds since the epoch: another value than before is another server. */
  readonly startedAtMs: number;
  readonly intervalMs: number;
  readonly rowsMax: number;
  /** The cells of a row; a page that outlived its server finds its cells by name, or finds none. */
  readonly columns: readonly string[];
  /** Whole cores that the server may use. */
  readonly cpuCores: number;
  /** `cgroup_v2`, `cgroup_v1`, `system_fallback`, or `none` so far. */
  readonly memorySource: string;
  /** What is in force, by the name of the setting, in words. No secrets and no paths. */
  readonly settings: readonly (readonly [name: string, value: string, given: boolean])[];
}
