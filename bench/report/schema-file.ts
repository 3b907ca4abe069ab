// Owns: bench/results.schema.json, what others need to check or read results.json. Must never: say something else
// than the schema that the bench itself validates with.

import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_FOLDER } from '../project-folder.js';
import { FIGURES } from './figures.js';
import { jsonText } from './json-text.js';
import { results } from './results.js';

export const SCHEMA_FILE = join(PROJECT_FOLDER, 'bench', 'results.schema.json');

/** A JSON schema of draft 2020-12, with every figure's unit and meaning beside its name. */
export function schemaText(): string {
  const generated = z.toJSONSchema(results, {
    target: 'draft-2020-12',
    override: ({ jsonSchema, path }) => {
      if (path.at(-1) !== 'figures' || path.at(-2) !== 'properties') return;
      // A record with an enum for keys: the names are listed, so that each can say what it is.
      delete jsonSchema.propertyNames;
      jsonSchema.properties = Object.fromEntries(
        Object.entries(FIGURES).map(([name, { unit, means }]) => [
          name,
          { description: `${means} (${unit})`, type: 'number' },
        ]),
      );
      jsonSchema.additionalProperties = false;
    },
  });
  const titled = { title: 'Results of the bench of llm-mock-server', ...generated };
  return jsonText(titled);
}
