/**
 * The rows of a models file are plain data: what another thread reads comes out here the same.
 */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sample } from '../../../../dist/behavior/distributions/sample.js';
import { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { readModelRows } from '../../../../dist/config/read/files.js';
import { withFolder } from '../../../support/folder.js';

const TEXT = `models:
  constant: {response_delay: 2s, load_factor: 2.5}
  token: &token
    time_to_first_token: lognormal(p50=400ms,p99=3s)
    inter_token_latency: normal(20ms,5ms)
    prefill_per_token: exponential(100us)
    output_tokens: uniform(100,300)
  same: *token
  "profiled-*":
    profile: large-hosted
    output_tokens: mix(70%:percentiles(p50=100,p99=900),30%:mix(50%:1,50%:2))
`;

test('rows that were cloned for another thread are equal, and make a table that draws the same', () => {
  withFolder((folder) => {
    const path = join(folder, 'models.yaml');
    writeFileSync(path, TEXT);
    const read = readModelRows(path);
    assert.ok(read.ok, JSON.stringify(read));
    const cloned = structuredClone(read);
    assert.deepEqual(cloned, read);
    const loaded = new ModelTable(read.content);
    const table = new ModelTable(cloned.content);
    assert.deepEqual(table.names, ['constant', 'token', 'same']);
    let drawn = 0;
    for (const model of ['constant', 'token', 'same', 'profiled-x', 'unknown']) {
      const here = loaded.find(model);
      const there = table.find(model);
      assert.deepEqual(there, here);
      for (const field of Object.keys(here) as (keyof typeof here)[]) {
        const [one, other] = [here[field], there[field]];
        if (one === null || other === null || typeof one === 'number' || typeof other === 'number') continue;
        if ('rules' in one || 'rules' in other) continue;
        const [random, again] = [createRandom(7, 0), createRandom(7, 0)];
        for (let index = 0; index < 100; index++, drawn++)
          assert.equal(sample(other, again), sample(one, random));
      }
    }
    assert.equal(drawn, 100 * 12);
  });
});

test('problems are cloned as they are', () => {
  withFolder((folder) => {
    const path = join(folder, 'models.yaml');
    writeFileSync(path, 'models:\n  m:\n    response_delay: 2\n');
    const read = readModelRows(path);
    assert.equal(read.ok, false);
    assert.deepEqual(structuredClone(read), read);
  });
});
