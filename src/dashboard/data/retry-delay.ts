/**
 * Owns how long the page waits before it connects again. Browser, pure. However many pages look at a server that is down,
 * each asks no more often than twice a second, and not all at the same time.
 */

const FIRST_MS = 500;
const MOST_MS = 5_000;

/** Before the attempt that follows so many failures; `chance`, from 0 to 1, spreads the viewers of one server. */
export function retryDelayMs(failures: number, chance: number): number {
  const mostMs = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.max(FIRST_MS, mostMs * (0.5 + chance / 2));
}
