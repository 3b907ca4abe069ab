// Owns: the command that writes bench/results.schema.json from the schema in results.ts. Must never: decide what is
// in it.

import { writeFile } from 'node:fs/promises';
import { SCHEMA_FILE, schemaText } from './schema-file.js';

await writeFile(SCHEMA_FILE, schemaText());
process.stdout.write('bench/results.schema.json is written\n');
