/**
 * Owns the question whether a certificate and a key are what they should be, without serving with them. Main thread, when
 * somebody asks for a check: a start finds out when it makes its listeners. Both files were found, and are small.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Tls from 'node:tls';

/** The sentence for two files that do not go together. */
export function tlsMistake(certFile: string, keyFile: string): string {
  return `TLS_CERT_FILE ${certFile} and TLS_KEY_FILE ${keyFile} are not a PEM certificate and its key`;
}

/** What is wrong with the two together, in a sentence; null if nothing is. Never throws. */
export function tlsProblem(certFile: string, keyFile: string): string | null {
  try {
    // Loaded here and not at the start, which does without it.
    const { createSecureContext } = createRequire(import.meta.url)('node:tls') as typeof Tls;
    createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
    return null;
  } catch {
    // What OpenSSL says of it names neither file nor setting, and may quote the key.
    return tlsMistake(certFile, keyFile);
  }
}
