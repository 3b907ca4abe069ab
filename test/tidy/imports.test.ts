/**
 * Which room may know which. One way only: a cycle between rooms is how a house becomes one room.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf, readSources, roomOf, withoutComments } from '../support/source-tree.js';

const sources = readSources();
const imports = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));

/** The rooms that the files of a room may import, types included. */
const ROOMS_ALLOWED: Readonly<Record<string, readonly string[]>> = {
  root: ['root', 'config', 'behavior'],
  config: ['config', 'behavior', 'root'],
  protocols: ['protocols', 'root'],
  behavior: ['behavior', 'root'],
  telemetry: ['telemetry', 'root'],
  workers: ['workers', 'telemetry', 'config', 'protocols', 'behavior', 'root'],
  dashboard: ['dashboard', 'root'],
  main: ['main', 'config', 'protocols', 'behavior', 'workers', 'telemetry', 'root'],
};

/** Of rooms that it may only use a part of: what the main thread may import. */
const MAIN_MAY_IMPORT = [
  'src/workers/pool.ts',
  'src/workers/tasks.ts',
  'src/workers/work-pool.ts',
  'src/telemetry/cpu.ts',
  'src/telemetry/file-descriptors.ts',
  'src/telemetry/memory.ts',
];

/** They cost tens of milliseconds at start-up and megabytes in the thread that serves: workers load them. */
const WORKERS_ONLY = ['prom-client', 'systeminformation', 'gpt-tokenizer/encoding/o200k_base'];

/** What code without input and output may use: it computes, or throws. */
const PURE = ['node:assert/strict', 'leven', 'yaml'];

/** The files that `from` loads by static imports, itself included. */
function reachableFrom(from: string): ReadonlySet<string> {
  const seen = new Set([from]);
  for (const path of seen) {
    for (const { target, typeOnly } of imports.get(path) ?? []) {
      if (target !== null && !typeOnly) seen.add(target);
    }
  }
  return seen;
}

test('the imports are all found, and each leads to a file', () => {
  assert.deepEqual(
    importsOf(
      'src/main/x.ts',
      "import type { A } from '../a.js';\nimport {\n  b,\n} from 'b';\nimport './c.js';\n",
    ).map(({ specifier, target, typeOnly }) => [specifier, target, typeOnly]),
    [
      ['../a.js', 'src/a.ts', true],
      ['b', null, false],
      ['./c.js', 'src/main/c.ts', false],
    ],
  );
  for (const [path, text] of sources) {
    const words = withoutComments(text).match(/^import\b|^export\b[^=;{]*(?:\{[^}]*\})? from '/gm) ?? [];
    assert.equal(imports.get(path)?.length, words.length, `imports of ${path}`);
    for (const { target, specifier } of imports.get(path) ?? []) {
      if (target !== null) assert.equal(sources.has(target), true, `${path}: ${specifier}`);
    }
  }
});

test('imports go one way between the rooms', () => {
  for (const [path, list] of imports) {
    const allowed = ROOMS_ALLOWED[roomOf(path)];
    assert.ok(allowed !== undefined, `${path} is in a room that this test does not know`);
    for (const { target, specifier } of list) {
      if (target === null) continue;
      assert.equal(allowed.includes(roomOf(target)), true, `${path} must not import ${specifier}`);
    }
  }
});

test('of telemetry and workers the main thread imports the limit readers and the pools, and nothing else', () => {
  for (const [path, list] of imports) {
    if (roomOf(path) !== 'main') continue;
    for (const { target, clause } of list) {
      if (target === null || !['telemetry', 'workers'].includes(roomOf(target))) continue;
      assert.equal(MAIN_MAY_IMPORT.includes(target), true, `${path} must not import ${target}`);
      if (target === 'src/telemetry/memory.ts') assert.equal(clause, '{ createGroupSampler }', path);
    }
  }
});

test('protocols and behavior are pure: they import no module of Node, and of packages pure ones alone', () => {
  for (const [path, list] of imports) {
    if (!['protocols', 'behavior'].includes(roomOf(path))) continue;
    for (const { target, specifier } of list) {
      if (target === null) assert.equal(PURE.includes(specifier), true, `${path} imports ${specifier}`);
    }
  }
});

test('nothing that the command loads at start imports what is for the workers', () => {
  const loaded = [...reachableFrom('src/main/cli.ts'), ...reachableFrom('src/main/command.ts')];
  assert.equal(loaded.includes('src/workers/pool.ts'), true);
  for (const path of loaded) {
    assert.doesNotMatch(path, /^src\/workers\/\w+-entry\.ts$/);
    for (const { specifier, typeOnly } of imports.get(path) ?? []) {
      assert.equal(!typeOnly && WORKERS_ONLY.includes(specifier), false, `${path} loads ${specifier}`);
    }
    for (const name of WORKERS_ONLY) {
      const required = new RegExp(`\\brequire\\b[^;\n]*\\(['"]${name}['"]\\)`);
      assert.equal(required.test(sources.get(path) as string), false, `${path} requires ${name}`);
    }
  }
});

test('no file imports itself by way of others, types aside', () => {
  for (const [path, list] of imports) {
    for (const { target, typeOnly } of list) {
      if (target === null || typeOnly) continue;
      assert.equal(reachableFrom(target).has(path), false, `${path} → ${target} → … → ${path}`);
    }
  }
});

test('the page imports of the server what is plain data alone', () => {
  const loaded = [...reachableFrom('src/dashboard/page.ts')].filter((path) => roomOf(path) !== 'dashboard');
  assert.deepEqual(loaded.sort(), ['src/labels.ts', 'src/live-protocol.ts']);
});

test('every source is reached from the command, from the workers’ entries or from the page’s', () => {
  const reached = new Set([
    'src/main/cli.ts',
    'src/workers/task-entry.ts',
    'src/workers/work-entry.ts',
    'src/dashboard/page.ts',
  ]);
  for (const path of reached) {
    for (const { target } of imports.get(path) ?? []) if (target !== null) reached.add(target);
    for (const [, specifier = ''] of (sources.get(path) ?? '').matchAll(/\bimport\('(\.[^']+)'\)/g)) {
      const [dynamic] = importsOf(path, `import '${specifier}';`);
      if (dynamic?.target) reached.add(dynamic.target);
    }
  }
  const startedByOthers = ['src/main/ready-probe.ts'];
  const dead = [...sources.keys()].filter((path) => !reached.has(path) && !startedByOthers.includes(path));
  assert.deepEqual(dead, []);
});
