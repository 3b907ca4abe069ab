// Owns: where the Chromium of this machine is, and how it is started for the live page. Runs on: the test process.
// Must never: register a hook of node:test, download a browser, or let it ask anybody for anything by itself.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

export const BROWSER_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  // In containers it is often too small.
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the browser; null where there is none. */
export const executable: string | null = find();

/** Rejects where there is none. `flags` are more than all have. */
export function launch(flags: readonly string[] = []): Promise<Browser> {
  if (executable === null)
    return Promise.reject(new Error(`no browser in PATH (one of ${BROWSER_NAMES.join(', ')})`));
  return chromium.launch({ executablePath: executable, args: [...FLAGS, ...flags] });
}

function find(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  const candidates = folders.flatMap((folder) => BROWSER_NAMES.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
