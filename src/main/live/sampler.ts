/**
 * Takes one row of figures for the live page: reads the shared state and the processor time, nothing else. Main thread, once
 * a second whether somebody looks or not, so that whoever comes late sees what was before.
 */

import type { Histogram } from '../../shared/figures/histogram.js';
import type {
  ComputedColumn,
  HistogramName,
  NumberName,
  SeriesName,
  WordName,
} from '../../shared/figures.js';
import { LIVE_CELLS, type LiveCell } from '../../shared/live-protocol.js';
import type { SharedState } from '../../shared/state.js';
import { createLoadReader } from '../admission/overload.js';
import { RecentQuantiles } from './recent-quantiles.js';

const MICROSECONDS_PER_SECOND = 1_000_000;

export interface SamplerOptions {
  readonly state: SharedState;
}

/** Gives back a function that fills a row of LIVE_COLUMNS. */
export function createLiveSampler({ state }: SamplerOptions): (row: Float64Array) => void {
  const readLoad = createLoadReader(state);
  // The same object at every reading.
  const load = readLoad();
  const computed: Readonly<Record<ComputedColumn, () => number>> = {
    atMs: () => Date.now(),
    cpuSeconds: readCpuSeconds,
    memoryUsedBytes: () => load.memory.usedBytes,
    memoryTotalBytes: () => load.memory.totalBytes,
    overloaded: () => Number(load.overloaded),
  };
  const recent = new Map<string, RecentQuantiles>();
  const readers = LIVE_CELLS.map((cell) => readerOf(cell, { state, computed, recent }));
  return (row) => {
    readLoad();
    state.refresh();
    for (const each of recent.values()) each.advance();
    for (const [cell, readCell] of readers.entries()) row[cell] = readCell();
  };
}

interface Sources {
  readonly state: SharedState;
  readonly computed: Readonly<Record<ComputedColumn, () => number>>;
  /** By figure: one for both of its quantiles. */
  readonly recent: Map<string, RecentQuantiles>;
}

/** What a cell shows says what kind of figure it is of; the compiler cannot see it in a loop. */
function readerOf(cell: LiveCell, { state, computed, recent }: Sources): () => number {
  const { figure } = cell;
  if (cell.shows === 'series') {
    const counts = state.seriesOf(figure as SeriesName);
    return () => cell.places.reduce((sum, place) => sum + (counts[place] as number), 0);
  }
  if (cell.shows === 'quantile') {
    // One with labels is shown over all of its series.
    const series = [state[figure as HistogramName] as Histogram | readonly Histogram[]].flat();
    const quantiles = recent.get(figure) ?? new RecentQuantiles(series);
    recent.set(figure, quantiles);
    return () => quantiles.quantile(cell.quantile);
  }
  return computed[figure as ComputedColumn] ?? (() => state[figure as NumberName | WordName]);
}

/** Of all threads, since the start of the process. */
function readCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS_PER_SECOND;
}
