// Owns: Ctrl-C and SIGTERM: the run is told to end, and cleans up. A second one ends it without.
// Must never: end the process on the first: servers, containers and groups would stay.

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof EXIT_CODES) {
    super(`ended by ${signal}`);
    this.exitCode = EXIT_CODES[signal];
  }
}

/** Aborted with `Interrupted` by the first signal. */
export function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT_CODES[signal]);
      process.stderr.write(`\n${signal}: cleaning up\n`);
      controller.abort(new Interrupted(signal));
    });
  }
  return controller.signal;
}
