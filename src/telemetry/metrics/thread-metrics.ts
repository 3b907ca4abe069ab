/**
 * What each thread that serves has counted, as metric families with a label. Runs in a worker thread. Only where several serve: of one
 * the families without the label tell the same.
 */
import type { Registry } from 'prom-client';
import type { ThreadName } from '../../shared/figures.js';
import { SharedState } from '../../shared/state.js';
import { type MetricRow, registerSeries } from './figure-metric.js';
import { registerHistogram } from './histogram-metric.js';

const READERS: Readonly<Record<Exclude<ThreadName, 'threadLateness'>, (state: SharedState) => number>> = {
  threadActive: (state) => state.ownActive,
  threadConnections: (state) => state.ownConnections,
  threadLag: (state) => state.eventLoopLagSeconds,
};

/** Registers one figure of all threads; nothing where there is one. */
export function registerByThread(
  registry: Registry,
  row: MetricRow,
  name: ThreadName,
  { buffer, threads }: Pick<SharedState, 'buffer' | 'threads'>,
): void {
  if (threads === 1) return;
  const states = Array.from({ length: threads }, (_, thread) => SharedState.attach(buffer, thread));
  if (name === 'threadLateness') {
    registerHistogram(registry, row.metric, row.help, () =>
      states.map(({ lateness }, thread) => ({ labels: { thread }, histogram: lateness })),
    );
    return;
  }
  const read = READERS[name];
  registerSeries(registry, row, () => states.map((state, thread) => [{ thread }, read(state)]));
}
