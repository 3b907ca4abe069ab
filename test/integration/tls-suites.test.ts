/**
 * Which TLS both ports speak, asked by `openssl s_client`: forward secrecy and authenticated ciphers, 1.2 and up.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import { startTestServer } from '../support/in-process.js';

const skip = spawnSync('openssl', ['version']).status === 0 ? false : 'no openssl in PATH';
const KEY_TYPES = ['ec', 'rsa'] as const;
const GOOD = /^ECDHE-(?:ECDSA|RSA)-(?:AES(?:128|256)-GCM-SHA(?:256|384)|CHACHA20-POLY1305)$/;
const GOOD_13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const BAD_13 = ['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'];
/** So that the client offers what it would not offer by itself. */
const ANYTHING = ':@SECLEVEL=0';

const folder = mkdtempSync(join(tmpdir(), 'llm-mock-suites-'));
after(() => rmSync(folder, { recursive: true }));

async function serverWith(keyType: (typeof KEY_TYPES)[number]) {
  const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType, keySize: 2048 });
  const [certFile, keyFile] = [join(folder, `${keyType}.pem`), join(folder, `${keyType}-key.pem`)];
  writeFileSync(certFile, pem.cert);
  writeFileSync(keyFile, pem.private);
  return startTestServer({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, HTTP10_PORT: '0' });
}

/** The cipher that was agreed on; null where the server has refused. Rejects where the two did not come to speak of it. */
function agreed(port: number, ...options: string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const words = ['s_client', '-connect', `127.0.0.1:${port}`, ...options];
    const client = execFile('openssl', words, (_, stdout, stderr) => {
      const cipher = /Cipher is (\S+)/.exec(stdout)?.[1] ?? '(NONE)';
      if (cipher !== '(NONE)') resolve(cipher);
      else if (/alert (?:handshake failure|protocol version)/.test(stderr)) resolve(null);
      else reject(new Error(stderr));
    });
    client.stdin?.end();
  });
}

/** All that this openssl has for TLS 1.2. */
function ciphers12(): readonly string[] {
  const { stdout } = spawnSync('openssl', ['ciphers', `ALL${ANYTHING}`], { encoding: 'utf8' });
  return stdout
    .trim()
    .split(':')
    .filter((name) => !name.startsWith('TLS_'));
}

for (const keyType of KEY_TYPES) {
  test(`with a certificate of type ${keyType}, each cipher with forward secrecy and no other is taken, on both ports`, {
    skip,
  }, async () => {
    const { port, http10Port } = await serverWith(keyType);
    const all = ciphers12();
    const auth = keyType === 'ec' ? 'ECDSA' : 'RSA';
    const good = all.filter((name) => GOOD.test(name) && name.includes(`-${auth}-`));
    const bad = all.filter((name) => !GOOD.test(name));
    assert.equal(good.length, 3);
    for (const one of [`AES128-GCM-SHA256`, `ECDHE-${auth}-AES128-SHA`, 'AES128-CCM'])
      assert.ok(bad.includes(one), one);
    for (const one of [port, http10Port as number]) {
      for (const name of good)
        assert.equal(await agreed(one, '-tls1_2', '-cipher', `${name}${ANYTHING}`), name);
      for (const name of GOOD_13) assert.equal(await agreed(one, '-tls1_3', '-ciphersuites', name), name);
      // All at once: a server that took any of them would say which.
      assert.equal(await agreed(one, '-tls1_2', '-cipher', `${bad.join(':')}${ANYTHING}`), null);
      assert.equal(await agreed(one, '-tls1_3', '-ciphersuites', BAD_13.join(':')), null);
    }
  });
}

test('TLS 1.1 and older are refused, on both ports', { skip }, async () => {
  const { port, http10Port } = await serverWith('rsa');
  for (const one of [port, http10Port as number]) {
    for (const version of ['-tls1', '-tls1_1']) {
      assert.equal(await agreed(one, version, '-cipher', `ALL${ANYTHING}`), null, version);
    }
    assert.notEqual(await agreed(one, '-tls1_2', '-cipher', `ALL${ANYTHING}`), null);
  }
});
