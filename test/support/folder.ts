// Owns: a folder of a test's own, gone when the test is.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function withFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-test-'));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
