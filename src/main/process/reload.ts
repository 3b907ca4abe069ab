/**
 * Reads the models again, from their file or from the config file, when the operator asks for it. Main thread; a worker reads, checks and parses, so that no
 * request waits for it, however large the file is.
 */
import type { Logger } from 'pino';
import { type ModelRow, ModelTable } from '../../behavior/models/model-table.js';
import type { ReadFile } from '../../config/read/text-file.js';
import { asError } from '../../shared/thrown.js';

export interface ReloaderOptions {
  /** Of the file that the models stand in; null where there is none. */
  readonly path: string | null;
  /** Whether that is the config file, whose settings stay what they were at the start. */
  readonly isConfigFile: boolean;
  /** Reads it; null where that failed, which was reported. Never rejects. */
  readonly readModels: (path: string, isConfigFile: boolean) => Promise<ReadFile<readonly ModelRow[]> | null>;
  /** Gives back what the operator should know of the table; null for nothing. */
  readonly replaceModels: (table: ModelTable) => string | null;
  readonly log: Logger;
}

export interface Reloader {
  /** Has the file read; asked while it is being read, has it read once more after that, however often it was asked. */
  reload(): void;
}

/** A file with a problem leaves the old one in force, and every problem is logged. */
export function createReloader(options: ReloaderOptions): Reloader {
  const { path, log } = options;
  let isReading = false;
  let isWanted = false;
  const readAgain = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      await readOnce(path as string, options);
    }
    isReading = false;
  };
  return {
    reload() {
      if (path === null) {
        log.info('SIGHUP: neither MODELS_FILE nor CONFIG_FILE is set, there is nothing to read again');
        return;
      }
      isWanted = true;
      if (isReading) return;
      isReading = true;
      void readAgain();
    },
  };
}

/** Never rejects. */
async function readOnce(path: string, options: ReloaderOptions): Promise<void> {
  const { isConfigFile, readModels, replaceModels, log } = options;
  const field = isConfigFile ? 'config_file' : 'models_file';
  const name = isConfigFile ? 'config file' : 'models file';
  try {
    const read = await readModels(path, isConfigFile);
    if (read?.ok) {
      const warning = replaceModels(new ModelTable(read.content));
      // Rows with a pattern count as well.
      const rest = isConfigFile ? ': its models count now, all else at the next start' : '';
      log.info({ [field]: path, models: read.content.length }, `${name} read again${rest}`);
      if (warning !== null) log.warn({ [field]: path }, warning);
      return;
    }
    const problems = read?.problems ?? ['the worker that should have read it failed'];
    for (const problem of problems) log.error({ [field]: path }, problem);
    log.error({ [field]: path, problems: problems.length }, `${name} not used; the old one stays`);
  } catch (thrown) {
    // What a broken worker takes for rows is none of which a table can be made.
    log.error({ [field]: path, reason: asError(thrown).message }, `${name} not used; the old one stays`);
  }
}
