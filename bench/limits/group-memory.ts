// Owns: how the memory of a whole group is counted, for both versions of control groups. Must never: take long; it is
// read while a server is measured.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CgroupView, hierarchyV1, hierarchyV2 } from './cgroup-places.js';

/** A folder with a group's memory files, and what version they are. */
export interface MemoryFolder {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** The folder of the process that the view is of, or null where nothing counts its memory. */
export function memoryFolderOf(view: CgroupView): MemoryFolder | null {
  const v1 = hierarchyV1(view, 'memory')?.own ?? null;
  if (v1 !== null) return existsSync(join(v1, 'memory.usage_in_bytes')) ? { version: 1, folder: v1 } : null;
  const v2 = hierarchyV2(view)?.own ?? null;
  if (v2 === null || !existsSync(join(v2, 'memory.current'))) return null;
  return { version: 2, folder: v2 };
}

/** Bytes in use, kernel and sockets included, page cache that can be dropped left out; null if the group is gone. */
export function groupMemoryBytes({ version, folder }: MemoryFolder): number | null {
  try {
    return version === 1 ? memoryV1(folder) : memoryV2(folder);
  } catch {
    return null;
  }
}

/**
 * Version 1 counts the buffers of sockets apart from all else, and only of sockets that were made after a limit was
 * written: without one they would be missing. The limit is all the memory of the profile. Throws if it may not be
 * written.
 */
export function countSockets({ version, folder }: MemoryFolder, limitBytes: number): void {
  const limit = join(folder, 'memory.kmem.tcp.limit_in_bytes');
  if (version === 1 && existsSync(limit)) writeFileSync(limit, String(limitBytes));
}

function memoryV1(folder: string): number {
  const sockets = join(folder, 'memory.kmem.tcp.usage_in_bytes');
  return (
    numberIn(join(folder, 'memory.usage_in_bytes')) -
    valueIn(join(folder, 'memory.stat'), 'total_inactive_file') +
    (existsSync(sockets) ? numberIn(sockets) : 0)
  );
}

function memoryV2(folder: string): number {
  return numberIn(join(folder, 'memory.current')) - valueIn(join(folder, 'memory.stat'), 'inactive_file');
}

/** The value behind a key in a file of lines such as `oom_kill 3`. 0 where the kernel does not tell. Throws if the file is gone. */
export function valueIn(path: string, key: string): number {
  const line = readFileSync(path, 'latin1')
    .split('\n')
    .find((each) => each.startsWith(`${key} `));
  return line === undefined ? 0 : Number(line.slice(key.length + 1));
}

function numberIn(path: string): number {
  return Number(readFileSync(path, 'latin1'));
}
