/**
 * The usual `process_*` metrics, of the whole process. Runs in a worker thread.
 *
 * prom-client's own are not used: each thread would count processor time from its own start, so that a counter would
 * jump back and forth as scrapes reach one thread and then another; its `nodejs_*` metrics would be those of a worker's
 * heap and event loop.
 */
import { readdirSync, statSync } from 'node:fs';
import type { Registry } from 'prom-client';
import { counter, gauge } from './read-metric.js';

/** What does not change while the process runs. */
export interface ProcessFacts {
  /** Labels of `llm_mock_build_info`. */
  readonly build: { readonly version: string; readonly node: string; readonly uwebsockets: string };
  /** The soft limit on open descriptors, null where the system does not tell. */
  readonly fileDescriptorsMax: number | null;
  /** Seconds since the epoch. */
  readonly startedAtSeconds: number;
}

export function registerProcessMetrics(registry: Registry, facts: ProcessFacts): void {
  counter(
    registry,
    'process_cpu_user_seconds_total',
    'User processor time of all threads.',
    () => process.cpuUsage().user / 1e6,
  );
  counter(
    registry,
    'process_cpu_system_seconds_total',
    'System processor time of all threads.',
    () => process.cpuUsage().system / 1e6,
  );
  counter(registry, 'process_cpu_seconds_total', 'Processor time of all threads.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  gauge(registry, 'process_resident_memory_bytes', 'Resident memory.', readResidentBytes);
  gauge(
    registry,
    'process_start_time_seconds',
    'When the process started, since the epoch.',
    () => facts.startedAtSeconds,
  );
  gauge(registry, 'process_open_fds', 'Open descriptors.', countOpenDescriptors);
  gauge(
    registry,
    'process_max_fds',
    'Soft limit on open descriptors.',
    () => facts.fileDescriptorsMax ?? Number.NaN,
  );
}

/** It opens a file: with no descriptor left it throws, and the scrape that would tell of that must not be lost with it. */
function readResidentBytes(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return Number.NaN;
  }
}

/** Linux 6.2 and newer give the number as the folder's size; listing it costs milliseconds with 20,000 connections. */
function countOpenDescriptors(): number {
  try {
    return statSync('/proc/self/fd').size || readdirSync('/proc/self/fd').length;
  } catch {
    return Number.NaN;
  }
}
