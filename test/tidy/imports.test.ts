/**
 * Which room may know which. One way only: a cycle between rooms is how a house becomes one room.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  filesBelow,
  folderOf,
  importsOf,
  readSources,
  roomOf,
  withoutComments,
} from '../support/source-tree.js';

const sources = readSources();
const imports = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));

/** From the ground up: what is on a floor may import what lies below it, and its own room; types included. */
const FLOORS: readonly (readonly string[])[] = [
  ['shared'],
  ['behavior', 'telemetry'],
  ['protocols', 'config'],
  ['workers'],
  ['main/transport'],
  ['main/admission', 'main/stored'],
  ['main/reading'],
  ['main/records'],
  ['main/replying'],
  ['main/exchange', 'main/live'],
  ['main/steering', 'main/peers'],
  ['main/control'],
  ['main/pages'],
  ['main/listeners'],
  ['main/serving'],
  ['main/process', 'main/ctl'],
  ['main/calibrate'],
  ['main', 'library'],
];
/** Runs in browsers, and on no floor of the server's. */
const PAGE = 'dashboard';

/** Of rooms that it may only use a part of: what the main thread may import. */
const MAIN_MAY_IMPORT = [
  'src/workers/packing.ts',
  'src/workers/pool.ts',
  'src/workers/tasks.ts',
  'src/workers/token-counter.ts',
  'src/workers/work-pool.ts',
  'src/telemetry/limits/cpu.ts',
  'src/telemetry/limits/file-descriptors.ts',
  'src/telemetry/limits/memory.ts',
];

/** They cost tens of milliseconds at start-up and megabytes in the thread that serves: workers load them. */
const WORKERS_ONLY = ['prom-client', 'systeminformation', 'gpt-tokenizer/encoding/o200k_base'];

/** What code without input and output may use: it computes, or throws. */
const PURE = ['node:assert/strict', '@eslint-community/regexpp', 'leven', 'yaml'];

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

/** Index into FLOORS of the room that a file is in, its name being the longest that fits. */
function floorOf(path: string): number {
  const folder = folderOf(path);
  const fits = (room: string): boolean => folder === room || folder.startsWith(`${room}/`);
  const floors = FLOORS.map((rooms) => Math.max(-1, ...rooms.filter(fits).map(({ length }) => length)));
  const best = Math.max(...floors);
  assert.notEqual(best, -1, `${path} is in a room that this test does not know`);
  return floors.indexOf(best);
}

test('imports go down, from floor to floor', () => {
  for (const [path, list] of imports) {
    if (roomOf(path) === PAGE) continue;
    for (const { target } of list) {
      if (target === null || roomOf(target) === roomOf(path)) {
        if (target === null || roomOf(path) !== 'main') continue;
        assert.ok(floorOf(target) <= floorOf(path), `${path} must not import ${target}`);
        continue;
      }
      assert.ok(floorOf(target) < floorOf(path), `${path} must not import ${target}`);
    }
  }
});

/** A way from a node back to itself, if there is one. */
function findCircle(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (node: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of edges.get(node) ?? []) {
      const circle = visit(next, [...way, node]);
      if (circle !== null) return circle;
    }
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const circle = visit(node, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** What imports what, types included, by what `nameOf` makes of a path. */
function edgesBetween(nameOf: (path: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>();
  for (const [path, list] of imports) {
    const from = nameOf(path);
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets);
    for (const { target } of list)
      if (target !== null && nameOf(target) !== from) targets.add(nameOf(target));
  }
  return edges;
}

test('there is no circle, of files or of folders, types included', () => {
  assert.deepEqual(
    findCircle(
      new Map([
        ['a', new Set(['b'])],
        ['b', new Set(['a'])],
      ]),
    ),
    ['a', 'b', 'a'],
  );
  assert.equal(findCircle(edgesBetween((path) => path)), null);
  assert.equal(findCircle(edgesBetween(folderOf)), null);
});

test('no folder holds more than fourteen files, and main none beside its command', () => {
  const counts = new Map<string, number>();
  for (const path of filesBelow('src')) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  for (const [folder, count] of counts) assert.ok(count <= 14, `${folder} holds ${count} files`);
  const inMain = [...sources.keys()].filter((path) => folderOf(path) === 'main');
  assert.deepEqual(inMain, ['src/main/cli.ts']);
});

test('of telemetry and workers the main thread imports the limit readers and the pools, and nothing else', () => {
  for (const [path, list] of imports) {
    if (roomOf(path) !== 'main') continue;
    for (const { target, clause } of list) {
      if (target === null || !['telemetry', 'workers'].includes(roomOf(target))) continue;
      assert.equal(MAIN_MAY_IMPORT.includes(target), true, `${path} must not import ${target}`);
      if (target === 'src/telemetry/limits/memory.ts') assert.equal(clause, '{ createGroupSampler }', path);
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
  const loaded = [...reachableFrom('src/main/cli.ts'), ...reachableFrom('src/main/process/command.ts')];
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

test('the page imports of the server what is plain data alone', () => {
  const loaded = [...reachableFrom('src/dashboard/page.ts')].filter((path) => roomOf(path) !== 'dashboard');
  assert.deepEqual(loaded.sort(), [
    'src/shared/answers/control-path.ts',
    'src/shared/answers/live-failures.ts',
    'src/shared/figures.ts',
    'src/shared/figures/bounds.ts',
    'src/shared/figures/figure.ts',
    'src/shared/figures/health.ts',
    'src/shared/figures/models.ts',
    'src/shared/figures/resources.ts',
    'src/shared/figures/traffic.ts',
    'src/shared/labels.ts',
    'src/shared/live-protocol.ts',
  ]);
});

test('every source is reached from the command, from the library, from the workers’ entries or from the page’s', () => {
  const reached = new Set([
    'src/main/cli.ts',
    'src/library/start-mock.ts',
    'src/workers/task-entry.ts',
    'src/workers/work-entry.ts',
    'src/main/serving/entry.ts',
    'src/dashboard/page.ts',
    // Entries of a room that the protocols do not ask yet.
    'src/behavior/schema/generate-json.ts',
    'src/behavior/schema/regex/generate-from-pattern.ts',
  ]);
  for (const path of reached) {
    for (const { target } of imports.get(path) ?? []) if (target !== null) reached.add(target);
    for (const [, specifier = ''] of (sources.get(path) ?? '').matchAll(/\bimport\('(\.[^']+)'\)/g)) {
      const [dynamic] = importsOf(path, `import '${specifier}';`);
      if (dynamic?.target) reached.add(dynamic.target);
    }
  }
  const dead = [...sources.keys()].filter((path) => !reached.has(path));
  assert.deepEqual(dead, []);
});
