/**
 * Reads the models file again when the operator asks for it. Main thread; a worker reads, checks and parses, so that no
 * request waits for it, however large the file is.
 */
import type { Logger } from 'pino';
import { type ModelRow, ModelTable } from '../../behavior/models/model-table.js';
import type { ReadFile } from '../../config/read/files.js';
import { asError } from '../../shared/thrown.js';

export interface ReloaderOptions {
  /** Of the models file; null where none is set. */
  readonly path: string | null;
  /** Reads it; null where that failed, which was reported. Never rejects. */
  readonly readModels: (path: string) => Promise<ReadFile<readonly ModelRow[]> | null>;
  readonly replaceModels: (table: ModelTable) => void;
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
        log.info('SIGHUP: MODELS_FILE is not set, there is nothing to read again');
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
async function readOnce(path: string, { readModels, replaceModels, log }: ReloaderOptions): Promise<void> {
  try {
    const read = await readModels(path);
    if (read?.ok) {
      replaceModels(new ModelTable(read.content));
      // Rows with a pattern count as well.
      log.info({ models_file: path, models: read.content.length }, 'models file read again');
      return;
    }
    const problems = read?.problems ?? ['the worker that should have read it failed'];
    for (const problem of problems) log.error({ models_file: path }, problem);
    log.error({ models_file: path, problems: problems.length }, 'models file not used; the old one stays');
  } catch (thrown) {
    // What a broken worker takes for rows is none of which a table can be made.
    log.error(
      { models_file: path, reason: asError(thrown).message },
      'models file not used; the old one stays',
    );
  }
}
