/**
 * What is made for any schema that can be satisfied, held to ajv: the quick suite runs it a few hundred times, the slow one
 * thousands.
 */
import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { createRandom } from '../../dist/behavior/random/random.js';
import { SchemaProblem } from '../../dist/behavior/schema/basis/problem.js';
import { generateJson } from '../../dist/behavior/schema/generate-json.js';
import { type Draft, jsonSchemas } from './json-schemas.js';

// Without `ownProperties` every object has a property `constructor` for ajv.
const OPTIONS = { strict: false, ownProperties: true, logger: false, code: { optimize: false } } as const;
const validators = { 7: new Ajv(OPTIONS), 2020: new Ajv2020(OPTIONS) };
for (const ajv of Object.values(validators)) addFormats.default(ajv as Ajv);

/** Whether ajv, an implementation of its own, accepts the value. Throws where the schema is none. */
export function satisfies(schema: unknown, value: unknown, draft: Draft = 2020): boolean {
  const ajv = validators[draft];
  const accepts = ajv.validate(schema as object, value);
  if (typeof schema === 'object') ajv.removeSchema(schema as object);
  return accepts;
}

/** Draws `runs` schemas; throws with the smallest one for which what is made does not satisfy it, or is not the same again. */
export function holdToAjv(runs: number, draft: Draft, seed: number): void {
  const wanted = fc.constantFrom(undefined, 5, 50, 500);
  fc.assert(
    fc.property(jsonSchemas(draft), fc.nat(), wanted, (schema, stream, tokensWanted) => {
      const options = tokensWanted === undefined ? {} : { tokensWanted };
      const make = (): string | SchemaProblem => generateJson(schema, createRandom(1, stream), options);
      const text = make();
      if (text instanceof SchemaProblem) assert.fail(`${text.message} (${text.path})`);
      assert.equal(satisfies(schema, JSON.parse(text), draft), true, text);
      assert.equal(make(), text);
    }),
    { numRuns: runs, seed },
  );
}
