// Owns: waiting for a condition instead of sleeping. Runs on: the test process.
// Must never: wait for ever; what did not come about is named in the failure.

const POLL_MS = 10;

/** Resolves as soon as `condition` holds; rejects with `what` when it does not within `deadlineMs`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  deadlineMs = 30_000,
): Promise<void> {
  const startedAt = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedAt > deadlineMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
