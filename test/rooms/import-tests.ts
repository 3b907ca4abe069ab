// Owns: the tests of one room in one process: starting a process costs more than most unit tests take. What measures memory,
// or changes something that all share, is named `*.alone.test.ts` and runs in a process of its own.

import { readdirSync } from 'node:fs';

/** Imports every test file below these folders of dist-test, in the order of their names. Rejects where there is none. */
export async function importTests(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const url = new URL(`../${folder}/`, import.meta.url);
    const files = readdirSync(url, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.js') && !file.endsWith('.alone.test.js'))
      .sort();
    if (files.length === 0) throw new Error(`${folder} holds no tests`);
    for (const file of files) await import(new URL(file, url).href);
  }
}
