/** MODELS: measured models by name, beside whatever a models file says. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findModelProfile } from '../../dist/behavior/models/model-profiles.js';
import { ModelTable } from '../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../dist/behavior/profile/profile.js';
import { readConfig } from '../../dist/config/read/reader.js';
import { startTestServer, testConfig } from '../support/in-process.js';
import { temporaryDirectory } from '../support/readme.js';

async function namesAt(url: string): Promise<readonly string[]> {
  const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] };
  return data.map(({ id }) => id);
}

test('the models that were chosen are listed, with and without a models file, and stay when that is read again', async () => {
  const file = join(temporaryDirectory(), 'models.yaml');
  writeFileSync(file, 'models:\n  mine:\n    response_delay: 1ms\n');
  const alone = await startTestServer({ MODELS: 'gpt-4o,claude-haiku-*' });
  assert.deepEqual(await namesAt(alone.url), ['qwen-plus', 'gpt-4o', 'claude-haiku-4-5']);
  const both = await startTestServer({ MODELS: 'gpt-4o', MODELS_FILE: file });
  assert.deepEqual(await namesAt(both.url), ['qwen-plus', 'mine', 'gpt-4o']);
  both.replaceModels(new ModelTable([{ name: 'other', profile: EMPTY_PROFILE }]));
  assert.deepEqual(await namesAt(both.url), ['qwen-plus', 'other', 'gpt-4o']);
});

test('they behave as was measured', () => {
  const { modelsFile } = testConfig({ MODELS: 'gpt-4.1' });
  assert.deepEqual(modelsFile?.table.find('gpt-4.1'), findModelProfile('gpt-4.1'));
  assert.equal(testConfig().modelsFile, null);
});

test('a wrong name keeps the server from starting, beside all else that is wrong', () => {
  const cpu = { totalCores: 1, availableCores: 1, source: 'test' };
  const read = readConfig({ env: { MODELS: 'gtp-4o', PORT: 'x' }, argv: [], cpu });
  assert.ok(read.kind === 'invalid');
  assert.equal(read.problems.length, 2);
  assert.match(
    read.problems[1] as string,
    /^MODELS: expected names or patterns of .*got "gtp-4o" \(did you mean gpt-4o\?\)$/,
  );
});
