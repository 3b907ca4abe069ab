// Owns: which servers there are, in the order of the reports, and which versions of them are installed.
// Must never: know how one is started.

import { readFileSync } from 'node:fs';
import { OURS, OURS_ONE_THREAD } from './ours.js';
import { RIVALS } from './rivals.js';
import type { BenchServer } from './server.js';

export const SERVERS: readonly BenchServer[] = [OURS, ...RIVALS, OURS_ONE_THREAD];

/** Throws where there is none of that name; the message names all. */
export function serverNamed(name: string): BenchServer {
  const server = SERVERS.find((candidate) => candidate.name === name);
  if (server !== undefined) return server;
  throw new Error(`no server is named ${name}: expected one of ${SERVERS.map((s) => s.name).join(', ')}`);
}

/** `nodeVersion` is that of the Node.js it runs on, and so node:http's. Throws where a package is not installed. */
export function versionOf(server: BenchServer, nodeVersion: string): string {
  if (server.native !== null) return server.native.version;
  if (server.packageName !== null) return versionIn(`../../node_modules/${server.packageName}/package.json`);
  return server === OURS || server === OURS_ONE_THREAD ? versionIn('../../../package.json') : nodeVersion;
}

function versionIn(manifest: string): string {
  const text = readFileSync(new URL(manifest, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
