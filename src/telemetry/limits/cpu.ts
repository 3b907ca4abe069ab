// Owns: how many whole cores this process may use, from which the smart defaults are derived.
// Runs on: the main thread, once, before the server listens.
// Must never: be called per request (it reads files synchronously), or report fewer than one core.

import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { findCgroups } from './cgroup.js';
import { parseCount, readText } from './kernel-file.js';

export interface CpuLimits {
  /** Cores of the machine, whatever this process may use of them. */
  totalCores: number;
  /** Whole cores this process may use, at least 1. */
  availableCores: number;
  /** Who set `availableCores`; of two that agree the quota is named, since it is the deliberate one. */
  source: 'cgroup_v2' | 'cgroup_v1' | 'affinity';
}

interface CpuLimitsOptions {
  /** File-system root, '/' outside of tests. */
  root?: string;
  totalCores?: number;
  /** Cores in the scheduling mask (taskset, cpusets). */
  affinityCores?: number;
}

/**
 * Reads the CPU limits: cgroup v2's quota, else v1's, and the affinity mask; the smallest counts.
 *
 * `os.availableParallelism()` alone will not do: it says 2 on a 2-core host in a container with `--cpus=1` under
 * cgroup v1 (checked with Node 20.20 and 24, the latter with libuv 1.52).
 *
 * @returns whole cores; never throws, an absent or unreadable quota is none
 * Source: cpu.max (kernel: cgroup-v2.rst, "CPU Interface Files"); cpu.cfs_quota_us and cpu.cfs_period_us
 * (kernel: scheduler/sched-bwc.rst); sched_getaffinity(2) through Node.
 */
export function readCpuLimits(options: CpuLimitsOptions = {}): CpuLimits {
  const { root = '/', totalCores = countCores(), affinityCores = availableParallelism() } = options;
  const levels = findCgroups(root, 'cpu');
  const quotaV2 = lowestQuota(levels.v2, readQuotaV2);
  const quotaCores = quotaV2 ?? lowestQuota(levels.v1, readQuotaV1);
  if (quotaCores === null) return { totalCores, availableCores: affinityCores, source: 'affinity' };

  // Rounded down, as Rust's std::thread::available_parallelism does, which the original's defaults were built
  // on: at 1.5 cores a second busy thread would spend half of each period throttled. Below one core it is 1.
  const quotaWholeCores = Math.max(1, Math.floor(quotaCores));
  // Whole cores are compared, not the quota itself: libuv from 1.49 on takes quotas that it finds into what it
  // reports as parallelism, rounded down too, and 1.5 > 1 would then put a quota down to affinity.
  if (quotaWholeCores > affinityCores)
    return { totalCores, availableCores: affinityCores, source: 'affinity' };
  return {
    totalCores,
    availableCores: quotaWholeCores,
    source: quotaV2 === null ? 'cgroup_v1' : 'cgroup_v2',
  };
}

/** An ancestor's quota is shared by all below it, so the lowest on the way up is the most one group can get. */
function lowestQuota(directories: readonly string[], readQuota: (directory: string) => number | null) {
  const quotas = directories.map(readQuota).filter((cores) => cores !== null);
  return quotas.length === 0 ? null : Math.min(...quotas);
}

/** `150000 100000` is 1.5 cores; `max 100000` is no quota. */
function readQuotaV2(directory: string): number | null {
  const [quotaUs, periodUs] = (readText(join(directory, 'cpu.max')) ?? '').trim().split(' ');
  return divide(quotaUs, periodUs);
}

/** A quota of -1 is none. */
function readQuotaV1(directory: string): number | null {
  const quotaUs = readText(join(directory, 'cpu.cfs_quota_us'));
  return divide(quotaUs, readText(join(directory, 'cpu.cfs_period_us')));
}

function divide(quota: string | null | undefined, period: string | null | undefined): number | null {
  const quotaUs = parseCount(quota);
  const periodUs = parseCount(period);
  // The kernel takes no quota or period below 1 ms, so a 0 is garbage.
  return quotaUs && periodUs ? quotaUs / periodUs : null;
}

/** os.cpus() is empty where /proc is not mounted. */
function countCores(): number {
  return Math.max(1, cpus().length);
}
