#!/usr/bin/env -S node --max-semi-space-size=1 --single-threaded-gc --v8-pool-size=1
/**
 * The entry: `npm start`, `npx llm-mock-server` and the container all run this file. Main thread.
 * It imports next to nothing, so that the signals are caught before the rest is loaded, which takes a tenth of a second.
 */
import { SignalInbox } from './signals.js';

const signals = new SignalInbox();
const { runCommand } = await import('./command.js');
await runCommand({ env: process.env, argv: process.argv.slice(2), signals });
