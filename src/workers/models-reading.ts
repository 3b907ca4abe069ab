/**
 * Reads the models file in a worker thread and gives its rows as plain data: a table has methods, which no thread can send.
 */
import type { ModelRow } from '../behavior/model-table.js';
import { loadModelsFile, type ReadFile } from '../config/files.js';

/** As `loadModelsFile`. Never throws. */
export function readModelRows(path: string): ReadFile<readonly ModelRow[]> {
  const read = loadModelsFile(path);
  return read.ok ? { ok: true, content: read.content.rows } : read;
}
