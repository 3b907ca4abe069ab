// Owns: reading a models file with the library that the server reads it with.

import * as yaml from 'yaml';
import { ModelTable } from '../../dist/behavior/models/model-table.js';
import { readModelsFile as read } from '../../dist/behavior/models/models-file.js';

type ReadTable =
  | { readonly ok: true; readonly table: ModelTable }
  | { readonly ok: false; readonly problems: readonly string[] };

export function readModelsFile(text: string): ReadTable {
  const result = read(text, yaml);
  return result.ok ? { ok: true, table: new ModelTable(result.rows) } : result;
}
