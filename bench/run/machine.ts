// Owns: the facts of machine and product that a reader needs to judge a figure. Must never: name the machine's owner.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, type as osType, release, totalmem } from 'node:os';
import { openFilesMax } from '../limits/open-files.js';
import { PROJECT_FOLDER } from '../project-folder.js';
import type { Results } from '../report/results.js';
import { runProcess } from './run-process.js';

/** What is measured, and what measures it: a commit that changes nothing here makes no other build. */
const SOURCES = [
  ...['src', 'package.json', 'package-lock.json', 'tsconfig.json', 'Dockerfile'],
  ...['limits', 'load', 'native', 'run', 'scenarios', 'servers', 'package-lock.json'].map(
    (name) => `bench/${name}`,
  ),
];
const SOURCE_DIGITS = 12;

export function readMachine(): Results['machine'] {
  const processors = cpus();
  return {
    cpu_model: processors[0]?.model.trim() || 'unknown',
    cores_count: processors.length,
    memory_bytes: totalmem(),
    kernel: `${osType()} ${release()}`,
    os: osName(),
    node_version: process.version,
    open_files_max: openFilesMax(),
  };
}

/** Of the working tree. In the image there is no repository: BENCH_COMMIT says what it was built from. */
export async function readProduct(env: NodeJS.ProcessEnv): Promise<Results['product']> {
  const { version } = JSON.parse(readFileSync(`${PROJECT_FOLDER}package.json`, 'utf8')) as {
    version: string;
  };
  const git = (...command: string[]): Promise<string | null> =>
    runProcess(['git', ...command], { cwd: PROJECT_FOLDER }).then(
      ({ code, stdout }) => (code === 0 ? stdout.trim() : null),
      () => null,
    );
  const commit = await git('rev-parse', 'HEAD');
  if (commit === null) return { version, commit: env.BENCH_COMMIT || 'unknown', modified: false };
  // What was measured before may lie in bench/results: it changes no server.
  const changes = await git('status', '--porcelain', '--', '.', ':!bench/results');
  const trees = await git('ls-tree', 'HEAD', '--', ...SOURCES);
  const source = createHash('sha256')
    .update(trees ?? commit)
    .digest('hex');
  return { version, commit, modified: changes !== '', source: source.slice(0, SOURCE_DIGITS) };
}

function osName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
