// Owns: reading a models file with the library that the server reads it with.

import * as yaml from 'yaml';
import { type ReadModels, readModelsFile as read } from '../../dist/behavior/models-file.js';

export function readModelsFile(text: string): ReadModels {
  return read(text, yaml);
}
