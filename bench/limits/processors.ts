// Owns: which processors the servers run on, and which the load generator. Must never: move a process.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export interface Processors {
  /** As the kernel writes lists of processors: `0`, `1-3`. */
  readonly serverCpus: string;
  readonly loadGeneratorCpus: string;
  /** What a reader of the report has to know of the split. */
  readonly warnings: readonly string[];
}

/** Processors of a list as the kernel writes it, ascending: `0-2,5`. Throws on anything else. */
export function parseCpuList(list: string): number[] {
  const cpus = new Set<number>();
  for (const part of list.trim().split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (range === null) throw new Error(`expected a list of processors such as 0-2,5; got ${list}`);
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    for (let cpu = first; cpu <= last; cpu += 1) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}

/** The list as the kernel writes it. Processors ascend. */
export function formatCpuList(cpus: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of cpus) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === cpu - 1) range[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** Processors of /proc/<pid>/status that the process may run on. Throws if it does not say. */
export function allowedIn(status: string): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
  if (list === undefined) throw new Error('/proc/self/status has no Cpus_allowed_list');
  return parseCpuList(list);
}

/**
 * Splits the processors that are allowed. The servers get the last ones: the first one has most of the machine's
 * interrupts. Processors of a core that a server runs on are left idle, if there are others for the load generator.
 *
 * @param siblingsOf processors that are the same core as this one, itself included.
 */
export function splitProcessors(
  allowed: readonly number[],
  cores: number,
  siblingsOf: (cpu: number) => readonly number[],
): Processors {
  const servers = allowed.slice(-cores);
  const rest = allowed.slice(0, -cores);
  const taken = new Set(servers.flatMap((cpu) => siblingsOf(cpu)));
  const apart = rest.filter((cpu) => !taken.has(cpu));
  const warnings: string[] = [];
  if (servers.length < cores) {
    warnings.push(`the servers had ${servers.length} processors, not ${cores}: there are no more`);
  }
  if (rest.length === 0) {
    warnings.push('the load generator shared the processors of the servers: there are no others');
  } else if (apart.length === 0) {
    warnings.push('the load generator ran on the same cores as the servers, on their other hardware threads');
  }
  const loadGenerator = [apart, rest, allowed].find((cpus) => cpus.length > 0) ?? [];
  return {
    serverCpus: formatCpuList(servers),
    loadGeneratorCpus: formatCpuList(loadGenerator),
    warnings,
  };
}

/** The split on this machine. Read before the bench moves itself to other processors. */
export function processorsFor(cores: number): Processors {
  if (process.platform !== 'linux') {
    const all = Array.from({ length: availableParallelism() }, (_, cpu) => cpu);
    return splitProcessors(all, cores, (cpu) => [cpu]);
  }
  return splitProcessors(allowedIn(readFileSync('/proc/self/status', 'latin1')), cores, siblingsOf);
}

function siblingsOf(cpu: number): number[] {
  try {
    return parseCpuList(
      readFileSync(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`, 'latin1'),
    );
  } catch {
    // Some containers and virtual machines hide it.
    return [cpu];
  }
}
