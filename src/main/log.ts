/**
 * The log: life-cycle lines only, never one a request. JSON lines, or plain lines on a terminal. Main thread.
 */
import { type Logger, pino } from 'pino';
import type { Config } from '../config.js';

/** Writes to standard output. Synchronous: there are a few lines, and the last one must be out before the exit. */
export async function createLog(level: Config['logLevel'], onTerminal: boolean): Promise<Logger> {
  if (!onTerminal) {
    return pino(
      { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      pino.destination({ sync: true }),
    );
  }
  // Loaded only where somebody reads along: a quarter of the start-up time otherwise.
  const { default: pretty } = await import('pino-pretty');
  const stream = pretty({
    sync: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
  return pino({ level, base: null }, stream);
}
