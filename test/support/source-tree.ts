// Owns: the project's own files as the house rules look at them: paths, texts without comments, imports.
// Runs on: the test process. Must never: look into node_modules or anything that was built.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder; test files run from dist-test/, two levels below it. */
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Import {
  /** As written, e.g. `../errors.js` or `pino`. */
  readonly specifier: string;
  /** The file in src/, from the project's folder; null for a package or a module of Node's. */
  readonly target: string | null;
  /** Gone in what is built, so it neither loads anything nor makes a cycle. */
  readonly typeOnly: boolean;
  /** What stands between `import` and `from`. */
  readonly clause: string;
}

/** The text of a file, its path counted from the project's folder. Throws if there is none. */
export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Folders that hold nothing of ours as we wrote it. */
const BUILT_OR_INSTALLED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'reports']);

/** All files below a folder, from the project's folder, sorted; none if the folder does not exist. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return BUILT_OR_INSTALLED.has(entry.name) ? [] : filesBelow(path);
      return [path];
    })
    .sort();
}

/** The path of every TypeScript file in src/, with its text. */
export function readSources(): ReadonlyMap<string, string> {
  const sources = filesBelow('src').filter((path) => path.endsWith('.ts'));
  return new Map(sources.map((path) => [path, readProjectFile(path)]));
}

const STRING = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/;
const STRING_OR_COMMENT = new RegExp(`${STRING.source}|${COMMENT.source}`, 'g');

/** Whichever begins first wins: a string such as '/*' begins no comment, and an apostrophe in a comment no string. */
export function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? '' : found));
}

/** As `withoutComments`, and strings lose what is in them, so that words in them are not taken for code. */
export function withoutStrings(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? '' : "''"));
}

/** The static imports and re-exports of a source. */
export function importsOf(path: string, text: string): readonly Import[] {
  const statement = /^(?:import|export)\b(?:([^'";]*?)\bfrom)?\s+'([^']+)';/gm;
  return [...withoutComments(text).matchAll(statement)].map(([, words = '', specifier = '']) => ({
    specifier,
    target: specifier.startsWith('.')
      ? posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')
      : null,
    typeOnly: /^\s+type\b/.test(words),
    clause: words.trim(),
  }));
}

/** The folder of a source, counted from src/. */
export function folderOf(path: string): string {
  return posix.dirname(path).replace(/^src\/?/, '');
}

/** The room that a source belongs to: its folder in src/, or `root`. */
export function roomOf(path: string): string {
  const [, room, rest] = path.split('/');
  return rest === undefined ? 'root' : (room as string);
}
