/**
 * The log: life-cycle lines only, never one a request. JSON lines, or plain lines on a terminal. Main thread.
 */
import { type Logger, pino } from 'pino';
import type { Config } from '../../../config/config.js';
import type { LineOutput } from './line-output.js';

/** Writes to `output`, which may lose lines where nobody takes them: then a line says how many. */
export async function createLog(
  level: Config['logLevel'],
  onTerminal: boolean,
  output: LineOutput,
): Promise<Logger> {
  const log = onTerminal ? await createPlainLog(level, output) : createJsonLog(level, output);
  output.onRecovered = (lines) => log.warn({ lines }, 'lines of this log were lost');
  return log;
}

function createJsonLog(level: Config['logLevel'], output: LineOutput): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output);
}

async function createPlainLog(level: Config['logLevel'], output: LineOutput): Promise<Logger> {
  // Loaded only where somebody reads along: a quarter of the start-up time otherwise.
  const { prettyFactory } = await import('pino-pretty');
  const render = prettyFactory({ translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return pino({ level, base: null }, { write: (line: string) => output.write(render(line)) });
}
