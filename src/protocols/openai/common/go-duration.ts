/**
 * Durations as Go prints them, which OpenAI's headers have: `120ms`, `1.5s`, `6m0s`, `1h0m0s`. Pure.
 */
const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** `ms` is whole. */
export function goDuration(ms: number): string {
  if (ms > 0 && ms < MS_PER_SECOND) return `${ms}ms`;
  const hours = Math.floor(ms / MS_PER_HOUR);
  const minutes = Math.floor((ms % MS_PER_HOUR) / MS_PER_MINUTE);
  const seconds = `${(ms % MS_PER_MINUTE) / MS_PER_SECOND}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
