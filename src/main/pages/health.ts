/**
 * What /health says. Main thread; reads the shared state, asks no worker, allocates only the text.
 *
 * The first four keys and their formats are a contract (load balancers and scripts read them); what they lack as
 * strings follows as numbers.
 */
import type { Config } from '../../config/config.js';
import type { SharedState } from '../../shared/state.js';
import type { Admission } from '../admission/admission.js';
import { createLoadReader } from '../admission/overload.js';

const BYTES_PER_MIB = 1_048_576;

export interface HealthContext {
  readonly config: Config;
  readonly version: string;
  readonly state: SharedState;
  readonly admission: Admission;
}

/** Gives back a function that reports: 503 when overloaded, else 200, and the JSON body. */
export function createHealthReport(context: HealthContext): () => { status: 200 | 503; body: string } {
  const { config, version, state, admission } = context;
  const readLoad = createLoadReader(state);
  return () => {
    const { active, slotsMax, slotsRatio, memory, memoryRatio, nearMemoryLimit, overloaded } = readLoad();
    const { totalBytes, usedBytes, source, sampledAtMs } = memory;
    const totalMb = Math.round(totalBytes / BYTES_PER_MIB);
    const usedMb = Math.round(usedBytes / BYTES_PER_MIB);
    const body = JSON.stringify({
      status: overloaded ? 'overloaded' : 'healthy',
      concurrent_usage: percent(slotsRatio),
      available_slots: Math.max(0, slotsMax - active),
      memory: {
        total_mb: totalMb,
        used_mb: usedMb,
        available_mb: totalMb - usedMb,
        usage_percent: percent(memoryRatio),
        usage_ratio: round4(memoryRatio),
        near_limit: nearMemoryLimit,
        source,
        sample_age_seconds: sampledAtMs > 0 ? Math.max(0, Date.now() - sampledAtMs) / 1000 : null,
      },
      cpu: {
        total_cores: config.cpu.totalCores,
        available_cores: config.cpu.availableCores,
        source: config.cpu.source,
      },
      concurrent_usage_ratio: round4(slotsRatio),
      active_requests: active,
      max_concurrent: slotsMax,
      uptime_seconds: Math.floor(process.uptime()),
      version,
      draining: admission.draining,
    });
    return { status: overloaded ? 503 : 200, body };
  };
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)}%`;
}

function round4(ratio: number): number {
  return Math.round(ratio * 10_000) / 10_000;
}
