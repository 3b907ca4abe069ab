import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, readProjectFile, readSources, withoutStrings } from '../support/source-tree.js';

const LINES_MAX = 250;

const sources = readSources();
const everything = new Map(
  ['src', 'test', 'bench', 'deploy']
    .flatMap(filesBelow)
    .filter((path) => /\.[cm]?[jt]s$/.test(path))
    .map((path) => [path, readProjectFile(path)]),
);

/** Without comments, and without what is in strings. */
function codeOf(text: string): string {
  return withoutStrings(text);
}

/** Paths of the files whose code matches, with how often. */
function matches(files: ReadonlyMap<string, string>, pattern: RegExp): Record<string, number> {
  const counts = [...files].map(
    ([path, text]) => [path, (codeOf(text).match(pattern) ?? []).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

test('comments and strings are taken off, code is not', () => {
  const text = "#!x\n/** env */\na.any('/*', 'b // c'); // d\n  // e\nf(\"g\", `h`, 'it\\'s'); /* i */ j;\n";
  assert.equal(codeOf(text).replace(/\s+/g, ' '), "#!x a.any('', ''); f('', '', ''); j; ");
});

test('the rules see the whole tree', () => {
  assert.equal(everything.has('src/main/cli.ts') && everything.has('test/tidy/source-files.test.ts'), true);
});

test(`no file has more than ${LINES_MAX} lines`, () => {
  const long = [...everything].filter(([, text]) => text.split('\n').length - 1 > LINES_MAX);
  assert.deepEqual(
    long.map(([path]) => path),
    [],
  );
});

test('file and folder names are in kebab-case', () => {
  const kebab = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)+$/;
  // Cargo knows its files by these names alone.
  const cargo = /\/Cargo\.(?:lock|toml)$/;
  const others = ['src', 'test'].flatMap(filesBelow).filter((path) => !kebab.test(path) && !cargo.test(path));
  assert.deepEqual(others, []);
});

test('no file has what a merge left undone', () => {
  const texts = ['README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docker-compose.yml']
    .concat(
      ['docs', 'src', 'test', 'bench', 'deploy'].flatMap(filesBelow).filter((path) => !path.endsWith('.png')),
    )
    .filter((path) => /^(?:<{7} |={7}$|>{7} )/m.test(readProjectFile(path)));
  assert.deepEqual(texts, []);
});

test('every source opens with a comment that says what it owns', () => {
  const bare = [...sources].filter(([, text]) => !/^(?:#!.*\n)?(?:\/\*\*?\n? |\/\/ )\S*/.test(text));
  assert.deepEqual(
    bare.map(([path]) => path),
    [],
  );
});

test('the environment is read in the command, and written once where a library wants it', () => {
  const ways = /\bprocess\s*\.\s*env\b|\bprocess\s*\[|\bprocess\b(?=\s*;)|['"]node:process['"]/g;
  assert.deepEqual(matches(sources, ways), {
    'src/main/cli.ts': 1,
    'src/main/listeners/load-uwebsockets.ts': 1,
  });
  for (const [path, text] of sources) assert.doesNotMatch(text, /from '(?:node:)?process'/, path);
  assert.match(sources.get('src/main/cli.ts') as string, /\benv: process\.env\b/);
  assert.match(
    sources.get('src/main/listeners/load-uwebsockets.ts') as string,
    /^ {2}process\.env\.UWS_HTTP_MAX_HEADERS_SIZE \?\?= /m,
  );
});

test('Atomics are used in the map of the shared state, in what threads share beside it, and nowhere else', () => {
  assert.deepEqual(Object.keys(matches(sources, /\bAtomics\b/g)), [
    'src/shared/memory-snapshot.ts',
    'src/shared/state.ts',
    'src/shared/threads/mutex.ts',
    'src/shared/threads/number-words.ts',
    'src/shared/threads/shared-control.ts',
    'src/shared/threads/shared-queue.ts',
    'src/shared/threads/shared-table.ts',
    'src/shared/threads/slots.ts',
    'src/shared/threads/thread-counts.ts',
  ]);
});

test('no catch is empty', () => {
  assert.deepEqual(matches(everything, /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/g), {});
  assert.deepEqual(matches(sources, /\.catch\(\s*(?:\([^)]*\)|\w+)\s*=>\s*\{\s*\}\s*\)/g), {});
});

test('nothing is left for later, or printed past the log', () => {
  for (const [path, text] of everything) assert.doesNotMatch(text, /\b(?:TO[D]O|FIX[M]E|XX[X])\b/, path);
  assert.deepEqual(matches(sources, /\bconsole\b/g), {});
  assert.deepEqual(matches(everything, /\bconsole\s*\.\s*log\b/g), {});
});

test('no type is switched off', () => {
  assert.deepEqual(matches(everything, /(?:[:<|,&(]|\bas|\bextends)\s*any\b(?!\s*\()/g), {});
  for (const [path, text] of everything) assert.doesNotMatch(text, /@ts-(?:[i]gnore|[n]ocheck)/, path);
});
