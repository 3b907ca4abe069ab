import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

test('the bench runs in its container, limits the servers by control groups there, and leaves its report outside', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-bench-reports-'));
  after(() => rmSync(folder, { recursive: true }));
  await run('docker', [
    ...['compose', '--profile', 'bench', 'run', '--rm', '--build', '--volume', `${folder}:/reports`, 'bench'],
    ...[
      '--servers',
      'ours,node-http',
      '--scenario',
      'cap,startup',
      '--rounds',
      '1',
      '--output',
      '/reports/run',
    ],
  ]);
  const report = join(folder, 'run', 'results.json');
  assert.equal(existsSync(report), true);
  const { limits, load_generator, measurements } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly limits: { readonly kind: string };
    readonly load_generator: { readonly name: string };
    readonly measurements: readonly { readonly server: string; readonly outcome: string }[];
  };
  assert.match(limits.kind, /^cgroup-v[12]$/);
  assert.equal(load_generator.name, 'wrk');
  assert.deepEqual(
    measurements.map(({ server, outcome }) => `${server} ${outcome}`),
    ['ours measured', 'node-http measured', 'ours measured', 'node-http measured'],
  );
});
