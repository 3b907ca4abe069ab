/**
 * Reads the models file again when the operator asks for it. Main thread; the file is small, and its reading blocks the
 * event loop for about as long as a scrape would.
 */
import type { Logger } from 'pino';
import { loadModelsFile } from '../config/files.js';
import type { RunningServer } from './start-server.js';

/**
 * Reads `path`, null where no models file is set. A file with a problem leaves the old one in force, and every problem is
 * logged.
 */
export function reloadModels(path: string | null, server: RunningServer, log: Logger): void {
  if (path === null) {
    log.info('SIGHUP: MODELS_FILE is not set, there is nothing to read again');
    return;
  }
  const read = loadModelsFile(path);
  if (read.ok) {
    server.replaceModels(read.content);
    log.info({ models_file: path, models: read.content.names.length }, 'models file read again');
    return;
  }
  for (const problem of read.problems) log.error({ models_file: path }, problem);
  log.error({ models_file: path, problems: read.problems.length }, 'models file not used; the old one stays');
}
