/**
 * Owns how the list of refused requests is read, as `/live` tells it. Browser, pure. Must never throw at what a server sends, be it
 * older or newer than this page.
 */
import { FAILURES_MAX, type LiveFailure, type LiveFailures } from '../../shared/answers/live-failures.js';
import { REJECTION_REASONS } from '../../shared/labels.js';

const REASONS: readonly unknown[] = REJECTION_REASONS;

/** The list of a text message; null where it is none. */
export function parseFailures(text: string): LiveFailures | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const { failures, unlisted } = (parsed ?? {}) as Partial<Record<keyof LiveFailures, unknown>>;
  if (!Array.isArray(failures)) return null;
  return { failures: failures.filter(isFailure).slice(0, FAILURES_MAX), unlisted: Number(unlisted ?? 0) };
}

function isFailure(line: unknown): line is LiveFailure {
  if (typeof line !== 'object' || line === null) return false;
  const { atMs, count, method, path, reason } = line as Partial<Record<keyof LiveFailure, unknown>>;
  const texts = [method, path].every((value) => typeof value === 'string');
  // A reason that is unknown here has no words here.
  return texts && REASONS.includes(reason) && [atMs, count].every(Number.isFinite);
}
