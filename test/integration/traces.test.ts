/** empirical(…) and trace(…): files of measurements in settings and in the models file; never by a request. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../../dist/config/read/reader.js';
import { startTestServer, testConfig } from '../support/in-process.js';
import { temporaryDirectory } from '../support/readme.js';

const folder = temporaryDirectory();
const trace = join(folder, 'trace.csv');
const models = join(folder, 'models.yaml');
writeFileSync(
  trace,
  'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:50.99,396,9\n',
);
writeFileSync(models, `models:\n  other:\n    output_tokens: trace(${trace})\n`);
const cpu = { totalCores: 1, availableCores: 1, source: 'test' };

async function lengthsAt(url: string, model: string, times: number): Promise<readonly number[]> {
  const lengths: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
    });
    const { usage } = (await response.json()) as { usage: { completion_tokens: number } };
    lengths.push(usage.completion_tokens);
  }
  return lengths;
}

test('requests take the rows of a trace in turn, each row of the models file by itself, also with a seed', async () => {
  const { url, readModels, replaceModels } = await startTestServer({
    OUTPUT_TOKENS: `trace(${trace})`,
    MODELS_FILE: models,
    SEED: '1',
    RESPONSE_DELAY_SECONDS: '0',
  });
  assert.deepEqual(await lengthsAt(url, 'any', 3), [44, 9, 44]);
  assert.deepEqual(await lengthsAt(url, 'other', 3), [44, 9, 44]);
  assert.deepEqual(await lengthsAt(url, 'any', 1), [9]);
  // The file is read again with the models.
  writeFileSync(trace, 'tokens\n5\n6\n');
  const read = await readModels(models);
  assert.ok(read?.ok, JSON.stringify(read));
  const { ModelTable } = await import('../../dist/behavior/models/model-table.js');
  replaceModels(new ModelTable(read.content));
  assert.deepEqual(await lengthsAt(url, 'other', 3), [5, 6, 5]);
});

test('a request cannot name a file, nor can the control API', async () => {
  const ADMIN_KEY = 'an-admin-key-of-some-length';
  const { url } = await startTestServer({ ADMIN_KEY, RESPONSE_DELAY_SECONDS: '0' });
  const refused = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-mock-delay': 'empirical(/etc/passwd)' },
    body: '{"messages":[{"role":"user","content":"hello"}]}',
  });
  assert.equal(refused.status, 400);
  const changed = await fetch(`${url}/admin/v1/config`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify({
      settings: { OUTPUT_TOKENS: `trace(${models})` },
      models: { m: { output_tokens: `trace(${models})` } },
    }),
  });
  assert.equal(changed.status, 400);
  assert.match(await changed.text(), /expected no trace\(\), which reads a file/);
});

test('what is wrong in a file is told with its line, and where it lies is shown to nobody who looks', () => {
  const wrong = join(folder, 'wrong.csv');
  writeFileSync(wrong, 'ms\n1\nx\n');
  const read = readConfig({ env: { RESPONSE_DELAY: `empirical(${wrong})` }, argv: [], cpu });
  assert.ok(read.kind === 'invalid');
  assert.match(
    read.problems.join('\n'),
    /^RESPONSE_DELAY: \S+wrong\.csv:3: expected a number in column 1, got "x" \(at/,
  );
  const { inForce } = testConfig({ OUTPUT_TOKENS: `trace(${trace})` });
  assert.deepEqual(inForce.find(({ name }) => name === 'OUTPUT_TOKENS')?.value, 'trace(trace.csv)');
});
