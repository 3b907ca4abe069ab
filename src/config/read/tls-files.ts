/**
 * Owns the question whether a certificate and a key are what they should be, without serving with them. Main thread, at a start, or
 * when somebody asks for a check. Both files were found, and are small. Must never say what the key is.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where they are. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TlsFindings {
  /** With these there can be no server: a line each. */
  readonly problems: readonly string[];
  /** With these clients will complain: a sentence each. */
  readonly warnings: readonly string[];
}

/** The sentence for two files that a listener does not take, whatever it is. */
export function tlsMistake({ certFile, keyFile }: TlsFiles): string {
  return `TLS_CERT_FILE ${certFile} and TLS_KEY_FILE ${keyFile} are not a PEM certificate and its key`;
}

/** What is wrong with the two. Never throws. `nowMs` is the time of day. */
export function inspectTls({ certFile, keyFile }: TlsFiles, nowMs: number): TlsFindings {
  const certificate = made(() => new X509Certificate(readFileSync(certFile)));
  const key = made(() => createPrivateKey(readFileSync(keyFile)));
  const problems = [
    ...(certificate === null
      ? [`TLS_CERT_FILE ${certFile}: expected a PEM certificate, got something else`]
      : []),
    ...(key === null
      ? [`TLS_KEY_FILE ${keyFile}: expected a PEM private key without a pass phrase, got something else`]
      : []),
  ];
  if (certificate === null || key === null) return { problems, warnings: [] };
  if (!isKeyOf(key, certificate)) {
    const expected = `expected the key of the first certificate in TLS_CERT_FILE ${certFile}`;
    return { problems: [`TLS_KEY_FILE ${keyFile}: ${expected}, got another key`], warnings: [] };
  }
  return { problems: [], warnings: validityWarnings(certificate, certFile, nowMs) };
}

function validityWarnings(
  { validFrom, validTo }: X509Certificate,
  certFile: string,
  nowMs: number,
): readonly string[] {
  const expected = `TLS_CERT_FILE ${certFile}: expected a certificate that is valid now, got one that`;
  const ending = '; clients that look at it will refuse it';
  if (Date.parse(validTo) < nowMs) return [`${expected} has expired on ${dayOf(validTo)}${ending}`];
  if (Date.parse(validFrom) > nowMs) return [`${expected} is not valid before ${dayOf(validFrom)}${ending}`];
  return [];
}

function dayOf(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}

function isKeyOf(key: KeyObject, certificate: X509Certificate): boolean {
  return made(() => certificate.checkPrivateKey(key)) === true;
}

/** What OpenSSL says of it names neither file nor setting, and may quote the key. */
function made<Thing>(make: () => Thing): Thing | null {
  try {
    return make();
  } catch {
    return null;
  }
}
