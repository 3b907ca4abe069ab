/**
 * Works out the figures of the whole process, the usual `process_*` metrics among them. Runs in a worker thread.
 *
 * prom-client's own are not used: each thread would count processor time from its own start, so that a counter would
 * jump back and forth as scrapes reach one thread and then another; its `nodejs_*` metrics would be those of a worker's
 * heap and event loop.
 */
import { readdirSync, statSync } from 'node:fs';

const MICROSECONDS_PER_SECOND = 1_000_000;

/** What does not change while the process runs. */
export interface ProcessFacts {
  /** Labels of `llm_mock_build_info`. */
  readonly build: { readonly version: string; readonly node: string; readonly uwebsockets: string };
  /** The soft limit on open descriptors, null where the system does not tell. */
  readonly fileDescriptorsMax: number | null;
  /** Seconds since the epoch. */
  readonly startedAtSeconds: number;
}

/** The readers by the names of their figures; NaN is what the system does not tell. */
export function processReaders({ fileDescriptorsMax, startedAtSeconds }: ProcessFacts) {
  return {
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / MICROSECONDS_PER_SECOND;
    },
    processCpuUserSeconds: () => process.cpuUsage().user / MICROSECONDS_PER_SECOND,
    processCpuSystemSeconds: () => process.cpuUsage().system / MICROSECONDS_PER_SECOND,
    processResidentBytes: readResidentBytes,
    processStartSeconds: () => startedAtSeconds,
    processOpenDescriptors: countOpenDescriptors,
    processDescriptorsMax: () => fileDescriptorsMax ?? Number.NaN,
    fileDescriptorsMax: () => fileDescriptorsMax ?? Number.NaN,
  };
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
