/**
 * Reads the small text files by which the kernel tells its figures. Any thread; never throws.
 */
import { readFileSync } from 'node:fs';

/** A file's text, or null if it cannot be read. Source: any; kernel files are small and do not block on disk. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Absent, forbidden, or gone between two reads (ENODEV): for a limit all of these mean "not there".
    return null;
  }
}

/**
 * A non-negative decimal integer, or null for anything else: '', 'max', '-1', '12abc'.
 *
 * Past 2^53 it is null as well. No limit that large binds a machine, and v1 writes "no limit" as a number near
 * 2^63 (PAGE_COUNTER_MAX pages, so the exact figure depends on the page size: 9223372036854771712 at 4 KiB).
 */
export function parseCount(text: string | null | undefined): number | null {
  const digits = text?.trim() ?? '';
  if (!/^\d+$/.test(digits)) return null;
  const count = Number(digits);
  return Number.isSafeInteger(count) ? count : null;
}
