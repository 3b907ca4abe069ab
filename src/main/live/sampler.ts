/**
 * Takes one row of figures for the live page: reads the shared state and the processor time, nothing else. Main thread, once
 * a second whether somebody looks or not, so that whoever comes late sees what was before.
 */
import {
  ENDPOINTS,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  STATUSES,
  type Status,
  TOKEN_KINDS,
} from '../../shared/labels.js';
import { LIVE_COLUMNS, type LiveColumn, reasonColumn, statusColumn } from '../../shared/live-protocol.js';
import type { SharedState } from '../../shared/state.js';
import type { Admission } from '../admission/admission.js';
import { createLoadReader } from '../admission/overload.js';
import { RecentQuantiles } from './recent-quantiles.js';

/** What a load test asks for, rightly or by mistake; pages are left out: whoever watches would see himself. */
const COUNTED_ENDPOINTS = [...MODEL_ENDPOINTS, 'other' as const].map((endpoint) =>
  ENDPOINTS.indexOf(endpoint),
);
const COMPLETION = TOKEN_KINDS.indexOf('completion');
const MICROSECONDS_PER_SECOND = 1_000_000;

export interface SamplerOptions {
  readonly state: SharedState;
  readonly admission: Admission;
}

/** Gives back a function that fills a row of LIVE_COLUMNS. */
export function createLiveSampler({ state, admission }: SamplerOptions): (row: Float64Array) => void {
  const readLoad = createLoadReader(state);
  // The same object at every reading.
  const load = readLoad();
  const recent = [state.lateness, state.tokenLateness, state.firstToken].map((h) => new RecentQuantiles(h));
  const [replyLateness, tokenLateness, firstToken] = recent as [
    RecentQuantiles,
    RecentQuantiles,
    RecentQuantiles,
  ];
  const read: Readonly<Record<LiveColumn, () => number>> = {
    atMs: () => Date.now(),
    active: () => state.active,
    slotsMax: () => state.slotsMax,
    connections: () => state.connections,
    viewers: () => state.viewers,
    activeStreams: () => state.activeStreams,
    streamEvents: () => state.streamEvents,
    completionTokens: () => state.tokensOf(COMPLETION),
    disconnects: () => state.disconnects,
    stalledStreams: () => state.stalledStreams,
    workerRestarts: () => state.workerRestarts,
    cpuSeconds: readCpuSeconds,
    replyLatenessP50Seconds: () => replyLateness.quantile(0.5),
    replyLatenessP99Seconds: () => replyLateness.quantile(0.99),
    tokenLatenessP50Seconds: () => tokenLateness.quantile(0.5),
    tokenLatenessP99Seconds: () => tokenLateness.quantile(0.99),
    firstTokenP50Seconds: () => firstToken.quantile(0.5),
    firstTokenP99Seconds: () => firstToken.quantile(0.99),
    eventLoopLagSeconds: () => state.eventLoopLagSeconds,
    memoryUsedBytes: () => load.memory.usedBytes,
    memoryTotalBytes: () => load.memory.totalBytes,
    overloaded: () => Number(load.overloaded),
    draining: () => Number(admission.draining),
    ...columnsOf(STATUSES, statusColumn, (status) => repliesWith(state, status)),
    ...columnsOf(REJECTION_REASONS, reasonColumn, (reason) => state.rejectionsFor(reason)),
  };
  const readers = LIVE_COLUMNS.map((column) => read[column]);
  return (row) => {
    readLoad();
    for (const each of recent) each.advance();
    for (const [cell, readCell] of readers.entries()) row[cell] = readCell();
  };
}

function columnsOf<Key, Column extends LiveColumn>(
  keys: readonly Key[],
  columnOf: (key: Key) => Column,
  read: (key: Key) => number,
): Record<Column, () => number> {
  return Object.fromEntries(keys.map((key) => [columnOf(key), () => read(key)])) as Record<
    Column,
    () => number
  >;
}

function repliesWith(state: SharedState, status: Status): number {
  let replies = 0;
  for (const endpoint of COUNTED_ENDPOINTS) replies += state.repliesOf(endpoint, status);
  return replies;
}

/** Of all threads, since the start of the process. */
function readCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS_PER_SECOND;
}
