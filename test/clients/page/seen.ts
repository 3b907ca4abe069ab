// Owns: what the suites saw of clients: a file for each in test/clients/seen/. A run compares with it; with RECORD_CLIENTS=1 it
// writes it. Must never: be written from anything but what was seen.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CATALOG } from './catalog.js';
import { FEATURES, type Feature } from './features.js';

export interface Seen {
  readonly version: string;
  readonly worked: readonly Feature[];
}

const FOLDER = fileURLToPath(new URL('../../../test/clients/seen/', import.meta.url));
const RECORDS = process.env.RECORD_CLIENTS === '1';

/** What was recorded of a client; null where nothing was. */
export function readSeen(id: string): Seen | null {
  const path = `${FOLDER}${id}.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Seen) : null;
}

/** To be called when all of these have been asserted: records them, or holds the record to them. */
export function saw(id: string, version: string, worked: readonly Feature[]): void {
  assert.ok(
    CATALOG.some((row) => row.id === id),
    `${id} is not in test/clients/page/catalog.ts`,
  );
  const recorded = readSeen(id);
  if (RECORDS) {
    const kept = recorded?.version === version ? recorded.worked : [];
    const all = FEATURES.filter((feature) => kept.includes(feature) || worked.includes(feature));
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(`${FOLDER}${id}.json`, `${JSON.stringify({ version, worked: all }, null, 2)}\n`);
    return;
  }
  const missing = worked.filter((feature) => recorded?.worked.includes(feature) !== true);
  const how = 'RECORD_CLIENTS=1 writes what is seen';
  assert.deepEqual([recorded?.version, missing], [version, []], `${id} is not what was recorded: ${how}`);
}
