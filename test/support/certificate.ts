// Owns: a certificate and its key as files, gone when the test has ended. Runs on: the test process.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { generate } from 'selfsigned';
import type { Settings } from './in-process.js';

/** The settings that have a server speak TLS, with a certificate for that name. */
export async function certificateSettings(name = 'example.org'): Promise<Settings> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-certificate-'));
  after(() => rmSync(folder, { recursive: true }));
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }]);
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  return { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
}
