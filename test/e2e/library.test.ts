/** The library as a program finds it: imported by its name, and from the packed package. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../fixtures/uses-library.js', import.meta.url));
/** Kills what does not end: then the test fails, for nothing was left to do. */
const ENDS = { timeout: 60_000, env: { PATH: process.env.PATH, PORT: '1', OUTPUT_TOKENS: '77' } };

test('a program has its mocks by their settings, apart from each other, and ends by itself once they are closed', async () => {
  const { stdout, stderr } = await run(process.execPath, [PROGRAM], ENDS);
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), {
    urlsDiffer: true,
    http10: [null, 'number'],
    tokens: [3, 4, 9],
    claude: 5,
    streamed: true,
    fast: [
      ['gpt-4o', 'abcd', 200],
      ['gpt-5-mini', 'abcd', 200],
      ['gpt-4o', 'abcd', 200],
      ['gpt-4o', 'abcd', 200],
    ],
    slow: [['/v1/messages', 5]],
    filtered: 1,
    answered: [4, 1],
    warnings: [],
    listeners: 0,
    gc: 'undefined',
    afterReset: 0,
  });
});

test('the packed package holds all that the library needs, its types too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-pack-'));
  after(() => rmSync(folder, { recursive: true }));
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: PROJECT,
  });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const home = join(folder, 'node_modules', 'llm-mock-server');
  mkdirSync(home, { recursive: true });
  await run('tar', ['xzf', join(folder, filename), '--strip-components=1', '-C', home]);
  symlinkSync(join(PROJECT, 'node_modules'), join(home, 'node_modules'));
  const program = [
    "import { startMock } from 'llm-mock-server';",
    'const mock = await startMock({ OUTPUT_TOKENS: 2 });',
    'const response = await fetch(mock.url + "/v1/completions", { method: "POST", body: \'{"model":"m","prompt":"x"}\' });',
    'await response.text();',
    'const [{ completion_tokens: tokens }] = mock.requests();',
    'await mock.close();',
    'process.stdout.write(response.status + " " + tokens);',
  ];
  writeFileSync(join(folder, 'program.mjs'), program.join('\n'));
  const { stdout, stderr } = await run(process.execPath, [join(folder, 'program.mjs')], ENDS);
  assert.deepEqual([stdout, stderr], ['200 2', '']);
  writeFileSync(
    join(folder, 'typed.mts'),
    [
      "import { startMock } from 'llm-mock-server';",
      "await using mock = await startMock({ responseDelay: '2s', maxConcurrent: 5, USAGE: 'exact', dashboard: true });",
      'mock.set({ seed: 4, RESPONSE_DELAY: null });',
      '// @ts-expect-error: no such setting',
      'await startMock({ respnseDelay: 1 });',
      '// @ts-expect-error: holds from start to end',
      'mock.set({ port: 4 });',
      '// @ts-expect-error: no such choice',
      "await startMock({ usage: 'perhaps' });",
      '',
    ].join('\n'),
  );
  const types = join(PROJECT, 'node_modules', '@types');
  const flags = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--lib',
    'es2023,esnext.disposable',
  ];
  const where = ['--module', 'nodenext', '--typeRoots', types, '--types', 'node'];
  const tsc = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = await run(process.execPath, [tsc, ...flags, ...where, join(folder, 'typed.mts')]).catch(
    (error: { stdout: string }) => error,
  );
  assert.equal(compiled.stdout, '');
});
