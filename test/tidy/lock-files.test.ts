import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

const LOCKS = ['package-lock.json', ...filesBelow('bench'), ...filesBelow('test')].filter((path) =>
  /(?:^|\/)package-lock\.json$/.test(path),
);
/** The only registry, where a lock says one: what came from a mirror or from git would have another address. */
const REGISTRY = /^(?:$|https:\/\/registry\.npmjs\.org\/)/;
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

test('every package of every lock file, also those of other platforms, has its hash, and no other source than the registry', () => {
  assert.ok(LOCKS.includes('package-lock.json') && LOCKS.includes('bench/package-lock.json'));
  for (const path of LOCKS) {
    const { packages } = JSON.parse(readProjectFile(path)) as { packages: Record<string, Locked> };
    const others = Object.entries(packages).filter(
      ([place, { link }]) => place.includes('node_modules/') && link !== true,
    );
    const wrong = others.filter(
      ([, { resolved = '', integrity = '' }]) => !REGISTRY.test(resolved) || !SHA512.test(integrity),
    );
    assert.deepEqual(
      wrong.map(([place]) => place),
      [],
      path,
    );
  }
});

test('the packages for other platforms than this one are locked, too', () => {
  const { packages } = JSON.parse(readProjectFile('package-lock.json')) as {
    packages: Record<string, Locked>;
  };
  const platforms = new Set(
    Object.values(packages).flatMap(({ os, cpu }) => (os && cpu ? [`${os}-${cpu}`] : [])),
  );
  for (const platform of ['linux-x64', 'linux-arm64', 'darwin-arm64'])
    assert.ok(platforms.has(platform), platform);
});
