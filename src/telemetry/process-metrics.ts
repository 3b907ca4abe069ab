/**
 * The usual `process_*` metrics: processor time, resident memory, descriptors, start time. They are figures of the
 * whole process, so a worker thread may read them. prom-client's `nodejs_*` metrics are left out on purpose: they would
 * be those of the worker's own heap and event loop, and collectDefaultMetrics would start timers and a garbage-collection
 * observer in every thread. Hence the single files instead of the whole set.
 */
import { createRequire } from 'node:module';
import type { Registry } from 'prom-client';

const FAMILIES = [
  'processCpuTotal',
  'processStartTime',
  'osMemoryHeap',
  'processOpenFileDescriptors',
  'processMaxFileDescriptors',
];

/** Registers the families above; where the system does not tell a figure, prom-client leaves it out. */
export function registerProcessMetrics(registry: Registry): void {
  const require = createRequire(import.meta.url);
  for (const family of FAMILIES) {
    const register = require(`prom-client/lib/metrics/${family}.js`) as (registry: Registry) => void;
    register(registry);
  }
}
