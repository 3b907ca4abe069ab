#!/usr/bin/env -S node --max-semi-space-size=1 --single-threaded-gc --v8-pool-size=1
/**
 * The entry: `npm start`, `npx llm-mock-server` and the container all run this file. Main thread.
 * It imports next to nothing, so that the signals are caught before the rest is loaded, which takes a tenth of a second.
 */
import { SignalInbox } from './process/signals.js';

/** As EXIT.environment; nothing is loaded yet. */
const EXIT_ENVIRONMENT = 3;

const command = { env: process.env, argv: process.argv.slice(2) };
if (command.argv[0] === 'ctl') {
  const { runCtl } = await import('./ctl/ctl.js');
  await runCtl({ ...command, argv: command.argv.slice(1) });
} else if (command.argv[0] === 'calibrate') {
  const { runCalibrate } = await import('./calibrate/calibrate.js');
  await runCalibrate({ ...command, argv: command.argv.slice(1) });
} else {
  await serve();
}

async function serve(): Promise<void> {
  const signals = new SignalInbox();
  try {
    // The files of all modules that are imported together are opened at once: a part first, or few descriptors would not do.
    await import('../config/read/reader.js');
    const { runCommand } = await import('./process/command.js');
    await runCommand({ ...command, signals });
  } catch (error) {
    // Node.js opens the files of all modules at once.
    if ((error as NodeJS.ErrnoException).code !== 'EMFILE') throw error;
    process.stderr.write(
      'llm-mock-server: this process may open too few descriptors to load its code; raise the limit (ulimit -n)\n',
    );
    process.exitCode = EXIT_ENVIRONMENT;
  }
}
