// Owns: the names of what a run of the bench leaves in the kernel and in Docker's engine, and whether the run that a
// name tells of still lives. Must never: call a run dead that it cannot see.

import { readFileSync, readlinkSync } from 'node:fs';

/** Every group and every container of the bench begins with it. */
export const NAME_PREFIX = 'llm-mock-server-bench';

/** The kernel gives the machine's own namespace of process ids this number; containers get others. */
const MACHINES_NAMESPACE = '4026531836';

/** Process ids are used again, and mean something else in another container: three numbers name a run for good. */
const RUN = /^(?<namespace>\d+)-(?<pid>\d+)-(?<startedAtTicks>\d+)$/;
const NAME = new RegExp(`^${NAME_PREFIX}-(?<run>\\d+-\\d+-\\d+)-\\d+$`);

let namesGiven = 0;

/** This run: the namespace of its process ids, its process id, and when it started, in ticks since the boot. */
export function thisRun(): string {
  return `${namespaceOfProcessIds()}-${process.pid}-${startedAtTicks(process.pid)}`;
}

/** Whether this process has process ids of its own, apart from those of the machine. */
export function isInContainer(): boolean {
  return namespaceOfProcessIds() !== MACHINES_NAMESPACE;
}

/** A name that no other group or container has. */
export function nextName(): string {
  namesGiven += 1;
  return `${NAME_PREFIX}-${thisRun()}-${namesGiven}`;
}

/** The run that gave the name, or null where the name is not of the bench. */
export function runOfName(name: string): string | null {
  return NAME.exec(name)?.groups?.run ?? null;
}

/** True if the run is known to have ended. One of another namespace (in a container, say) cannot be seen from here. */
export function isDead(run: string): boolean {
  const parts = RUN.exec(run)?.groups;
  if (parts === undefined || parts.namespace !== namespaceOfProcessIds()) return false;
  return String(startedAtTicks(Number(parts.pid))) !== parts.startedAtTicks;
}

/** When a process started, in ticks since the boot; null if there is no such process. */
export function startedAtTicks(pid: number): number | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The name of the program stands in parentheses and may have anything in it; what follows begins with field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[22 - 3]);
}

function namespaceOfProcessIds(): string {
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
}
