// Owns: how many file descriptors this process may open, and has open; one connection is one descriptor.
// Runs on: the main thread, once at start-up.
// Must never: raise the limit.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseCount, readText } from './kernel-file.js';

/**
 * The soft limit on open files: above it accept(2) fails and connections hang instead of getting a 503.
 *
 * Node raises its own soft limit to the hard one before any script runs (checked: 1,000 becomes 20,000), so
 * `ulimit -Sn` in the shell that starts the server may show less than this.
 *
 * @param root file-system root, '/' outside of tests
 * @returns descriptors; Infinity if unlimited; null where it cannot be told (no /proc, as on macOS)
 * Source: <root>/proc/self/limits (proc(5)), columns `Limit  Soft Limit  Hard Limit  Units`. Node has no
 * getrlimit.
 */
export function readFileDescriptorLimit(root = '/'): number | null {
  const limits = readText(join(root, 'proc/self/limits')) ?? '';
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : parseCount(soft);
}

/** The descriptors that are open now, the one by which they are counted left out; null where it cannot be told. */
export function countOpenDescriptors(root = '/'): number | null {
  try {
    return readdirSync(join(root, 'proc/self/fd')).length - 1;
  } catch {
    return null;
  }
}
