/**
 * The figures of memory, descriptors and the build, and whether the server is overloaded. Plain data, for every thread and the
 * page. The order of the rows is that of /metrics, of the live page's columns and of the tables in the docs.
 */
import type { Figure } from './figure.js';

export const RESOURCE_FIGURES = {
  memoryUsedBytes: {
    kind: 'gauge',
    home: 'computed',
    unit: 'bytes',
    metric: 'llm_mock_memory_used_bytes',
    help: 'Memory in use, without file cache that can be dropped.',
    live: true,
  },
  memoryTotalBytes: {
    kind: 'gauge',
    home: 'computed',
    unit: 'bytes',
    metric: 'llm_mock_memory_total_bytes',
    help: 'Memory limit of the container, or of the host if there is none.',
    live: true,
  },
  memoryAvailableBytes: {
    kind: 'gauge',
    home: 'computed',
    unit: 'bytes',
    metric: 'llm_mock_memory_available_bytes',
    help: 'Memory that is left below the limit.',
    offDashboard: 'the space between two lines of the memory panel',
  },
  memoryUsageRatio: {
    kind: 'gauge',
    home: 'computed',
    unit: 'ratio',
    metric: 'llm_mock_memory_usage_ratio',
    help: 'Memory in use over the limit, 0 to 1.',
  },
  memorySampleAgeSeconds: {
    kind: 'gauge',
    home: 'computed',
    unit: 'seconds',
    metric: 'llm_mock_memory_sample_age_seconds',
    help: 'Time since the memory figures were sampled; it grows when the workers are in trouble.',
  },
  overloaded: { kind: 'gauge', home: 'computed', help: '1 or 0, as /health says it.', live: true },
  draining: {
    kind: 'gauge',
    metric: 'llm_mock_draining',
    help: '1 while the instance drains and its balancers are to send elsewhere, else 0, as /health says it.',
    live: true,
    offDashboard: 'of a few seconds, and the instance is gone then',
  },
  bufferedBytes: {
    kind: 'gauge',
    unit: 'bytes',
    metric: 'llm_mock_buffered_bytes',
    help: 'Bytes of requests and replies that lie in memory now, what the kernel holds for slow readers included.',
  },
  bufferedBytesMax: {
    kind: 'gauge',
    across: 'greatest',
    unit: 'bytes',
    metric: 'llm_mock_buffered_bytes_max',
    help: 'The most that they may be (MAX_BUFFERED_BYTES).',
  },
  fileDescriptorsMax: {
    kind: 'gauge',
    home: 'computed',
    metric: 'llm_mock_file_descriptors_max',
    help: 'Soft limit on open descriptors; every connection takes one. NaN where the system does not tell.',
  },
  buildInfo: {
    kind: 'gauge',
    home: 'computed',
    metric: 'llm_mock_build_info',
    help: 'Always 1; the labels say what is running.',
    labels: { version: [], node: [], uwebsockets: [] },
  },
  processCpuUserSeconds: {
    kind: 'counter',
    home: 'computed',
    unit: 'seconds',
    metric: 'process_cpu_user_seconds_total',
    help: 'User processor time of all threads.',
  },
  processCpuSystemSeconds: {
    kind: 'counter',
    home: 'computed',
    unit: 'seconds',
    metric: 'process_cpu_system_seconds_total',
    help: 'System processor time of all threads.',
  },
  processResidentBytes: {
    kind: 'gauge',
    home: 'computed',
    unit: 'bytes',
    metric: 'process_resident_memory_bytes',
    help: 'Resident memory.',
  },
  processStartSeconds: {
    kind: 'gauge',
    home: 'computed',
    unit: 'seconds',
    metric: 'process_start_time_seconds',
    help: 'When the process started, since the epoch.',
    offDashboard: 'an alert watches it',
  },
  processOpenDescriptors: {
    kind: 'gauge',
    home: 'computed',
    metric: 'process_open_fds',
    help: 'Open descriptors.',
  },
  processDescriptorsMax: {
    kind: 'gauge',
    home: 'computed',
    metric: 'process_max_fds',
    help: 'Soft limit on open descriptors.',
    offDashboard: 'the same figure as llm_mock_file_descriptors_max, under its usual name',
  },
} as const satisfies Readonly<Record<string, Figure>>;
