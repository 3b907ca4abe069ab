// Owns: tests of the checked-in JSON schema of results.json.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { FIGURES } from '../report/figures.js';
import type { Results } from '../report/results.js';
import { SCHEMA_FILE, schemaText } from '../report/schema-file.js';
import { resultsText, validated } from '../report/write-report.js';
import { sampleResults } from './support/sample-results.js';

// The formats are beside patterns that say the same.
const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
const validate = ajv.compile(JSON.parse(schemaText()));
const sample = sampleResults();

function withMeasurement(change: object): object {
  const [first, ...others] = sample.measurements;
  return { ...sample, measurements: [{ ...first, ...change }, ...others] };
}

test('bench/results.schema.json is what node bench/dist/report/write-schema.js writes', async () => {
  assert.equal(await readFile(SCHEMA_FILE, 'utf8'), schemaText());
});

test('results.json fits the schema', () => {
  assert.equal(validate(JSON.parse(resultsText(sample))), true, JSON.stringify(validate.errors?.slice(0, 3)));
});

const WRONG: readonly (readonly [string, object])[] = [
  ['a version that nobody knows', { ...sample, schema_version: 2 }],
  ['a field that nobody knows', { ...sample, colour: 'red' }],
  ['a missing field', { ...sample, machine: undefined }],
  ['a profile that nobody knows', { ...sample, profile: '3c3g' }],
  ['no servers', { ...sample, servers: [] }],
  ['a time without a zone', { ...sample, started_at: '2026-02-03 10:12' }],
  ['a figure that nobody knows', withMeasurement({ figures: { speed: 1 } })],
  ['a figure that is a text', withMeasurement({ figures: { answers_per_second: '12' } })],
  ['an outcome that nobody knows', withMeasurement({ outcome: 'fine' })],
  ['round 0', withMeasurement({ round: 0 })],
];

for (const [what, wrong] of WRONG) {
  test(`${what} fits neither the checked-in schema nor that of the bench`, () => {
    assert.equal(validate(JSON.parse(JSON.stringify(wrong))), false);
    assert.throws(() => validated(wrong as Results), /these are no results of the bench/);
  });
}

test('every figure says in the schema what it is', () => {
  const { properties } = JSON.parse(schemaText());
  const figures = properties.measurements.items.properties.figures.properties;
  assert.equal(figures.lost_count.description, 'requests without a right answer (count)');
  assert.equal(figures.bytes_per_stream.description, `${FIGURES.bytes_per_stream.means} (bytes)`);
});
