// Owns: how much memory this process may use and how much is in use, in its container or else on its host.
// Runs on: a worker thread, once a second (and the main thread once, before it serves); the reads are synchronous
// because cgroupfs never waits for a disk. Must never: run on the main thread while it serves, report NaN, or report use outside 0…total.

import { join } from 'node:path';
import { findCgroups } from './cgroup.js';
import { parseCount, readText } from './kernel-file.js';

export interface MemorySample {
  totalBytes: number;
  usedBytes: number;
  availableBytes: number;
  source: 'cgroup_v2' | 'cgroup_v1' | 'system_fallback';
}

interface Format {
  readonly source: 'cgroup_v2' | 'cgroup_v1';
  readonly limitFile: string;
  readonly usageFile: string;
  /** In memory.stat: page cache that the kernel drops before it would kill anyone, so not memory in use. */
  readonly droppable: RegExp;
  /** In memory.stat: the lowest limit of this group and all above it, those outside the container included. */
  readonly inheritedLimit: RegExp | null;
}

// Kernel: Documentation/admin-guide/cgroup-v2.rst, "Memory Interface Files". Its memory.stat covers descendants.
const CGROUP_V2: Format = {
  source: 'cgroup_v2',
  limitFile: 'memory.max',
  usageFile: 'memory.current',
  droppable: /^inactive_file (\d+)$/m,
  inheritedLimit: null,
};

// Kernel: Documentation/admin-guide/cgroup-v1/memory.rst, 5.2 "stat file". usage_in_bytes counts descendants,
// so the cache taken off it must be the `total_` figure, which counts them too.
const CGROUP_V1: Format = {
  source: 'cgroup_v1',
  limitFile: 'memory.limit_in_bytes',
  usageFile: 'memory.usage_in_bytes',
  droppable: /^total_inactive_file (\d+)$/m,
  inheritedLimit: /^hierarchical_memory_limit (\d+)$/m,
};

/**
 * Finds the memory groups once and returns a function that samples them, in bytes.
 *
 * Sources in order: cgroup v2, cgroup v1, the host through `systeminformation`. A limit changed later in place
 * (`docker update`) is seen; a process moved to another group after this call is not.
 *
 * @param root file-system root, '/' outside of tests; the host figures are always those of the real host
 * @returns a sampler that rejects only if the host's own figures cannot be had
 */
export function createMemorySampler(root = '/'): () => Promise<MemorySample> {
  const sampleGroups = createGroupSampler(root);
  return async () => sampleGroups() ?? (await sampleHost());
}

/** As `createMemorySampler`, without the host: the sampler gives null where no group limits this process. */
export function createGroupSampler(root = '/'): () => MemorySample | null {
  const levels = findCgroups(root, 'memory');
  return () => {
    // Read anew each time: memory may be plugged into a virtual machine while it runs.
    const hostBytes = readHostBytes(root);
    return sampleGroup(CGROUP_V2, levels.v2, hostBytes) ?? sampleGroup(CGROUP_V1, levels.v1, hostBytes);
  };
}

function sampleGroup(format: Format, directories: readonly string[], hostBytes: number): MemorySample | null {
  const binding = findBindingLimit(format, directories, hostBytes);
  if (binding === null) return null;
  const usageBytes = readCount(binding.directory, format.usageFile);
  if (usageBytes === null) return null;
  const droppableBytes = readStat(binding.directory, format.droppable) ?? 0;
  return createSample(binding.limitBytes, usageBytes - droppableBytes, format.source);
}

interface BindingLimit {
  readonly directory: string;
  readonly limitBytes: number;
}

/** The lowest limit from the own group upwards, and the group whose use it caps; null if nothing caps it. */
function findBindingLimit(format: Format, directories: readonly string[], hostBytes: number) {
  let binding: BindingLimit | null = null;
  for (const directory of directories) {
    const limitBytes = readCount(directory, format.limitFile);
    // Of two equal limits the upper group's is met first: its use includes that of the lower one.
    if (canBind(limitBytes, binding?.limitBytes ?? hostBytes)) binding = { directory, limitBytes };
  }
  const inherited = findInheritedLimit(format, directories, hostBytes);
  if (inherited === null || (binding !== null && binding.limitBytes <= inherited.limitBytes)) return binding;
  return inherited;
}

/**
 * v1's word on ancestors that a container cannot see (Kubernetes: the pod's group). Their use cannot be seen
 * either, so that of the lowest group that knows of the limit stands in for it.
 */
function findInheritedLimit(format: Format, directories: readonly string[], hostBytes: number) {
  if (format.inheritedLimit === null) return null;
  for (const directory of directories) {
    const limitBytes = readStat(directory, format.inheritedLimit);
    if (canBind(limitBytes, hostBytes)) return { directory, limitBytes };
  }
  return null;
}

/** A limit above the machine's memory never binds; 0 would make every share of it a division by zero. */
function canBind(limitBytes: number | null, ceilingBytes: number): limitBytes is number {
  return limitBytes !== null && limitBytes > 0 && limitBytes <= ceilingBytes;
}

function readCount(directory: string, file: string): number | null {
  return parseCount(readText(join(directory, file)));
}

function readStat(directory: string, pattern: RegExp): number | null {
  return parseCount(pattern.exec(readText(join(directory, 'memory.stat')) ?? '')?.[1]);
}

/** MemTotal in bytes (proc(5): its "kB" are KiB); without it no limit counts as too large. */
function readHostBytes(root: string): number {
  const meminfo = readText(join(root, 'proc/meminfo')) ?? '';
  const totalKib = parseCount(/^MemTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1]);
  return totalKib === null ? Number.POSITIVE_INFINITY : totalKib * 1024;
}

async function sampleHost(): Promise<MemorySample> {
  // Imported here because it is heavy and a process in a container never needs it.
  const { mem } = await import('systeminformation');
  const { total, available } = await mem();
  return createSample(total, total - available, 'system_fallback');
}

/** The kernel's figures are not read in one instant, so the difference of two can leave 0…total: clamp it. */
function createSample(totalBytes: number, useBytes: number, source: MemorySample['source']): MemorySample {
  const usedBytes = Math.min(Math.max(useBytes, 0), totalBytes);
  return { totalBytes, usedBytes, availableBytes: totalBytes - usedBytes, source };
}
