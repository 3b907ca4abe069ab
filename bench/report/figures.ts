// Owns: every figure that a measurement may have: its name (the unit comes last), what it means, which direction is
// better. Results, tables and charts know no others. Must never: compute anything.

export interface Figure {
  readonly unit: 'per second' | 'ms' | 'µs' | 'bytes' | 'count' | 'share';
  /** Null where neither is better by itself. */
  readonly better: 'more' | 'less' | null;
  /** One sentence fragment for tables' notes. */
  readonly means: string;
}

function figure(unit: Figure['unit'], better: Figure['better'], means: string): Figure {
  return { unit, better, means };
}

export const FIGURES = {
  answers_per_second: figure('per second', 'more', 'complete and right answers'),
  events_per_second: figure(
    'per second',
    'more',
    'server-sent events of complete streams, first request to last event',
  ),
  planned_events_per_second: figure('per second', null, 'what would arrive if nothing were late'),
  latency_p50_ms: figure('ms', 'less', 'from the request written to the answer read, median'),
  latency_p99_ms: figure('ms', 'less', 'from the request written to the answer read, 99th percentile'),
  latency_max_ms: figure('ms', 'less', 'from the request written to the answer read, the slowest'),
  lateness_p50_ms: figure('ms', 'less', 'latency beyond what was planned, median'),
  lateness_p99_ms: figure('ms', 'less', 'latency beyond what was planned, 99th percentile'),
  lateness_max_ms: figure('ms', 'less', 'latency beyond what was planned, the latest'),
  requests_count: figure('count', null, 'requests sent'),
  answered_count: figure('count', null, 'requests answered with 200'),
  refused_count: figure('count', null, 'requests answered with the refusal of a full server'),
  lost_count: figure('count', 'less', 'requests without a right answer'),
  cap_count: figure('count', null, 'most requests that the server was told to have in flight'),
  beyond_cap_count: figure('count', 'less', 'requests admitted above the cap'),
  below_cap_count: figure('count', 'less', 'requests turned away although a slot was free'),
  rss_idle_bytes: figure('bytes', 'less', 'resident memory of the process before the requests'),
  rss_held_bytes: figure('bytes', 'less', 'resident memory of the process while they are held'),
  rss_peak_bytes: figure(
    'bytes',
    'less',
    'the most resident memory of the process, while they come or are held',
  ),
  container_peak_bytes: figure(
    'bytes',
    'less',
    'the most memory of the whole container or cgroup, while they come or are held',
  ),
  container_held_bytes: figure(
    'bytes',
    'less',
    'memory of the whole container or cgroup, sockets and kernel included',
  ),
  bytes_per_held_request: figure(
    'bytes',
    'less',
    'resident memory beyond that of the lightest step, divided by the further requests',
  ),
  bytes_per_stream: figure(
    'bytes',
    'less',
    'resident memory beyond that of the lightest step, divided by the further streams',
  ),
  connections_refused_count: figure('count', 'less', 'connections that failed'),
  segments_retransmitted_count: figure('count', 'less', 'TCP segments sent again, by the kernel'),
  listen_overflows_count: figure('count', 'less', 'connections that met a full accept queue, by the kernel'),
  last_served_ms: figure('ms', 'less', 'from the first connection to the last answer'),
  ready_ms: figure('ms', 'less', 'from the start of the process to its first answer'),
  rss_ready_bytes: figure('bytes', 'less', 'resident memory of the process when it is ready'),
  injected_count: figure('count', null, 'requests that failed because they were to'),
  held_count: figure('count', null, 'requests in flight in the middle of the delay, as the server says'),
  held_wrongly_count: figure(
    'count',
    'less',
    'the difference between those in flight and those answered in the end',
  ),
  scrape_max_ms: figure('ms', 'less', 'the slowest scrape of /metrics'),
  server_cpu_us_per_answer: figure('µs', 'less', 'processor time of the server for one answer'),
  server_cpu_share: figure('share', null, "the server's use of one core"),
  load_generator_cpu_share: figure('share', null, "the load generator's use of one core"),
  connect_p50_ms: figure('ms', 'less', 'from the start of a connect to its end, median'),
  connect_p99_ms: figure('ms', 'less', 'from the start of a connect to its end, 99th percentile'),
  connect_max_ms: figure('ms', 'less', 'from the start of a connect to its end, the slowest'),
  syns_dropped_count: figure('count', 'less', 'SYNs that the kernel dropped at listening sockets'),
  cut_count: figure('count', null, 'streams that broke off because they were to'),
  container_bytes_per_held_request: figure(
    'bytes',
    'less',
    'memory of the whole container beyond that of the lightest step, divided by the further requests',
  ),
  others_cpu_share: figure('share', null, 'use of one core by processes that have no part in the bench'),
  steal_share: figure('share', null, "what the machine's host took of the processors' time"),
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;
