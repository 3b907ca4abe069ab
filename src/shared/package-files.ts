/**
 * Where the files of the package lie. Any thread. Modules are bundled (see the build in package.json), so none of them knows
 * its own place: the one depth that counts is that of `dist/<folder>/<file>`, which modules of this folder and bundles share.
 */
import { createRequire } from 'node:module';

const ROOT = new URL('../../', import.meta.url);

/** By its path below the root of the package. */
export function packageFile(path: string): URL {
  return new URL(path, ROOT);
}

/** Of the package. */
export function readVersion(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return version;
}
