/**
 * Makes the folder that is published to npm: what `npm pack` would take, with two dependencies inside it (bundleDependencies), of
 * which only a part is ever used. As they come from the registry uWebSockets.js has the binaries of every platform and of nine
 * versions of Node.js, and the tokeniser has all vocabularies, twice: 287 of 305 MB of an install. A command; it changes nothing
 * but its folder, and publishes nothing.
 *
 *   node deploy/dist/npm/stage-package.js <folder> [name] [repository]
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** Node.js 20, 22 and 24 by their ABI; Linux, and the Macs that are sold. */
const ABIS = ['115', '127', '137'];
const PLATFORMS = ['linux_x64', 'linux_arm64', 'darwin_arm64'];
const VOCABULARY = 'o200k_base.js';

/** What of each bundled package is kept, by its path inside the package. */
const BUNDLED: Readonly<Record<string, (path: string) => boolean>> = {
  'uWebSockets.js': (path) => {
    const binary = /^uws_(.+)_(\d+)\.node$/.exec(path);
    if (binary !== null) return PLATFORMS.includes(binary[1] ?? '') && ABIS.includes(binary[2] ?? '');
    return ['package.json', 'uws.js', 'index.d.ts', 'ESM_wrapper.mjs', 'LICENSE', 'source_commit'].includes(
      path,
    );
  },
  'gpt-tokenizer': (path) => {
    const [top] = path.split(sep);
    if (top !== 'esm') return ['package.json', 'LICENSE', 'README.md'].includes(path);
    const isVocabulary = path.includes(join('esm', 'bpeRanks') + sep) && path.endsWith('.js');
    return (
      !path.endsWith('.map') && !path.endsWith('.d.ts') && (!isVocabulary || basename(path) === VOCABULARY)
    );
  },
};

interface Manifest {
  readonly [field: string]: unknown;
  readonly name: string;
}

/** The files of the package, as npm itself chooses them. */
function packedFiles(): string[] {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(listing) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

function stage(folder: string, name: string | undefined, repository: string | undefined): void {
  rmSync(folder, { recursive: true, force: true });
  for (const path of packedFiles()) cpSync(join(PROJECT, path), join(folder, path));
  for (const [dependency, keeps] of Object.entries(BUNDLED)) {
    const from = join(PROJECT, 'node_modules', dependency);
    const to = join(folder, 'node_modules', dependency);
    mkdirSync(to, { recursive: true });
    // A folder is entered whatever is kept of it; what stays empty is not packed.
    cpSync(from, to, {
      recursive: true,
      filter: (source) =>
        source === from || statSync(source).isDirectory() || keeps(source.slice(from.length + 1)),
    });
  }
  const {
    scripts: _,
    devDependencies: __,
    knip: ___,
    ...manifest
  } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as Manifest;
  const published = {
    ...manifest,
    name: name ?? manifest.name,
    ...(repository === undefined ? {} : { repository: { type: 'git', url: repository } }),
    bundleDependencies: Object.keys(BUNDLED),
    publishConfig: { access: 'public', provenance: true },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}

const [, , folder, name, repository] = argv;
if (folder === undefined) {
  process.stderr.write('usage: stage-package.js <folder> [name] [repository]\n');
  process.exitCode = 2;
} else {
  stage(folder, name, repository);
}
