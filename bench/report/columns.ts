// Owns: which figures the tables and charts of a scenario show, as data. Must never: compute or format anything.

import type { FigureName } from './figures.js';
import type { ScenarioName } from './results.js';

export interface ScenarioColumns {
  /** What the scenario is about; in overviews one column a step. */
  readonly headline: FigureName;
  /** Stands in for the headline where no server has it: without limits nothing counts the memory of a container. */
  readonly headlineElse?: FigureName;
  /** Whether the headline is set against ours. */
  readonly compared: boolean;
  /** Which step stands for all: the heaviest that most have figures of, or the one in which ours reaches most. */
  readonly telling: 'heaviest' | 'most';
  /** Shown in an overview besides: of the only step, or of the one that steps.ts calls telling. */
  readonly beside: readonly FigureName[];
  /** Columns of the table of one step, from left to right. Those that no server has are left out. */
  readonly detail: readonly FigureName[];
}

export const COLUMNS: Readonly<Record<ScenarioName, ScenarioColumns>> = {
  throughput: {
    headline: 'answers_per_second',
    compared: true,
    telling: 'most',
    beside: [],
    detail: [
      'answers_per_second',
      'latency_p50_ms',
      'latency_p99_ms',
      'latency_max_ms',
      'server_cpu_us_per_answer',
      'server_cpu_share',
      'load_generator_cpu_share',
    ],
  },
  density: {
    headline: 'container_bytes_per_held_request',
    headlineElse: 'bytes_per_held_request',
    compared: true,
    telling: 'heaviest',
    beside: ['bytes_per_held_request', 'container_held_bytes', 'lateness_p99_ms'],
    detail: [
      'container_bytes_per_held_request',
      'bytes_per_held_request',
      'requests_count',
      'answered_count',
      'lost_count',
      'rss_idle_bytes',
      'rss_held_bytes',
      'container_held_bytes',
      'lateness_p50_ms',
      'lateness_p99_ms',
      'lateness_max_ms',
      'load_generator_cpu_share',
    ],
  },
  prompts: {
    headline: 'container_peak_bytes',
    headlineElse: 'rss_peak_bytes',
    compared: true,
    telling: 'heaviest',
    beside: ['rss_peak_bytes', 'rss_held_bytes', 'lateness_p99_ms'],
    detail: [
      'container_peak_bytes',
      'rss_peak_bytes',
      'rss_idle_bytes',
      'rss_held_bytes',
      'bytes_per_held_request',
      'container_held_bytes',
      'requests_count',
      'answered_count',
      'lost_count',
      'lateness_p50_ms',
      'lateness_p99_ms',
      'lateness_max_ms',
      'load_generator_cpu_share',
    ],
  },
  'held-100k': {
    headline: 'container_held_bytes',
    headlineElse: 'rss_held_bytes',
    compared: true,
    telling: 'heaviest',
    beside: ['rss_held_bytes', 'lost_count', 'lateness_p99_ms'],
    detail: [
      'container_held_bytes',
      'rss_held_bytes',
      'rss_idle_bytes',
      'requests_count',
      'answered_count',
      'lost_count',
      'lateness_p50_ms',
      'lateness_p99_ms',
      'lateness_max_ms',
      'connect_p99_ms',
      'load_generator_cpu_share',
    ],
  },
  cap: {
    headline: 'beyond_cap_count',
    compared: false,
    telling: 'heaviest',
    beside: ['below_cap_count', 'answered_count', 'refused_count', 'latency_p99_ms'],
    detail: [
      'beyond_cap_count',
      'below_cap_count',
      'requests_count',
      'cap_count',
      'answered_count',
      'refused_count',
      'lost_count',
      'latency_p99_ms',
    ],
  },
  streaming: {
    headline: 'events_per_second',
    compared: true,
    telling: 'heaviest',
    beside: ['lateness_p99_ms', 'bytes_per_stream'],
    detail: [
      'events_per_second',
      'planned_events_per_second',
      'requests_count',
      'lost_count',
      'lateness_p50_ms',
      'lateness_p99_ms',
      'lateness_max_ms',
      'bytes_per_stream',
      'server_cpu_share',
      'load_generator_cpu_share',
    ],
  },
  'stream-kinds': {
    headline: 'server_cpu_us_per_answer',
    compared: true,
    telling: 'most',
    beside: ['lateness_p99_ms'],
    detail: [
      'server_cpu_us_per_answer',
      'requests_count',
      'answered_count',
      'cut_count',
      'lost_count',
      'lateness_p50_ms',
      'lateness_p99_ms',
      'lateness_max_ms',
      'load_generator_cpu_share',
    ],
  },
  burst: {
    headline: 'last_served_ms',
    compared: true,
    telling: 'heaviest',
    beside: ['lost_count', 'connections_refused_count', 'segments_retransmitted_count'],
    detail: [
      'last_served_ms',
      'requests_count',
      'answered_count',
      'lost_count',
      'connections_refused_count',
      'segments_retransmitted_count',
      'listen_overflows_count',
    ],
  },
  'connect-storm': {
    headline: 'connect_p99_ms',
    compared: true,
    telling: 'heaviest',
    beside: ['syns_dropped_count', 'lost_count', 'last_served_ms'],
    detail: [
      'connect_p99_ms',
      'connect_p50_ms',
      'connect_max_ms',
      'syns_dropped_count',
      'listen_overflows_count',
      'segments_retransmitted_count',
      'requests_count',
      'answered_count',
      'lost_count',
      'connections_refused_count',
      'last_served_ms',
      'load_generator_cpu_share',
    ],
  },
  scrape: {
    headline: 'latency_p99_ms',
    compared: true,
    telling: 'heaviest',
    beside: ['scrape_max_ms'],
    detail: ['latency_p99_ms', 'latency_p50_ms', 'answers_per_second', 'scrape_max_ms'],
  },
  faults: {
    headline: 'lateness_p99_ms',
    compared: false,
    telling: 'heaviest',
    beside: ['lateness_p50_ms', 'injected_count', 'held_wrongly_count'],
    detail: [
      'lateness_p99_ms',
      'lateness_p50_ms',
      'lateness_max_ms',
      'requests_count',
      'answered_count',
      'injected_count',
      'held_count',
      'held_wrongly_count',
      'lost_count',
      'load_generator_cpu_share',
    ],
  },
  startup: {
    headline: 'ready_ms',
    compared: true,
    telling: 'heaviest',
    beside: ['rss_ready_bytes'],
    detail: ['ready_ms', 'rss_ready_bytes'],
  },
};
