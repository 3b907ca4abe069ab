/**
 * What a thread runs that serves beside the main one. It must end in order: uWebSockets.js leaves its handles open where a thread is
 * ended from outside, and Node.js then ends the whole process (node::CheckedUvLoopClose; Node.js 20.20 and 24, 2026-11-27). So nobody
 * terminates it, and whatever else ends it closes its sockets first.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { catchDefects } from '../../shared/defects.js';
import { EXIT, StartError } from '../../shared/errors.js';
import { asError } from '../../shared/thrown.js';
import { loadUWebSockets } from '../listeners/load-uwebsockets.js';
import type { FromThread, ServingStart } from './messages.js';
import { startServingThread } from './serving-thread.js';

const port = parentPort as MessagePort;
const tell = (message: FromThread): void => port.postMessage(message);
try {
  const { defects, close } = await startServingThread(loadUWebSockets(), workerData as ServingStart, port);
  process.on('exit', close);
  catchDefects(defects);
  tell({ kind: 'listening' });
} catch (thrown) {
  const exitCode = thrown instanceof StartError ? thrown.exitCode : EXIT.environment;
  tell({ kind: 'failed', message: asError(thrown).message, exitCode });
  setImmediate(() => process.exit());
}
