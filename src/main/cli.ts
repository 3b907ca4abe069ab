#!/usr/bin/env -S node --max-semi-space-size=1 --single-threaded-gc --v8-pool-size=1
/**
 * The entry: `npm start`, `npx llm-mock-server` and the container all run this file. Main thread.
 * It imports next to nothing, so that the signals are caught before the rest is loaded, which takes a tenth of a second.
 */
import { SignalInbox } from './process/signals.js';

/** As EXIT.environment; nothing is loaded yet. */
const EXIT_ENVIRONMENT = 3;

const signals = new SignalInbox();
try {
  const { runCommand } = await import('./process/command.js');
  await runCommand({ env: process.env, argv: process.argv.slice(2), signals });
} catch (error) {
  // Node.js opens the files of all modules at once.
  if ((error as NodeJS.ErrnoException).code !== 'EMFILE') throw error;
  process.stderr.write(
    'llm-mock-server: this process may open too few descriptors to load its code; raise the limit (ulimit -n)\n',
  );
  process.exitCode = EXIT_ENVIRONMENT;
}
